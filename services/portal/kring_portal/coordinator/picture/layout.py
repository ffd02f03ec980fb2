"""Where everybody stands: main persons in the middle, whom they brought around them, professionals on the outer edge.

Nothing is left to chance, and nothing to the order in which people are given: the same circle gives the same picture.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kring_portal.coordinator.picture.boxes import Box
from kring_portal.coordinator.picture.labels import Label, placed_labels

PERSON: Final = (148.0, 58.0)
MAIN: Final = (168.0, 66.0)
GAP: Final = 14.0
WIDER: Final = 1.5
"""How much wider than high a ring is: names are written across."""
FIRST, STEP, BETWEEN = 150.0, 6.0, 84.0
FURTHEST: Final = 3
"""Who stands at the end of a longer row of acquaintances stands no further out than this."""
MOST_ON_A_RING: Final = (7, 12, 16, 20)
MARGIN: Final = 24.0
LEFT_HALF, RIGHT_HALF = (112.0, 248.0), (-68.0, 68.0)
"""Where the two circles of a restorative conference stand, in degrees from the right, downward."""
UP: Final = -90.0
NEXT_TO: Final = 48.0
"""How far apart, in degrees, people stand whom the same person thought of."""


@dataclass(frozen=True)
class Somebody:
    """One person, as far as the picture needs to know."""

    id: str
    is_main: bool = False
    is_outside: bool = False
    """A professional or an interpreter: on the outer edge."""
    side: str = ""
    suggested_by: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Line:
    """A line between two people: `near` (their tie), `support`, or `apart`."""

    kind: str
    start: Box
    end: Box
    label: Label | None = None


@dataclass(frozen=True)
class Picture:
    """A picture: its size, where everybody stands, and the lines behind them."""

    width: float
    height: float
    places: dict[str, Box]
    lines: tuple[Line, ...]
    rings: tuple[tuple[float, float], ...]
    middle: tuple[float, float]
    has_sides: bool = False


@dataclass
class _Plan:
    places: dict[str, Box] = field(default_factory=dict)
    rings: list[tuple[float, float]] = field(default_factory=list)
    near: dict[str, str] = field(default_factory=dict)
    """Whom each person stands near; main persons, who stand in the middle, are near to everybody."""


def laid_out(
    people: Iterable[Somebody],
    *,
    supports: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> Picture:
    """Give everybody a place.

    Args:
        people: Everybody, in any order.
        supports: Pairs of who is supported, and by whom.
        apart: Pairs of people who may not meet.
    """
    everybody = {person.id: person for person in sorted(people, key=lambda one: one.id)}
    has_sides = any(person.side for person in everybody.values())
    plan = _Plan()
    _place_middle([one for one in everybody.values() if one.is_main], plan, has_sides=has_sides)
    main = {one.id for one in everybody.values() if one.is_main}
    nearest = {one.id: _near_to(one, everybody) for one in everybody.values() if not one.is_outside}
    plan.near = {one: near for one, near in nearest.items() if near not in main}
    for ring in _rings(everybody):
        _place_ring(ring, plan)
    links = [(_near_to(one, everybody), one) for one in everybody.values() if not (one.is_main or one.is_outside)]
    return _framed(plan, _lines(plan, links, supports, apart), has_sides=has_sides)


def _place_middle(main: Sequence[Somebody], plan: _Plan, *, has_sides: bool) -> None:
    """Stand main persons under each other; of two circles in two columns."""
    columns = [[one for one in main if one.side == side] for side in ("harmed", "", "responsible")]
    columns = [column for column in columns if column] if has_sides else [list(main)]
    width, height = MAIN
    for across, column in enumerate(columns):
        x = (across - (len(columns) - 1) / 2) * (width + 4 * GAP)
        for down, one in enumerate(column):
            y = (down - (len(column) - 1) / 2) * (height + GAP)
            plan.places[one.id] = Box(x, y, width, height)


def _rings(everybody: dict[str, Somebody]) -> list[list[Somebody]]:
    """Divide people over rings: who was thought of by somebody stands one ring further out than they do."""
    inside = [one for one in everybody.values() if not (one.is_main or one.is_outside)]
    outside = [one for one in everybody.values() if one.is_outside]
    rings: list[list[Somebody]] = []
    waiting = sorted(inside, key=lambda one: (_depth(one, everybody), _near_to(one, everybody), one.id))
    while waiting:
        most = MOST_ON_A_RING[min(len(rings), len(MOST_ON_A_RING) - 1)]
        depth = _depth(waiting[0], everybody)
        ring = [one for one in waiting[:most] if _depth(one, everybody) <= depth]
        rings.append(ring)
        waiting = waiting[len(ring) :]
    return rings + [outside[at : at + MOST_ON_A_RING[-1]] for at in range(0, len(outside), MOST_ON_A_RING[-1])]


def _depth(one: Somebody, everybody: dict[str, Somebody]) -> int:
    """Count how many people lie between somebody and the main persons."""
    seen, depth = {one.id}, 1
    by = everybody.get(one.suggested_by)
    while by is not None and not (by.is_main or by.is_outside) and by.id not in seen:
        seen.add(by.id)
        depth, by = depth + 1, everybody.get(by.suggested_by)
    return min(depth, FURTHEST)


def _near_to(one: Somebody, everybody: dict[str, Somebody]) -> str:
    """Name whom somebody stands near: who thought of them, else a main person of their side."""
    by = everybody.get(one.suggested_by)
    if by is not None and not by.is_outside and by.id != one.id:
        return by.id
    main = [other for other in everybody.values() if other.is_main]
    ours = [other for other in main if other.side == one.side] or main
    return ours[0].id if ours else ""


def _place_ring(ring: Sequence[Somebody], plan: _Plan) -> None:
    """Stand people on a ring as small as it can be without anybody lying over another."""
    before = plan.rings[-1][1] + BETWEEN if plan.rings else FIRST
    there = list(plan.places.values())
    radius = before
    while True:
        boxes = {one.id: _at(angle, radius) for one, angle in _angles(ring, plan)}
        if _is_free(list(boxes.values()), there):
            break
        radius += STEP
    plan.places |= boxes
    plan.rings.append((radius * WIDER, radius))


def _angles(ring: Sequence[Somebody], plan: _Plan) -> list[tuple[Somebody, float]]:
    """Give each person of a ring a direction: each circle of two its own half, everybody else all round."""
    halves = {"harmed": LEFT_HALF, "responsible": RIGHT_HALF}
    found: list[tuple[Somebody, float]] = []
    for side, (first, last) in halves.items():
        here = [one for one in ring if one.side == side and not one.is_outside]
        found += [(one, _between(first, last, at, len(here))) for at, one in enumerate(here)]
    rest = [one for one in ring if one.is_outside or one.side not in halves]
    if found:  # between the two halves, above and below in turn
        return found + [(one, (-90.0, 90.0)[at % 2] + 9 * (at // 2)) for at, one in enumerate(rest)]
    return _turned(rest, plan)


def _turned(ring: Sequence[Somebody], plan: _Plan) -> list[tuple[Somebody, float]]:
    """Stand people all round, turned so that each is as near as can be to whoever thought of them."""
    wanted = {
        one.id: _direction(plan.places[plan.near[one.id]]) for one in ring if plan.near.get(one.id) in plan.places
    }
    if not wanted:
        return [(one, UP + 360 * at / len(ring)) for at, one in enumerate(ring)]
    ordered = sorted(ring, key=lambda one: (wanted.get(one.id, 0.0), one.id))
    step = 360 / len(ring) if len(set(wanted.values())) > 1 else min(NEXT_TO, 360 / len(ring))

    def far(turn: int) -> float:
        return sum(_between_directions(turn + at * step, wanted.get(one.id)) ** 2 for at, one in enumerate(ordered))

    turn = min(range(0, 360, 6), key=lambda each: (round(far(each), 3), each))
    return [(one, turn + at * step) for at, one in enumerate(ordered)]


def _direction(place: Box) -> float:
    return round(math.degrees(math.atan2(place.y, place.x / WIDER)), 3)


def _between_directions(one: float, other: float | None) -> float:
    """Give how far apart two directions are; nothing where somebody has none."""
    return 0.0 if other is None else abs((one - other + 180) % 360 - 180)


def _between(first: float, last: float, at: int, of: int) -> float:
    return (first + last) / 2 if of == 1 else first + (last - first) * at / (of - 1)


def _at(angle: float, radius: float) -> Box:
    turn = math.radians(angle)
    return Box(round(radius * WIDER * math.cos(turn), 1), round(radius * math.sin(turn), 1), *PERSON)


def _is_free(boxes: Sequence[Box], there: Sequence[Box]) -> bool:
    near = any(box.overlaps(other, GAP) for box in boxes for other in there)
    return not near and not any(box.overlaps(other, GAP) for at, box in enumerate(boxes) for other in boxes[:at])


def _lines(
    plan: _Plan,
    links: Sequence[tuple[str, Somebody]],
    supports: Sequence[tuple[str, str]],
    apart: Sequence[tuple[str, str]],
) -> tuple[Line, ...]:
    """Draw who belongs to whom; a word stands on a line only where it lies over nobody."""
    places = plan.places
    wanted = [("near", near, one.id, one.relation) for near, one in links if near in places]
    wanted += [("support", first, second, "") for first, second in sorted(supports)]
    wanted += [("apart", first, second, "≠") for first, second in sorted(apart)]
    known = [(kind, places[a], places[b], words) for kind, a, b, words in wanted if a in places and b in places]
    labels = placed_labels([(start, end, words) for _, start, end, words in known], list(places.values()))
    return tuple(Line(kind, a, b, label) for (kind, a, b, _), label in zip(known, labels, strict=True))


def _framed(plan: _Plan, lines: tuple[Line, ...], *, has_sides: bool) -> Picture:
    """Move everything so that the picture begins at nothing, with a margin around it."""
    boxes = [*plan.places.values(), *(line.label.box for line in lines if line.label)]
    reach = plan.rings[-1] if plan.rings else (0.0, 0.0)
    left = min([-reach[0], *(box.left for box in boxes)], default=0) - MARGIN
    top = min([-reach[1], *(box.top for box in boxes)], default=0) - MARGIN
    width = max([reach[0], *(box.right for box in boxes)], default=0) + MARGIN - left
    height = max([reach[1], *(box.bottom for box in boxes)], default=0) + MARGIN - top

    def moved(box: Box) -> Box:
        return box.moved(-left, -top)

    return Picture(
        round(width, 1),
        round(height, 1),
        {one: moved(box) for one, box in plan.places.items()},
        tuple(_moved(line, moved) for line in lines),
        tuple(plan.rings),
        (-left, -top),
        has_sides,
    )


def _moved(line: Line, moved: Callable[[Box], Box]) -> Line:
    label = Label(line.label.words, moved(line.label.box)) if line.label else None
    return Line(line.kind, moved(line.start), moved(line.end), label)
