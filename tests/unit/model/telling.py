"""Outbox, relay and stream: four rows of one case, told by one process, on a bus that can forget.

Rows are numbered from 1, as places in the stream are. On our own bus every other one is of one subject.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.unit.model.exploring import Model, Off, Step

ROWS: Final = 4
OTHER: Final = 0
"""What another service told; it only takes a place."""


class Process(NamedTuple):
    """What is lost when it is killed."""

    handing: int = 0
    """The row that is committed and not handed to the relay yet."""
    waiting: tuple[int, ...] = ()
    newest: int = 0
    flying: tuple[tuple[int, int, bool], ...] = ()
    """Told, and the answer not looked at yet: row, place, and whether the bus had it."""
    marks: tuple[tuple[int, int], ...] = ()
    last: int = 0
    in_doubt: bool = True
    is_new_line: bool = False
    was_there: int = 0


class World(NamedTuple):
    """What the database and the bus hold, and the process, if it lives."""

    faults: int
    is_far: bool
    decided: int = 0
    outbox: tuple[int, ...] = ()
    """The place of each row, 0 as long as none is known."""
    stream: tuple[int, ...] = ()
    window: frozenset[int] = frozenset()
    old: int = 0
    forgot_unseen: bool = False
    was_late: bool = False
    """What was under way when the bus forgot arrived after it; then it stands before what is told again."""
    process: Process | None = None


def steps(s: World, off: Off) -> Iterator[Step[World]]:
    """Say what may happen."""
    p = s.process
    if p is None:
        unsent = tuple(row for row, place in enumerate(s.outbox, 1) if not place)
        unsent = () if "unsent" in off else unsent
        yield Step("the service starts", s._replace(process=Process(waiting=unsent, newest=max(unsent, default=0))))
    else:
        yield from _works(s, p, off)
    if s.faults:
        yield from _faults(s._replace(faults=s.faults - 1), off)


def _works(s: World, p: Process, off: Off) -> Iterator[Step[World]]:
    if s.decided < ROWS and not p.handing:
        row = s.decided + 1
        outbox = s.outbox if "outbox" in off else (*s.outbox, 0)
        committed = s._replace(decided=row, outbox=marked(outbox, p.marks), process=p._replace(handing=row, marks=()))
        yield Step(f"row {row} is committed", committed)
    if p.handing:
        waiting = tuple(sorted({*p.waiting, p.handing}))
        handed = p._replace(waiting=waiting, newest=p.handing, handing=0)
        yield Step(f"row {p.handing} is handed to the relay", s._replace(process=handed))
    if p.marks:
        noted = s._replace(outbox=marked(s.outbox, p.marks), process=p._replace(marks=()))
        yield Step("places are written down", noted)
    if p.flying:
        yield Step("the bus answers", s._replace(process=answered(p, off)))
    elif p.in_doubt or (p.is_new_line and "new-line" not in off):
        yield Step("the relay looks what the stream forgot", looked(s, p, off))
    elif p.waiting:
        yield Step(f"the relay tells {_rows(p.waiting)}", told(s, p, p.waiting, off))
    unseen = s.forgot_unseen or (p.was_there != _newest(s) and in_order(s.stream))
    if s.is_far and unseen and not (p.in_doubt or p.flying) and "now-and-then" not in off:
        yield Step("the relay looks in", s._replace(process=p._replace(in_doubt=True)))


def _faults(s: World, off: Off) -> Iterator[Step[World]]:
    p = s.process
    for kept in range(len(s.stream) if in_order(s.stream) or s.was_late else 0):
        forgot = s._replace(stream=s.stream[:kept], window=s.window & frozenset(s.stream[:kept]))
        live = p if p is None else p._replace(is_new_line=not s.is_far)
        forgot = forgot._replace(process=live, forgot_unseen=s.is_far and p is not None)
        yield Step(f"the bus forgets all but {kept}", forgot, is_fault=True)
        if live is not None and live.waiting and not (live.in_doubt or live.flying):
            late = told(forgot, live, live.waiting, off)
            said = f"the bus forgets all but {kept} while the relay tells {_rows(live.waiting)}, which arrives then"
            yield Step(said, late._replace(was_late=True), is_fault=True)
    if s.is_far and p is not None and p.was_there == _newest(s) and not (p.marks or p.flying):
        yield Step("another service tells something", s._replace(stream=(*s.stream, OTHER)), is_fault=True)
    if s.window and (p is None or not (p.handing or p.waiting or p.flying or p.marks or p.in_doubt)):
        lapsed = s._replace(window=frozenset(), old=s.decided)
        yield Step("ten minutes pass, and the bus forgets the ids", lapsed, is_fault=True)
    if p is None:
        return
    killed = s._replace(process=None, forgot_unseen=False)
    yield Step(f"the service is killed{_instant(p)}", killed, is_fault=True)
    if p.flying or p.in_doubt or p.is_new_line or not p.waiting:
        return
    for sent in range(len(p.waiting) + 1):
        arrived = p.waiting[::-1][:sent] if "in-order" in off else p.waiting[:sent]
        unclear = told(s, p, arrived, off)
        left = p if "same-again" not in off else p._replace(waiting=())
        unclear = unclear._replace(process=left._replace(in_doubt="same-again" not in off))
        arrives = f"{_rows(arrived)} of it arrives" if arrived else "none of it arrives"
        said = f"the relay tells {_rows(p.waiting)}, {arrives}, and no answer comes"
        yield Step(said, unclear, is_fault=True)


def told(s: World, p: Process, rows: tuple[int, ...], off: Off) -> World:
    """Give the world after rows arrived at the bus: what it has by its id is not kept again."""
    stream, window, flying = list(s.stream), set(s.window), []
    for row in rows:
        again = row in window and "message-id" not in off
        if not again:
            stream.append(row)
            window.add(row)
        flying.append((row, stream.index(row) + 1 if again else len(stream), again))
    p = p._replace(flying=tuple(flying))
    if "place-after" in off:
        p = p._replace(marks=tuple((row, len(s.stream) + n) for n, row in enumerate(p.waiting, 1)))
    return s._replace(stream=tuple(stream), window=frozenset(window), process=p)


def answered(p: Process, off: Off) -> Process:
    """Believe the places, unless the line is a new one or places come that came before: then look."""
    came_before = any(not again and place <= p.last for _, place, again in p.flying)
    if (p.is_new_line and "new-line" not in off) or (came_before and "came-before" not in off):
        return p._replace(flying=(), in_doubt=True)
    rows = {row for row, _, _ in p.flying}
    return p._replace(
        flying=(),
        last=max(p.last, *(place for _, place, _ in (p.flying[-1:] if "furthest" in off else p.flying))),
        marks=(*p.marks, *((row, place) for row, place, _ in p.flying)),
        waiting=tuple(row for row in p.waiting if row not in rows),
    )


def looked(s: World, p: Process, off: Off) -> World:
    """Write places, mark what the stream forgot as not told, look unclear rows up, and read what is to be told."""
    outbox = list(marked(s.outbox, p.marks))
    told_up_to = max((row for row, place in enumerate(outbox, 1) if place), default=0)
    newest, was_there, last = furthest(outbox, off), p.was_there, 0
    if newest and "forgot" not in off:
        before = was_there if "was-there" not in off else 0
        lost = newest
        if before and outbox[before - 1] < outbox[newest - 1] and not found(s, outbox, before, off):
            lost = before
        elif place := found(s, outbox, newest, off):
            lost, last, was_there = 0, max(place, last), newest
        if lost:
            kept, last, behind = last_kept(s, outbox, lost, off)
            stays = [row <= kept if "behind" in off else place <= behind for row, place in enumerate(outbox, 1)]
            outbox = [place if stay else 0 for place, stay in zip(outbox, stays, strict=True)]
            was_there = 0
    for row in range(1, (0 if "unclear" in off else min(s.old, len(outbox))) + 1):
        if not outbox[row - 1] and row in s.stream:
            outbox[row - 1] = s.stream.index(row) + 1
            last = max(last, outbox[row - 1])
    up_to = max(p.newest, told_up_to)
    waiting = tuple(row for row, place in enumerate(outbox, 1) if not place and row <= up_to)
    if "outbox" in off:
        waiting = p.waiting
    now = p._replace(
        waiting=waiting,
        newest=p.newest if "newest" in off else up_to,
        marks=(),
        last=last,
        was_there=was_there,
        in_doubt=False,
        is_new_line=False,
    )
    return s._replace(outbox=tuple(outbox), process=now, forgot_unseen=False)


def found(s: World, outbox: list[int], row: int, off: Off) -> int:
    """Give the place of the last message on a row's subject, when it is that row or a later one far enough behind."""
    same = [
        (place, other)
        for place, other in enumerate(s.stream, 1)
        if other == row or (not s.is_far and other and other % 2 == row % 2)
    ]
    place, other = same[-1] if same else (0, 0)
    again = 0 if "again" in off else outbox[:row].count(0)  # lost before it, and told after it
    room = 1 if "room" in off else other - row + again  # each of ours between them took a place
    return place if other == row or (other > row and place >= outbox[row - 1] + room) else 0


def furthest(outbox: list[int] | tuple[int, ...], off: Off = frozenset()) -> int:
    """Give the row that stands last in the stream as far as is known: the newest, but for one that arrived late."""
    told = [(row if "by-place" in off else place, row) for row, place in enumerate(outbox, 1) if place]
    return max(told, default=(0, 0))[1]


def last_kept(s: World, outbox: list[int], lost: int, off: Off) -> tuple[int, int, int]:
    """Halve the outbox before a row that is lost, as the relay does; give the last that is there, and its places."""
    kept, last, behind = 0, 0, 0
    while kept + 1 < lost:
        middle = (kept + lost) // 2
        row = max((row for row in range(kept + 1, middle + 1) if outbox[row - 1]), default=0)
        place = found(s, outbox, row, off) if row else 0
        if row and not place:
            lost = row
        else:
            kept, last, behind = middle, place or last, outbox[row - 1] if row else behind
    return kept, last, behind


def marked(outbox: tuple[int, ...], marks: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Write places down."""
    places = dict(marks)
    return tuple(places.get(row, place) for row, place in enumerate(outbox, 1))


def broken(s: World) -> str:
    """Say which promise this state breaks: in order, and each row once."""
    rows = [row for row in s.stream if row != OTHER]
    if s.was_late or in_order(s.stream):
        return ""
    how = "not in the order of the outbox" if len(set(rows)) == len(rows) else "so one of them twice"
    return f"the stream holds {_rows(rows)}, {how}"


def in_order(stream: tuple[int, ...]) -> bool:
    """Tell whether our rows stand in the order of the outbox, each once."""
    rows = [row for row in stream if row != OTHER]
    return rows == list(range(1, len(rows) + 1))


def missing(s: World) -> str:
    """Say what is missing where nothing more happens: each row told, and its place known."""
    if left := set(range(1, ROWS + 1)) - set(s.stream):
        return f"{_rows(sorted(left))}: committed, and never told"
    stands = dict(enumerate(s.stream, 1))
    if [stands.get(place) for place in s.outbox] != list(range(1, ROWS + 1)):
        return "the outbox says other places than the stream"
    return ""


def _newest(s: World) -> int:
    return furthest(s.outbox)


def _rows(rows: tuple[int, ...] | list[int]) -> str:
    return " and ".join(f"row {row}" for row in rows)


def _instant(p: Process) -> str:
    at = [
        "before-commit" * (not p.handing),
        "after-commit" * bool(p.handing),
        "before-publish" * bool(p.waiting and not p.flying and not p.in_doubt),
        "after-publish" * bool(p.flying),
    ]
    return f" at {', '.join(filter(None, at))}"


def near(faults: int) -> Model[World]:
    """Give a stream on our own bus: a bus that forgot is a bus that was away, and the line to it is a new one."""
    return Model("telling", World(faults, is_far=False), steps, broken, missing)


def far(faults: int) -> Model[World]:
    """Give a stream across a line: it may forget unseen, so the promise is that all is there in the end."""
    return Model("telling far", World(faults, is_far=True), steps, lambda _: "", missing)
