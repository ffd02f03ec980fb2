"""A copy of what is held of one person: its lines, and the one rule about what belongs to other people.

The rule stands with `PersonData`. Every service opens seals for a copy through these functions, so that an erased value
reads as erased everywhere, and nobody is named who would not know it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.runtime.declared.routes import Reader

ERASED: Final = "erased"
"""The value was here, and its key is destroyed."""
ANOTHER: Final = "another-person"
"""Somebody else of the circle, whose name is theirs to give."""
OTHERS_WORDS: Final = "words-of-somebody-else"
"""Something stands here that another person said."""
FOR_THEMSELVES: Final = "only-for-themselves"
"""Something stands here that only the person self may read."""
YES: Final = "yes"
NO: Final = "no"
Value = str | int | bool | StrEnum | date | datetime | None


def line(label: str, value: Value) -> tuple[HeldLine, ...]:
    """Give one line, or none where nothing is known; of a moment the day counts."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        said = YES if value else NO
    elif isinstance(value, datetime):
        said = value.date().isoformat()
    else:
        said = value.isoformat() if isinstance(value, date) else str(value)
    return (HeldLine(label=label, value=said),)


def lines(label: str, values: Iterable[Value]) -> tuple[HeldLine, ...]:
    """Give a line for each value."""
    return tuple(found for value in values for found in line(label, value))


def part(title: str, *found: tuple[HeldLine, ...]) -> HeldPart:
    """Put lines under one heading."""
    return HeldPart(title=title, lines=tuple(each for group in found for each in group))


def is_for_themselves(query: PersonData, reader: Reader) -> bool:
    """Tell whether who gets the copy is the person it is about."""
    return reader.actor.id == query.person_id


def text(sealed: Sealed[str] | None, reader: Reader) -> str:
    """Open a text; empty when there is none."""
    if sealed is None:
        return ""
    opened = reader.open(sealed, str)
    return ERASED if isinstance(opened, Erased) else opened


def own_text(sealed: Sealed[str] | None, query: PersonData, reader: Reader) -> str:
    """Open a text that only the person self may read."""
    if sealed is None or is_for_themselves(query, reader):
        return text(sealed, reader)
    return FOR_THEMSELVES


def contact(sealed: Sealed[Contact], reader: Reader) -> tuple[HeldLine, ...]:
    """Give how a person can be reached."""
    opened = reader.open(sealed, Contact)
    if isinstance(opened, Erased):
        return line("name", ERASED)
    return (
        *line("name", opened.name),
        *line("organisation", opened.organisation),
        *line("email", opened.email),
        *line("phone", opened.phone),
        *line("postal-address", opened.postal_address),
    )


def name(sealed: Sealed[Contact], reader: Reader, *, known: bool) -> str:
    """Name another person, when they are `known` by the rule; else say that it is another person."""
    if not known:
        return ANOTHER
    opened = reader.open(sealed, Contact)
    return ERASED if isinstance(opened, Erased) else opened.name
