"""Rectangles that may not lie over each other, and how wide words are."""

from dataclasses import dataclass
from typing import Final

NARROW: Final = frozenset("iljtfrI.,:;'|!()[]- ")
WIDE: Final = frozenset("mwMW@—…")
LETTER: Final = 0.58
"""How wide a letter is at most, as a part of its height; measured in the font of the pages, and rounded up."""


@dataclass(frozen=True)
class Box:
    """A rectangle around a middle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Give its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Give its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Give its upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Give its lower edge."""
        return self.y + self.height / 2

    def overlaps(self, other: "Box", gap: float = 0) -> bool:
        """Tell whether two lie over each other, or nearer than a gap."""
        apart_x = abs(self.x - other.x) - (self.width + other.width) / 2
        apart_y = abs(self.y - other.y) - (self.height + other.height) / 2
        return apart_x < gap and apart_y < gap

    def moved(self, dx: float, dy: float) -> "Box":
        """Give it somewhere else."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


def width_of(words: str, height: float) -> float:
    """Give how wide words are, at most, written this high."""
    return sum(_share(letter) for letter in words) * height


def fitting(words: str, height: float, width: float) -> str:
    """Cut words so that they fit; what was cut ends in an ellipsis."""
    if width_of(words, height) <= width:
        return words
    while words and width_of(words + "…", height) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def _share(letter: str) -> float:
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.95
    return 0.72 if letter.isupper() else LETTER
