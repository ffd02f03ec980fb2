"""What goes into a file for a spreadsheet."""

from typing import Final

RECKONS: Final = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: object) -> object:
    """Keep a spreadsheet from reckoning with what is only text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RECKONS) else value
