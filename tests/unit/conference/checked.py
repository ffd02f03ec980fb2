"""A preparation to hold the checklist against, and ways to take one thing away from it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.readiness import Preparation
from kring_shared.contracts.field import Part
from tests.unit.conference.case import Case

T = TypeVar("T", Participant, Conference)
Change = Callable[[Preparation], Preparation]


def preparation(case: Case) -> Preparation:
    """Give everything the list looks at."""
    people = [a for a in case.stored.values() if isinstance(a, Participant)]
    return Preparation(case.conference, people, case.now)


def with_everyone(p: Preparation, who: Part, **fields: object) -> Preparation:
    """Change everybody of a part; fields of `told` and `care` are named `told__x` and `care__x`."""
    return replace(p, people=[changed(person, **fields) if person.part is who else person for person in p.people])


def changed(value: T, **fields: object) -> T:
    """Change a person or a conference, also within a part of it."""
    changes: dict[str, Any] = {}
    for name, new in fields.items():
        within, _, field = name.partition("__")
        inner: dict[str, Any] = {field: new}
        part = changes.get(within, getattr(value, within))
        changes[within] = replace(part, **inner) if field else new
    return replace(value, **changes)


def with_conference(p: Preparation, **fields: object) -> Preparation:
    """Change the conference; fields of its day are named `day__x`."""
    return replace(p, conference=changed(p.conference, **fields))


def with_one_more(p: Preparation, person: Participant) -> Preparation:
    """Let somebody else take part as well."""
    return replace(p, people=[*p.people, person])


def of_part(p: Preparation, part: Part) -> Participant:
    """Find the one person of a part."""
    (found,) = (person for person in p.people if person.part is part)
    return found
