"""The office's picture over a letter: only a PNG, since mail programs show no SVG."""

import struct
from dataclasses import dataclass
from typing import ClassVar, Final

_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_SIZES: Final = slice(16, 24)
_MOST_BYTES: Final = 256 * 1024
_HIGH: Final = 48
_WIDE: Final = 220


@dataclass(frozen=True)
class Picture:
    """A picture that travels with the letter, and the size it is shown in, pixels."""

    cid: ClassVar[str] = "logo@letter"
    """What the page calls it by; nothing of the office stands in it."""

    content: bytes
    width: int
    height: int


def picture_of(logo: bytes | None) -> Picture | None:
    """Give the picture; none when there is none, it is no PNG, or it is too large for every letter."""
    if logo is None or len(logo) > _MOST_BYTES or not logo.startswith(_BEGINS) or len(logo) < _SIZES.stop:
        return None
    width, height = struct.unpack(">II", logo[_SIZES])
    if not (width and height):
        return None
    scale = min(_HIGH / height, _WIDE / width)
    return Picture(logo, max(1, round(width * scale)), max(1, round(height * scale)))
