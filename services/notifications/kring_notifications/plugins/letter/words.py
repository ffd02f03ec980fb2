"""What stands on the paper around the letter's own words: the address as the post reads it, and the day."""

import re
import unicodedata
from datetime import date
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from kring_shared.contracts.sealed import Contact

MOST_ADDRESS_LINES: Final = 5
"""What fits in the window, below the name."""
HOUSE_NUMBER: Final = re.compile(r"\d+\s?[A-Za-z]?")
POSTCODE: Final = re.compile(r"([A-Z]{1,2}-)?\d{4,5}(\s?[A-Z]{2})?")
BOX: Final = re.compile(r"(bus|bte|boîte|box|app?t?\.?)\s*\w+", re.IGNORECASE)
"""Belgian and other parts of a house number, which belong to the street's line."""

GROUPS: Final = re.compile(r"\+?\d+(?:[ /-]\d+)+")
"""Figures in groups, as in a telephone number."""
ISOLATED: Final = "\u2066\\g<0>\u2069"


def address_lines(contact: Contact) -> list[str]:
    """Give the lines for the window: who, and below it the address, taken apart at its commas.

    `Lindestraat 1, 3511 AA Utrecht` becomes two lines. What the post reads as one stays on one: a house number, a box
    or a postcode that a comma was put beside. Empty when there is no address.
    """
    pieces = [each for each in (on_one_line(piece) for piece in re.split(r"[,\n،]", contact.postal_address)) if each]
    if not pieces:
        return []
    lines: list[str] = []
    for piece in pieces:
        before = lines[-1] if lines else ""
        if before and (HOUSE_NUMBER.fullmatch(piece) and not POSTCODE.fullmatch(piece)):
            lines[-1] = f"{before} {piece}"
        elif before and (HOUSE_NUMBER.fullmatch(before) and not POSTCODE.fullmatch(before)):
            lines[-1] = f"{before}, {piece}"
        elif before and (BOX.fullmatch(piece) or POSTCODE.fullmatch(before)):
            lines[-1] = f"{before} {piece}"
        else:
            lines.append(piece)
    if too_many := lines[MOST_ADDRESS_LINES - 2 : -2]:
        lines[MOST_ADDRESS_LINES - 2 : -2] = []
        lines[MOST_ADDRESS_LINES - 3] = ", ".join((lines[MOST_ADDRESS_LINES - 3], *too_many))
    return [each for each in (on_one_line(contact.name), on_one_line(contact.organisation)) if each] + lines


def day_in(language: str, day: date) -> str:
    """Write a day out in a language, in figures where its months are not known here. Source: the CLDR, by `babel`."""
    try:
        known = Locale.parse("en-GB" if language == "en" else language, sep="-")
        return str(format_date(day, "long", locale=known))
    except (UnknownLocaleError, ValueError):
        return f"{day:%d-%m-%Y}"


def paragraphs(text: str, *, right_to_left: bool = False) -> list[list[str]]:
    """Take a text apart: paragraphs of lines. A number in groups keeps its order, also from right to left."""
    parts = re.split(r"\n(?:[ \t]*\n)+", text.strip())
    kept = [[on_one_line(line) for line in part.splitlines() if line.strip()] for part in parts]
    return [[GROUPS.sub(ISOLATED, line) for line in lines] for lines in kept] if right_to_left else kept


def on_one_line(text: str) -> str:
    """Give a text without breaks, tabs and signs that no font can show."""
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join(shown.split())


def runs_left(text: str) -> bool:
    """Tell whether a text is read from right to left: its first letter decides; figures decide nothing."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
