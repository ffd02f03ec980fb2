"""One message to one person, and what becomes of it; its words and the address are never part of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from kring_notifications.domain.form import FORMS, FormOut
from kring_notifications.process import MESSAGE, Status
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.notifications import (
    Moment,
    NotificationDelayed,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
    NotificationToTell,
    SuppressedBecause,
    ToTellBecause,
)
from kring_shared.kernel.work import Aggregate

WITH_A_DAY: Final = frozenset({Moment.INVITATION, Moment.DATE_REMINDER, Moment.ANOTHER_DAY, Moment.STOPPED})
"""The letters that bring the day for somebody's own calendar, or take it out again."""

ONLY_REMINDS: Final = frozenset({Moment.DATE_REMINDER, Moment.PROPOSAL_WAITS, *FORMS})
"""What is of no use once its moment has passed; anything else somebody should still hear, from a person if need be."""
TO_THE_HOUSE: Final = frozenset({Moment.MESSAGES_TO_TELL, Moment.OFFICE_LOOKS})
"""What the office tells itself: nobody telephones about it, whoever works finds it where they work."""


@dataclass(frozen=True)
class Notification(Aggregate):
    """One message to one person at one moment of the route (bericht); its words are never kept."""

    message_id: str
    case_id: str
    person_id: str
    office: str
    moment: Moment
    language: str = ""
    channel: str = ""
    status: Status = Status.QUEUED
    wording: str = ""
    """Version of the words it was sent in."""
    at: datetime | None = None
    """The moment it speaks of."""
    last_day: date | None = None
    count: int | None = None
    before: datetime | None = None
    """From then on it is of no use any more."""
    send_at: datetime | None = None
    tries: int = 0
    given_up: tuple[str, ...] = ()
    """The channels that could not bring it."""
    because: ToTellBecause | None = None
    code: str = ""
    sending_id: str = ""
    """What channels know it by now: another id for each decision to send it."""
    sent_before_as: tuple[str, ...] = ()
    """What channels knew it by at earlier decisions to send it."""
    teller: str = ""
    """Who tells it, while it waits to be told by a person: the coordinator, or the office's desk."""
    form: FormOut | None = None
    """The form in it, where there is one."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the message's id."""
        return self.message_id

    def keys(self) -> tuple[str, ...]:
        """Give the own id, the case, who tells it while it waits for that, and what channels know it by now."""
        own = (self.message_id, self.case_id)
        return (*own, *(key for key in (self.teller, self.sending_id) if key not in {"", self.message_id}))

    def moved(self, on: type[Named]) -> "Notification":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        status = MESSAGE.next(self.status, on)
        return replace(self, status=status, teller=self.teller if status is Status.TO_TELL else "")

    @property
    def was_called_back(self) -> bool:
        """Tell whether it was to go out or to be told, and was not; not what was held back from the beginning."""
        return self.status is Status.SUPPRESSED and bool(self.channel or self.language)

    def to_be_sent_as(self, sending_id: str) -> "Notification":
        """Be known to channels by an id of its own from now on."""
        before = {*self.sent_before_as, self.sending_id} - {"", sending_id}
        return replace(self, sending_id=sending_id, sent_before_as=tuple(sorted(before)))

    @property
    def sent_as(self) -> tuple[str, ...]:
        """Give everything a channel may know it by; nothing when it was never handed to one."""
        return (*self.sent_before_as, self.sending_id) if self.sending_id else ()

    def queued(self, channel: str, language: str, wording: str, send_at: datetime) -> "Notification":
        """Go out by a channel, in these words, not before a moment."""
        again = replace(self, channel=channel, language=language, wording=wording, send_at=send_at, because=None)
        fresh = replace(again, tries=self.tries if channel == self.channel else 0)
        return fresh.moved(NotificationQueued)

    def tried(self, code: str) -> "Notification":
        """Count a try that did not bring it, and keep what stood in the way."""
        return replace(self, tries=self.tries + 1, code=code)

    def without_channel(self) -> "Notification":
        """Leave its channel alone from now on: it could not bring this message."""
        return replace(self, given_up=tuple(dict.fromkeys((*self.given_up, self.channel))))

    def started_anew(self) -> "Notification":
        """Forget what was tried: a person decided to send it again."""
        return replace(self, given_up=(), tries=0, code="", because=None)

    def left_to_a_person(self, because: ToTellBecause, language: str, teller: str, now: datetime) -> "Notification":
        """Be told by a person from now on; `language` is the one it would be written in."""
        moved = self.moved(NotificationToTell)
        return replace(moved, because=because, language=language, teller=teller, send_at=now)

    def told_by(self, teller: str) -> "Notification":
        """Be told by somebody else from now on, while it waits for that."""
        return replace(self, teller=teller) if self.status is Status.TO_TELL else self

    def fact_queued(self) -> NotificationQueued:
        """Say that it will go out."""
        assert self.send_at is not None  # noqa: S101 - a queued message has its moment
        return NotificationQueued(
            case_id=self.case_id,
            message_id=self.message_id,
            moment=self.moment,
            person_id=self.person_id,
            language=self.language,
            channel=self.channel,
            send_at=self.send_at,
            wording=self.wording,
        )

    def fact_sent(self) -> NotificationSent:
        """Say that its channel took it."""
        return NotificationSent(
            case_id=self.case_id, message_id=self.message_id, moment=self.moment, channel=self.channel
        )

    def fact_delayed(self, code: str, again_at: datetime) -> NotificationDelayed:
        """Say that it could not go out now, and when it is tried again."""
        return NotificationDelayed(
            case_id=self.case_id,
            message_id=self.message_id,
            moment=self.moment,
            channel=self.channel,
            code=code,
            again_at=again_at,
        )

    def fact_failed(self, code: str) -> NotificationFailed:
        """Say that its channel could not bring it, or that nobody knows."""
        return NotificationFailed(
            case_id=self.case_id, message_id=self.message_id, moment=self.moment, channel=self.channel, code=code
        )

    def fact_to_tell(self, because: ToTellBecause) -> NotificationToTell:
        """Say that a person tells it."""
        return NotificationToTell(
            case_id=self.case_id,
            message_id=self.message_id,
            moment=self.moment,
            person_id=self.person_id,
            because=because,
        )

    def suppressed(self, on: type[Named], because: SuppressedBecause) -> "Notification":
        """Be kept from going out, and keep why: whoever lists the messages of a case reads it."""
        return replace(self.moved(on), code=because.value)

    def fact_suppressed(self, because: SuppressedBecause) -> NotificationSuppressed:
        """Say that it was not sent, on purpose."""
        return NotificationSuppressed(
            case_id=self.case_id, message_id=self.message_id, moment=self.moment, because=because
        )


def is_too_late(moment: Moment, before: datetime | None, now: datetime) -> bool:
    """Tell whether a message is of no use to anybody any more."""
    return before is not None and before <= now and moment in ONLY_REMINDS
