"""In how many parts a text travels: a telephone puts them together again, and each costs as much as a whole one.

Source: 3GPP TS 23.038 (the letters of GSM) and 23.040 (what a part of a longer text may hold).
"""

from typing import Final

GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE: Final = frozenset("^{}\\[~]|€")
"""Letters that take the place of two."""
GSM_ALONE, GSM_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67
"""How much fits in a text that is alone, and in a part of a longer one."""


def parts_of(text: str) -> int:
    """Count the parts of a text; one letter outside GSM's own makes all of it take more room."""
    if set(text) <= GSM | GSM_TWICE:
        return _packed([2 if letter in GSM_TWICE else 1 for letter in text], GSM_ALONE, GSM_PART)
    return _packed([len(letter.encode("utf-16-be")) // 2 for letter in text], UCS2_ALONE, UCS2_PART)


def _packed(sizes: list[int], alone: int, part: int) -> int:
    """Count the parts; no letter is cut in two."""
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return parts
