"""Words on lines: each at the first place of its line where it lies over nobody and over no other word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kring_portal.coordinator.picture.boxes import Box, fitting, width_of

SIZE: Final = 13.0
WIDEST: Final = 112.0
AIR: Final = 10.0
ALONG: Final = (0.5, 0.55, 0.6, 0.45, 0.65, 0.4, 0.7, 0.35, 0.75, 0.3, 0.8, 0.25)
"""Where on a line a word may stand, the best place first."""


@dataclass(frozen=True)
class Label:
    """Words, and where they stand."""

    words: str
    box: Box


def placed_labels(lines: Sequence[tuple[Box, Box, str]], there: Sequence[Box]) -> list[Label | None]:
    """Give each line its words, as (from, to, words); none where there is no room for them."""
    taken = list(there)
    found: list[Label | None] = []
    for start, end, words in lines:
        label = _placed(start, end, fitting(words, SIZE, WIDEST), taken) if words else None
        if label is not None:
            taken.append(label.box)
        found.append(label)
    return found


def _placed(start: Box, end: Box, words: str, taken: Sequence[Box]) -> Label | None:
    width, height = width_of(words, SIZE) + AIR, SIZE + AIR
    for part in ALONG:
        x, y = start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part
        box = Box(round(x, 1), round(y, 1), round(width, 1), height)
        if not any(box.overlaps(other, 2) for other in taken):
            return Label(words, box)
    return None
