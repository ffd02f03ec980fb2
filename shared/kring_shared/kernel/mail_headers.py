"""Guarding the standard library against headers of a mail that it would take minutes to take apart."""

import re
from typing import Final

# Python reads the parts of such a header one by one, each time from the start: it would take minutes. The longest
# name that a file can have (255 letters of Chinese, three signs for each of their bytes, folded) takes 2900 signs.
_TOO_LONG: Final = re.compile(rb"^content-[a-z-]{1,40}[ \t]*:(?:[^\n]|\n[ \t]){4000}", re.IGNORECASE | re.MULTILINE)
_LONG: Final = re.compile(rb"^content-[a-z-]{1,40}[ \t]*:(?:[^\n]|\n[ \t]){1500}", re.IGNORECASE | re.MULTILINE)
_MOST_LONG: Final = 10
"""Files with such names come by the handful; two hundred such headers would take seconds."""


def lines_of(mail: bytes) -> bytes:
    """Give a mail with its lines ended in one way, to be searched: for the standard library a lone CR ends one too."""
    return mail.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def has_long_header(lines: bytes) -> bool:
    """Say whether a header about a part is longer than what any file needs for its name, or too many are long."""
    return _TOO_LONG.search(lines) is not None or len(_LONG.findall(lines)) > _MOST_LONG
