"""The rows of messages: neither words nor an address; the code in a form is sealed."""

import json
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Text
from sqlmodel import Field

from kring_notifications.domain import FormOut, Notification
from kring_notifications.process import Status
from kring_notifications.store.tables import NotificationsTable
from kring_shared.contracts.notifications import Moment, ToTellBecause
from kring_shared.runtime.storage.tables import list_text, moment_of, ms_of


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


def row_of(notification: Notification) -> dict[str, Any]:
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
        "at_ms": ms_of(notification.at),
        "last_day": notification.last_day,
        "how_many": notification.count,
        "before_ms": ms_of(notification.before),
        "send_at_ms": ms_of(notification.send_at),
        "tries": notification.tries,
        "given_up": list_text(notification.given_up),
        "because": notification.because.value if notification.because else None,
        "code": notification.code,
        "sending_id": notification.sending_id,
        "sent_before_as": list_text(notification.sent_before_as),
        "teller": notification.teller,
        "form": notification.form.model_dump_json(by_alias=True) if notification.form else None,
    }


def value_of(row: Row[Any]) -> Notification:
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
        at=moment_of(row.at_ms),
        last_day=row.last_day,
        count=row.how_many,
        before=moment_of(row.before_ms),
        send_at=moment_of(row.send_at_ms),
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
