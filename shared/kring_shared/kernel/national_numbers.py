"""Finding and masking Dutch and Belgian national numbers (BSN, rijksregisternummer) in whatever a sender wrote.

A BSN is nine digits that pass the 11-test; a rijksregisternummer is eleven: birth date, sequence, a check modulo 97.
Both are found with dots, dashes, slashes or spaces in between, and beside letters. What merely looks like one is set
aside first: telephone numbers (1 in 11 passes the BSN test), dates and times, machine ids, and case numbers that begin
or end with a year. No number is ever given back: only the text without its digits.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

# What people type between digits: spaces of all kinds, dots, dashes, slashes, and signs nobody sees.
_SIGNS: Final = " \\t._/\u00a0\u2007\u2009\u202f\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2015\u2212-"
_GAP: Final = f"[{_SIGNS}]{{0,3}}"
_CANDIDATES: Final = tuple(
    # A digit comes first, since the search runs from digit to digit then: four times as fast as looking behind first.
    re.compile(rf"\d(?<!\d\d)(?=((?:{_GAP}\d){{{more}}})(?!\d))")
    for more in (8, 10)  # a BSN, a rijksregisternummer
)
_DIGIT: Final = re.compile(r"\d")
_OTHER: Final = re.compile(r"\D+")
_CASE_NUMBER: Final = re.compile(r"20[0-4]\d[-/_]\d.*|.*\d[-/_]20[0-4]\d", re.DOTALL)

_PHONE_FIELDS: Final = frozenset(
    {"phone", "phonenumber", "telephone", "tel", "telefoon", "telefoonnummer", "mobile", "mobiel", "gsm", "fax"}
)
_NO_PHONE: Final = re.compile(r"bsn|sofi|burger|rijksregister|registre|insz|niss|\brrn?\b", re.IGNORECASE)

_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d\d"
_TIME: Final = r"[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_APART: Final = f"[(){_SIGNS}]{{0,3}}"
_APART_LINES: Final = "\n" * 4
"""Wider than anything that may stand between two digits of one number, or between a word and its number."""
_ABROAD: Final = r"(?:\+|(?<!\d)00)"
_NAMED: Final = r"\b(?:tel(?:efoon)?(?:nummer|nr)?|gsm|mobiel|mobile|phone|fax|whatsapp)\W{0,3}"
_HARMLESS: Final = re.compile(
    "|".join(
        (
            # Machine ids: UUIDs, and long hexadecimal words with a letter in them.
            r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b",
            r"\b(?=\d*[a-f])[0-9a-f]{20,}\b",
            # A day, with an ISO time or without, and a day the way it is written here.
            rf"(?<!\d){_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:{_TIME})?(?!\d)",
            rf"(?<!\d){_DAY}(?P<between>[-/.]){_MONTH}(?P=between){_YEAR}(?!\d)",
            # Telephone numbers with a country code: Dutch, Belgian, others.
            rf"{_ABROAD}{_APART}31{_APART}(?:0{_APART})?[1-9](?:{_APART}\d){{8}}(?!\d)",
            rf"(?<!\d)31{_APART}6(?:{_APART}\d){{8}}(?!\d)",
            rf"{_ABROAD}{_APART}32{_APART}(?:0{_APART})?4{_APART}[5-9](?:{_APART}\d){{7}}(?!\d)",
            rf"{_ABROAD}{_APART}32{_APART}(?:0{_APART})?[1-9](?:{_APART}\d){{7}}(?!\d)",
            rf"\+\d(?:{_APART}\d){{6,12}}(?!\d)",
            rf"(?<!\d)00[2-9](?:{_APART}\d){{9,12}}(?!\d)",
            # As dialled inside the country: ten digits, or nine in the groups of a Belgian line; and what is named so.
            rf"(?<!\d)\(?0[1-9](?:{_APART}\d){{7}}\d(?!\d)",
            r"(?<!\d)\(?0(?:[1-9]\)?[ ./-]{1,2}\d{3}|[1-9]\d\)?[ ./-]{1,2}\d\d)(?:[ .-]\d\d){2}(?!\d)",
            r"(?<!\d)0(?:[1-9]/\d{7}|[1-9]\d/\d{6})(?!\d)",
            # A free or shared number; what somebody is asked to call.
            r"(?<!\d)0[89]00[ ./-]{1,2}\d\d[ .-]?\d{3}(?!\d)",
            rf"\b(?:bel|call)\W{{0,3}}0\d(?:[{_SIGNS}]?\d){{6,11}}(?!\d)",
            rf"{_NAMED}\d(?:[{_SIGNS}]?\d){{6,11}}(?!\d)",
        )
    ),
    re.IGNORECASE,
)


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the 11-test of a BSN (burgerservicenummer)."""
    if len(digits) != 9 or not int(digits):  # noqa: PLR2004  # as many as a BSN has
        return False
    *front, last = map(int, digits)
    return (sum(weight * digit for weight, digit in zip(range(9, 1, -1), front, strict=True)) - last) % 11 == 0


def is_rijksregisternummer(digits: str) -> bool:
    """Tell whether eleven digits are a Belgian national number (rijksregisternummer, or BIS number).

    The check is over the first nine digits; for births from 2000 on a 2 is put before them. Month and day may be 0 when
    unknown, and the month of a BIS number is 20 or 40 higher.
    """
    if len(digits) != 11:  # noqa: PLR2004  # as many as a rijksregisternummer has
        return False
    month, day, check = int(digits[2:4]), int(digits[4:6]), int(digits[9:])
    if month % 20 > 12 or month >= 60 or day > 31 or not 1 <= check <= 97:  # noqa: PLR2004  # calendar, and modulus
        return False
    return any(97 - int(before + digits[:9]) % 97 == check for before in ("", "2"))


def mask_text(text: str) -> str:
    """Give a text with every digit of every national number replaced by `*`; the same text when there is none."""
    if not _suspect(text):
        return text
    # What is harmless makes way for letters, so that places stay the same and digits do not meet across it.
    rest = _HARMLESS.sub(lambda found: "x" * len(found[0]), text)
    places = list(_places(rest))
    if not places:
        return text
    letters = list(text)
    for start, end in places:
        letters[start:end] = _DIGIT.sub("*", text[start:end])
    return "".join(letters)


def mask(document: Any) -> Any:  # noqa: ANN401  # JSON in, JSON out
    """Give parsed JSON with the national numbers in all its texts, names and whole numbers masked.

    What stands under a field for telephone numbers is left alone, as long as it does not call itself something else; so
    is a text elsewhere that is one of these numbers and nothing more. The very same object comes back when nothing had
    to be masked.
    """
    # Nearly every referral is through after one look at all its texts together.
    if not _suspect(_APART_LINES.join(_texts(document))):
        return document
    return _mask(document, frozenset(_phones(document)))


def _suspect(text: str) -> bool:
    """Tell whether anything in a text passes a test, harmless or not."""
    return next(_places(text), None) is not None


def _texts(value: object) -> Iterator[str]:
    """Give every text, name and number in parsed JSON."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int | float):
            yield _whole(value)


def _whole(value: float) -> str:
    """Write a whole number without a point, which JSON may give it; nothing for any other."""
    return str(int(value)) if value // 1 == value else ""


def _places(text: str) -> Iterator[tuple[int, int]]:
    for pattern, right in zip(_CANDIDATES, (is_bsn, is_rijksregisternummer), strict=True):
        for found in pattern.finditer(text):
            number = found[0] + found[1]
            if right(_digits(number)) and not _CASE_NUMBER.fullmatch(number):
                yield found.start(), found.end(1)


def _digits(text: str) -> str:
    """Give the digits of a text, whatever script they are in, as 0 to 9."""
    digits = _OTHER.sub("", text)
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _phones(value: object, name: str = "") -> Iterator[str]:
    """Give the digits of what stands under the fields for telephone numbers."""
    if isinstance(value, dict):
        for inner, inside in value.items():
            yield from _phones(inside, inner)
    elif isinstance(value, list):
        for inside in value:
            yield from _phones(inside, name)
    elif isinstance(value, str | int) and name.lower() in _PHONE_FIELDS and not _NO_PHONE.search(str(value)):
        yield _digits(str(value))


def _mask(value: Any, phones: frozenset[str]) -> Any:  # noqa: ANN401  # JSON in, JSON out
    if isinstance(value, str):
        masked = mask_text(value)
        return value if masked == value or (_digits(value) in phones and not _NO_PHONE.search(value)) else masked
    if isinstance(value, list):
        items = [_mask(item, phones) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, dict):
        pairs = [(_mask(name, phones), _mask(inside, phones)) for name, inside in value.items()]
        same = all(key is name and new is old for (key, new), (name, old) in zip(pairs, value.items(), strict=True))
        return value if same else _united(pairs)
    if isinstance(value, int | float):
        masked = _mask(_whole(value), phones)
        return masked if "*" in masked else value
    return value


def _united(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of names that may have become alike; none is lost."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        while name in made:
            name += "'"  # noqa: PLW2901  # until it is free
        made[name] = value
    return made
