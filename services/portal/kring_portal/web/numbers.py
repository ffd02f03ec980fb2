"""Whole numbers as people and programs write them."""

from typing import Final

MOST_FIGURES: Final = 18
"""No field takes as many, so what is longer is refused all the same; Python itself raises at some thousands."""


def whole(written: str) -> int | None:
    """Read a whole number; none where something else stands there. Of one without end only the first figures count."""
    return int(written[:MOST_FIGURES]) if written.isdecimal() else None
