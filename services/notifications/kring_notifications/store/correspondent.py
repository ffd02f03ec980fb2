"""The rows of people as the office writes to them; their address is sealed in its column too."""

import json
from typing import Any

from sqlalchemy import Column, Row, Text
from sqlmodel import Field

from kring_notifications.domain import AddressKind, Correspondent
from kring_notifications.store.tables import NotificationsTable
from kring_shared.contracts.notifications import Way
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.runtime.storage.tables import list_text


class CorrespondentRow(NotificationsTable, table=True):
    """One person of a case."""

    __tablename__ = "correspondent"

    correspondent_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    contact: str = Field(sa_column=Column(Text, nullable=False))
    languages: str = Field(sa_column=Column(Text, nullable=False))
    kinds: str = Field(max_length=40)
    is_main_person: bool
    neutral_sender: bool
    invited: bool
    comes: bool
    is_minor: bool
    has_left: bool
    kept_out: bool
    spoken_with: bool
    wants_calendar: bool
    is_referrer: bool
    ways: str = Field(max_length=80)
    large_print: bool
    do_not_contact: bool
    corrected: bool
    is_needed: bool
    part: str = Field(max_length=20)
    version: int


def row_of(person: Correspondent) -> dict[str, Any]:
    """Write a correspondent down."""
    return {
        "correspondent_id": person.id,
        "case_id": person.case_id,
        "person_id": person.person_id,
        "office": person.office,
        "contact": person.contact.model_dump_json(),
        "languages": list_text(person.languages),
        "kinds": list_text(person.kinds),
        "is_main_person": person.is_main_person,
        "neutral_sender": person.neutral_sender,
        "invited": person.invited,
        "comes": person.comes,
        "is_minor": person.is_minor,
        "has_left": person.has_left,
        "kept_out": person.kept_out,
        "spoken_with": person.spoken_with,
        "wants_calendar": person.wants_calendar,
        "is_referrer": person.is_referrer,
        "ways": list_text(person.ways),
        "large_print": person.large_print,
        "do_not_contact": person.do_not_contact,
        "corrected": person.corrected,
        "is_needed": person.is_needed,
        "part": person.part,
    }


def value_of(row: Row[Any]) -> Correspondent:
    """Read a correspondent."""
    return Correspondent(
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        contact=Sealed[Contact].model_validate_json(row.contact),
        languages=tuple(json.loads(row.languages)),
        kinds=tuple(AddressKind(kind) for kind in json.loads(row.kinds)),
        is_main_person=row.is_main_person,
        neutral_sender=row.neutral_sender,
        invited=row.invited,
        comes=row.comes,
        is_minor=row.is_minor,
        has_left=row.has_left,
        kept_out=row.kept_out,
        spoken_with=row.spoken_with,
        wants_calendar=row.wants_calendar,
        is_referrer=row.is_referrer,
        ways=tuple(Way(way) for way in json.loads(row.ways)),
        large_print=row.large_print,
        do_not_contact=row.do_not_contact,
        corrected=row.corrected,
        is_needed=row.is_needed,
        part=row.part,
        version=row.version,
    )
