"""Pictures of numbers, drawn as SVG on the server; the numbers themselves stand in a table beside each.

Every picture says what it is to who does not see it, and every series is told apart by more than a colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

from markupsafe import Markup

WIDTH: Final = 420
LABEL: Final = 16
THICK: Final = 14
ROW: Final = 40
VALUE_ROOM: Final = 64
LINE_HEIGHT: Final = 200
LINE_WIDTH: Final = 640
EDGE: Final = 34
LABELS_AT_MOST: Final = 12
LEGEND: Final = 22
SERIES: Final = ("bar", "bar second", "bar third")
DASHES: Final = ("", "7 4", "2 3")
MAP: Final = 460
DEGREES_EAST_TO_NORTH: Final = 0.62
"""How wide a degree of longitude is beside one of latitude, in the Netherlands and Flanders."""
LARGEST_CIRCLE: Final = 26.0
SPOT: Final = Markup('<circle cx="{}" cy="{}" r="{}" class="spot"><title>{}</title></circle>')


@dataclass(frozen=True)
class Bar:
    """One bar: what it is called, how long, what is written at its end. Without a value nothing is drawn."""

    label: str
    value: float | None
    shown: str


@dataclass(frozen=True)
class Series:
    """One line, or one part of every stacked bar: what it is called, and a value for each label."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Spot:
    """One circle on a map: a place, how much is there, and what is read of it."""

    label: str
    latitude: float
    longitude: float
    value: float
    said: str


def bars(title: str, description: str, rows: Sequence[Bar], *, most: float | None = None) -> Markup:
    """Draw bars under each other, each with its label above it; `most` is the full length, else the longest is."""
    longest = most or max((row.value or 0 for row in rows), default=0) or 1
    room = WIDTH - VALUE_ROOM
    drawn = []
    for place, row in enumerate(rows):
        top = place * ROW
        drawn.append(_text(0, top + LABEL - 4, row.label))
        if row.value is not None:
            drawn.append(_box(0, top + LABEL, min(row.value / longest, 1) * room, SERIES[0]))
        along = min((row.value or 0) / longest, 1) * room + 6
        drawn.append(_text(along, top + LABEL + THICK - 3, row.shown, "soft" if row.value is None else ""))
    return _picture(title, description, WIDTH, max(len(rows), 1) * ROW, drawn, "bars")


def stacked(title: str, description: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Draw bars of parts: each label has a bar, each series is a part of all of them."""
    sums = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
    longest = max(sums, default=0) or 1
    drawn = _legend(series, lined=False)
    for place, label in enumerate(labels):
        top, along = LEGEND + place * ROW, 0.0
        drawn.append(_text(0, top + LABEL - 4, label))
        for number, one in enumerate(series):
            wide = (one.values[place] or 0) / longest * (WIDTH - VALUE_ROOM)
            drawn.append(_box(along, top + LABEL, wide, SERIES[number % len(SERIES)]))
            along += wide
        drawn.append(_text(along + 6, top + LABEL + THICK - 3, f"{sums[place]:g}"))
    return _picture(title, description, WIDTH, LEGEND + max(len(labels), 1) * ROW, drawn, "bars")


def lines(title: str, description: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Draw lines over labels such as months; where a value is missing the line is broken, never guessed."""
    values = [value for one in series for value in one.values if value is not None]
    highest = max(values, default=0) or 1
    if all(float(value).is_integer() for value in values):
        highest += highest % 2  # half of it is written too, and there are no half families
    step = (LINE_WIDTH - 2 * EDGE) / max(len(labels) - 1, 1)
    bottom = LEGEND + LINE_HEIGHT
    drawn = _legend(series, lined=True)
    for share in (0, 0.5, 1):
        high = bottom - share * (LINE_HEIGHT - EDGE)
        drawn.append(_stroke(EDGE, high, LINE_WIDTH - EDGE, high, "axis"))
        drawn.append(_text(0, high + 4, f"{highest * share:g}", "soft"))
    every = -(-len(labels) // LABELS_AT_MOST) if labels else 1
    for place, label in list(enumerate(labels))[::every]:
        drawn.append(_text(EDGE + place * step, bottom + LABEL, label, "soft", "middle"))
    for number, one in enumerate(series):
        points = [
            None if value is None else (EDGE + place * step, bottom - value / highest * (LINE_HEIGHT - EDGE))
            for place, value in enumerate(one.values)
        ]
        drawn.extend(_line(points, number))
    return _picture(title, description, LINE_WIDTH, bottom + LABEL + 6, drawn, "lines")


def score(title: str, value: float, most: float) -> Markup:
    """Draw one small bar, for a score of so much out of so much."""
    wide = 0 if most <= 0 else max(0.0, min(value / most, 1)) * 100
    drawn = [Markup('<rect width="100" height="8" rx="2" class="rest"/>'), _box(0, 0, wide, SERIES[0], high=8)]
    return _picture(title, "", 100, 8, drawn, "score")


def spots(title: str, description: str, rows: Sequence[Spot]) -> Markup:
    """Draw a map of circles: where each place lies, and by the size of its circle how much is there."""
    if not rows:
        return _picture(title, description, MAP, LABEL, [], "map")
    west, east = min(row.longitude for row in rows), max(row.longitude for row in rows)
    south, north = min(row.latitude for row in rows), max(row.latitude for row in rows)
    wide = max((east - west) * DEGREES_EAST_TO_NORTH, north - south, 0.1)
    scale = (MAP - 4 * LARGEST_CIRCLE) / wide
    most = max(row.value for row in rows) or 1
    drawn = []
    for row in sorted(rows, key=lambda one: -one.value):
        across = 2 * LARGEST_CIRCLE + (row.longitude - west) * DEGREES_EAST_TO_NORTH * scale
        down = 2 * LARGEST_CIRCLE + (north - row.latitude) * scale
        size = max(4.0, LARGEST_CIRCLE * sqrt(row.value / most))
        drawn.append(SPOT.format(f"{across:.1f}", f"{down:.1f}", f"{size:.1f}", row.said))
        drawn.append(_text(across, down + size + 13, row.label, "", "middle"))
    high = 4 * LARGEST_CIRCLE + (north - south) * scale
    return _picture(title, description, MAP, high, drawn, "map")


def _picture(title: str, description: str, wide: float, high: float, drawn: Sequence[Markup], kind: str) -> Markup:
    told = Markup("<title>{}</title>").format(title)
    if description:
        told += Markup("<desc>{}</desc>").format(description)
    begin = Markup('<svg class="chart {}" viewBox="0 0 {} {}" role="img" focusable="false" aria-label="{}">')
    said = f"{title}. {description}" if description else title
    return begin.format(kind, f"{wide:g}", f"{high:g}", said) + told + Markup().join(drawn) + Markup("</svg>")


def _text(along: float, down: float, said: str, kind: str = "", anchor: str = "start") -> Markup:
    form = Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>')
    return form.format(f"{along:.1f}", f"{down:.1f}", kind, anchor, said)


def _box(along: float, down: float, wide: float, kind: str, *, high: float = THICK) -> Markup:
    form = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>')
    return form.format(f"{along:.1f}", f"{down:.1f}", f"{wide:.1f}", f"{high:g}", kind)


def _stroke(along: float, down: float, to_along: float, to_down: float, kind: str, dash: str = "") -> Markup:
    form = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}" stroke-dasharray="{}"/>')
    return form.format(f"{along:.1f}", f"{down:.1f}", f"{to_along:.1f}", f"{to_down:.1f}", kind, dash or "none")


def _line(points: Sequence[tuple[float, float] | None], number: int) -> list[Markup]:
    kind, dash = f"line {SERIES[number % len(SERIES)]}", DASHES[number % len(DASHES)]
    drawn = [_stroke(*one, *two, kind, dash) for one, two in pairwise(points) if one is not None and two is not None]
    dot = Markup('<circle cx="{}" cy="{}" r="3.5" class="{}"/>')
    dots = [dot.format(f"{one[0]:.1f}", f"{one[1]:.1f}", SERIES[number % len(SERIES)]) for one in points if one]
    return [*drawn, *dots]


def _legend(series: Sequence[Series], *, lined: bool) -> list[Markup]:
    drawn, along = [], 0.0
    for number, one in enumerate(series):
        kind = SERIES[number % len(SERIES)]
        if lined:
            drawn.append(_stroke(along, 8, along + 22, 8, f"line {kind}", DASHES[number % len(DASHES)]))
        else:
            drawn.append(_box(along, 2, 12, kind, high=12))
        drawn.append(_text(along + 28, 12, one.name))
        along += 44 + 7 * len(one.name)
    return drawn
