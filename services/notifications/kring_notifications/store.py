"""Rows and aggregates of notifications, and both ways between them; an address is sealed in its column too."""

import json
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_notifications.domain import AddressKind, Correspondence, Correspondent, Notification
from kring_notifications.process import Status
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.shelves import Shelf
from kring_shared.runtime.tables import from_ms, to_ms


class NotificationsTable(SQLModel):
    """Keeps the tables of notifications in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class CorrespondenceRow(NotificationsTable, table=True):
    """One case as the office writes about it."""

    __tablename__ = "correspondence"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    neutral_sender: bool
    coordinator_id: str | None = Field(default=None, max_length=32)
    coordinator_withheld: bool
    coordinator_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    starts_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    remind_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    search_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    stopped: bool
    paused: bool
    version: int


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
    version: int


class NotificationRow(NotificationsTable, table=True):
    """One message."""

    __tablename__ = "notification"

    message_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    moment: str = Field(max_length=40)
    language: str = Field(max_length=35)
    channel: str = Field(max_length=40)
    status: str = Field(max_length=20)
    version: int


def correspondence_row(case: Correspondence) -> dict[str, Any]:
    """Write a correspondence down."""
    coordination = case.coordination
    return {
        "case_id": case.case_id,
        "office": case.office,
        "neutral_sender": case.neutral_sender,
        "coordinator_id": coordination.coordinator_id,
        "coordinator_withheld": coordination.withheld,
        "coordinator_told_ms": to_ms(coordination.told_at) if coordination.told_at is not None else None,
        "starts_at_ms": to_ms(case.starts_at) if case.starts_at else None,
        "remind_at_ms": to_ms(case.remind_at) if case.remind_at else None,
        "search_told_ms": to_ms(case.search_told_at) if case.search_told_at else None,
        "stopped": case.stopped,
        "paused": case.paused,
    }


def correspondence_value(row: Row[Any]) -> Correspondence:
    """Read a correspondence."""
    told_at = from_ms(row.coordinator_told_ms) if row.coordinator_told_ms is not None else None
    return Correspondence(
        case_id=row.case_id,
        office=row.office,
        neutral_sender=row.neutral_sender,
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, told_at),
        starts_at=from_ms(row.starts_at_ms) if row.starts_at_ms is not None else None,
        remind_at=from_ms(row.remind_at_ms) if row.remind_at_ms is not None else None,
        search_told_at=from_ms(row.search_told_ms) if row.search_told_ms is not None else None,
        stopped=row.stopped,
        paused=row.paused,
        version=row.version,
    )


def correspondent_row(person: Correspondent) -> dict[str, Any]:
    """Write a correspondent down."""
    return {
        "correspondent_id": person.id,
        "case_id": person.case_id,
        "person_id": person.person_id,
        "office": person.office,
        "contact": person.contact.model_dump_json(),
        "languages": json.dumps(person.languages),
        "kinds": json.dumps(person.kinds),
        "is_main_person": person.is_main_person,
        "neutral_sender": person.neutral_sender,
        "invited": person.invited,
        "comes": person.comes,
        "is_minor": person.is_minor,
        "has_left": person.has_left,
        "kept_out": person.kept_out,
    }


def correspondent_value(row: Row[Any]) -> Correspondent:
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
        version=row.version,
    )


def notification_row(notification: Notification) -> dict[str, Any]:
    """Write a message down."""
    return {
        "message_id": notification.message_id,
        "case_id": notification.case_id,
        "person_id": notification.person_id,
        "office": notification.office,
        "moment": notification.moment.value,
        "language": notification.language,
        "channel": notification.channel,
        "status": notification.status.value,
    }


def notification_value(row: Row[Any]) -> Notification:
    """Read a message."""
    return Notification(
        message_id=row.message_id,
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        moment=Moment(row.moment),
        language=row.language,
        channel=row.channel,
        status=Status(row.status),
        version=row.version,
    )


SHELVES = (
    Shelf(Correspondence, CorrespondenceRow, correspondence_row, correspondence_value, by=("case_id",)),
    Shelf(
        Correspondent,
        CorrespondentRow,
        correspondent_row,
        correspondent_value,
        by=("correspondent_id", "case_id"),
    ),
    Shelf(Notification, NotificationRow, notification_row, notification_value, by=("message_id", "case_id")),
)
