"""Rows and aggregates of notifications, and both ways between them; an address is sealed in its column too."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_notifications.domain import AddressKind, Correspondence, Correspondent, FormOut, Notification
from kring_notifications.process import Status
from kring_shared.contracts.notifications import Moment, ToTellBecause, Way
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns, shelf_of
from kring_shared.runtime.storage.shelves import Shelf
from kring_shared.runtime.storage.tables import from_ms, to_ms


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
    sequence: int
    reference: str = Field(max_length=64)
    stopped: bool
    paused: bool
    is_over: bool
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
    spoken_with: bool
    wants_calendar: bool
    is_referrer: bool
    ways: str = Field(max_length=80)
    large_print: bool
    do_not_contact: bool
    corrected: bool
    is_needed: bool
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
    wording: str = Field(max_length=8)
    at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    last_day: date | None = None
    how_many: int | None = None
    before_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    send_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    tries: int
    given_up: str = Field(sa_column=Column(Text, nullable=False))
    because: str | None = Field(default=None, max_length=20)
    code: str = Field(max_length=80)
    sending_id: str = Field(max_length=32, index=True)
    sent_before_as: str = Field(sa_column=Column(Text, nullable=False))
    teller: str = Field(max_length=32, index=True)
    form: str | None = Field(default=None, sa_column=Column(Text))
    version: int


class ErasedCaseRow(NotificationsTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"


def correspondence_row(case: Correspondence) -> dict[str, Any]:
    """Write a correspondence down."""
    coordination = case.coordination
    return {
        "case_id": case.case_id,
        "office": case.office,
        "neutral_sender": case.neutral_sender,
        "coordinator_id": coordination.coordinator_id,
        "coordinator_withheld": coordination.withheld,
        "coordinator_told_ms": _ms(coordination.told_at),
        "starts_at_ms": _ms(case.starts_at),
        "remind_at_ms": _ms(case.remind_at),
        "search_told_ms": _ms(case.search_told_at),
        "sequence": case.sequence,
        "reference": case.reference,
        "stopped": case.stopped,
        "paused": case.paused,
        "is_over": case.is_over,
    }


def correspondence_value(row: Row[Any]) -> Correspondence:
    """Read a correspondence."""
    return Correspondence(
        case_id=row.case_id,
        office=row.office,
        neutral_sender=row.neutral_sender,
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, _moment(row.coordinator_told_ms)),
        starts_at=_moment(row.starts_at_ms),
        remind_at=_moment(row.remind_at_ms),
        search_told_at=_moment(row.search_told_ms),
        sequence=row.sequence,
        reference=row.reference,
        stopped=row.stopped,
        paused=row.paused,
        is_over=row.is_over,
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
        "spoken_with": person.spoken_with,
        "wants_calendar": person.wants_calendar,
        "is_referrer": person.is_referrer,
        "ways": json.dumps(person.ways),
        "large_print": person.large_print,
        "do_not_contact": person.do_not_contact,
        "corrected": person.corrected,
        "is_needed": person.is_needed,
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
        spoken_with=row.spoken_with,
        wants_calendar=row.wants_calendar,
        is_referrer=row.is_referrer,
        ways=tuple(Way(way) for way in json.loads(row.ways)),
        large_print=row.large_print,
        do_not_contact=row.do_not_contact,
        corrected=row.corrected,
        is_needed=row.is_needed,
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
        "wording": notification.wording,
        "at_ms": _ms(notification.at),
        "last_day": notification.last_day,
        "how_many": notification.count,
        "before_ms": _ms(notification.before),
        "send_at_ms": _ms(notification.send_at),
        "tries": notification.tries,
        "given_up": json.dumps(notification.given_up),
        "because": notification.because.value if notification.because else None,
        "code": notification.code,
        "sending_id": notification.sending_id,
        "sent_before_as": json.dumps(notification.sent_before_as),
        "teller": notification.teller,
        "form": notification.form.model_dump_json(by_alias=True) if notification.form else None,
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
        wording=row.wording,
        at=_moment(row.at_ms),
        last_day=row.last_day,
        count=row.how_many,
        before=_moment(row.before_ms),
        send_at=_moment(row.send_at_ms),
        tries=row.tries,
        given_up=tuple(json.loads(row.given_up)),
        because=ToTellBecause(row.because) if row.because else None,
        code=row.code,
        sending_id=row.sending_id,
        sent_before_as=tuple(json.loads(row.sent_before_as)),
        teller=row.teller,
        form=FormOut.model_validate_json(row.form) if row.form else None,
        version=row.version,
    )


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)


SHELVES = (
    Shelf(Correspondence, CorrespondenceRow, correspondence_row, correspondence_value, by=("case_id",)),
    Shelf(
        Correspondent,
        CorrespondentRow,
        correspondent_row,
        correspondent_value,
        by=("correspondent_id", "case_id"),
    ),
    Shelf(
        Notification,
        NotificationRow,
        notification_row,
        notification_value,
        by=("message_id", "case_id", "teller", "sending_id"),
    ),
    shelf_of(ErasedCaseRow),
)
