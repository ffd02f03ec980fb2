"""The fonts that every paper of ours is set in, of those this machine has."""

from functools import cache
from typing import Final

import typst

ALWAYS_THERE: Final = "Libertinus Serif"
"""Comes with typst: Latin, Greek and Cyrillic letters."""
ARABIC: Final = ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Noto Sans Arabic", "Arial", "DejaVu Sans")
"""Fonts with Arabic letters, the best to read first; the one that comes with typst has letters all of one width."""
NOT_SHOWN: Final = "could not be displayed"
"""How typst says that no font has a letter; it quotes the text, so its words go nowhere."""


@cache
def fonts_here() -> typst.Fonts:
    """Look once which fonts there are; looking again for every page would take longer than setting it."""
    return typst.Fonts()


@cache
def fonts_to_set_in() -> tuple[str, ...]:
    """Name the fonts to set with, the most wished first."""
    here = set(fonts_here().families())
    return (ALWAYS_THERE, *(font for font in ARABIC if font in here))
