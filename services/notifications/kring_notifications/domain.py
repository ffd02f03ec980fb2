"""Who hears from the office about a case, and every message to them: frozen values, and the decisions about them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kring_notifications.process import MESSAGE, Status
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.notifications import (
    Moment,
    NotificationFailed,
    NotificationSent,
    NotificationSuppressed,
    SuppressedBecause,
)
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate

REMIND_BEFORE = timedelta(days=2)
SILENT_AFTER = timedelta(weeks=4)
"""How long after a letter about a search that takes longer the family is not told the same again."""
OFFICE_LANGUAGE = "nl"
"""What the offices speak; used when none of a person's languages has templates."""


DONE = "kring.done"
ERASED = "kring.erased"
"""The codes of a delivery that was carried out, and of one to a person who was erased; any other says why it failed."""


FOR_COORDINATORS = frozenset({Moment.CASE_PROPOSED, Moment.FOLLOW_UP_CALL, Moment.SCREENING_ENDS})
"""The letters to a coordinator; those of a case end when they are out of it."""


class AddressKind(StrEnum):
    """A way in which a person can be reached; the address itself stays sealed."""

    EMAIL = "email"
    PHONE = "phone"
    POSTAL = "postal"


@dataclass(frozen=True)
class Correspondence(Aggregate):
    """Everything the office writes about one case (briefwisseling), and whether it still may.

    What it writes to a coordinator about themselves stands under the coordinator's own id, as in the register.
    """

    case_id: str
    office: str
    neutral_sender: bool = False
    coordination: Coordination = NOBODY_YET
    starts_at: datetime | None = None
    remind_at: datetime | None = None
    search_told_at: datetime | None = None
    stopped: bool = False
    paused: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who coordinates now, who may see which messages there were."""
        return self.coordination.parties()

    def scheduled(self, starts_at: datetime, now: datetime) -> "Correspondence":
        """Plan the reminder: two days before, at once when that is past already, none for what began."""
        # Whole seconds: a due time is kept in milliseconds, and may not come out before the moment it stands for.
        remind_at = max(starts_at - REMIND_BEFORE, now).replace(microsecond=0) if starts_at > now else None
        return replace(self, starts_at=starts_at, remind_at=remind_at)

    def must_remind(self, now: datetime) -> bool:
        """Tell whether this is the moment; not when the day was moved, the reminder given, or the meeting begun."""
        if self.paused:
            return False
        return self.remind_at is not None and self.starts_at is not None and self.remind_at <= now < self.starts_at

    def has_met(self, now: datetime) -> bool:
        """Tell whether the meeting began: then nobody needs to hear that it is off."""
        return self.starts_at is not None and self.starts_at <= now

    def reminded(self) -> "Correspondence":
        """Note that the reminder was given."""
        return replace(self, remind_at=None)

    def may_tell_of_search(self, now: datetime) -> bool:
        """Tell whether the family hears that nobody was found yet; not once somebody began, and not again so soon."""
        if self.coordination.coordinator_id is not None:
            return False
        return self.search_told_at is None or now - self.search_told_at > SILENT_AFTER

    def adjourned(self) -> "Correspondence":
        """Forget the day: it is off, or the meeting was broken off, and another day is chosen."""
        return replace(self, starts_at=None, remind_at=None)

    def with_nothing_ahead(self, at: datetime) -> "Correspondence":
        """Note that no meeting is ahead: it was held at a moment, or from then on none is needed.

        A reminder whose moment lies before that one stays: told early, this takes back nothing that came first.
        """
        came_first = self.remind_at is not None and self.remind_at < at
        return replace(self, starts_at=min(self.starts_at or at, at), remind_at=self.remind_at if came_first else None)

    def is_moved_to(self, starts_at: datetime, now: datetime) -> bool:
        """Tell whether people knew of another day that is still to come."""
        return self.starts_at is not None and not self.has_met(now) and self.starts_at != starts_at

    def ended(self) -> "Correspondence":
        """Stop for good: nothing that is heard later leads to a message."""
        return replace(self, stopped=True, remind_at=None)

    def gone_on(self, now: datetime) -> "Correspondence":
        """Go on after a pause. A reminder whose moment passed meanwhile is not made up for: the coordinator speaks."""
        still_ahead = self.remind_at is not None and self.remind_at > now
        return replace(self, paused=False, remind_at=self.remind_at if still_ahead else None)

    def emptied(self) -> "Correspondence":
        """Stop for good, and know nothing but that it was there."""
        return Correspondence(self.case_id, self.office, stopped=True, version=self.version)


@dataclass(frozen=True)
class Correspondent(Aggregate):
    """One person as the office writes to them about one case; the same person in another case is another."""

    case_id: str
    person_id: str
    office: str
    contact: Sealed[Contact]
    languages: tuple[str, ...] = ()
    kinds: tuple[AddressKind, ...] = ()
    is_main_person: bool = False
    neutral_sender: bool = False
    invited: bool = False
    comes: bool = True
    is_minor: bool = False
    has_left: bool = False
    kept_out: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id of this person in this case."""
        return correspondent_id(self.case_id, self.person_id)

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.id, self.case_id)

    @property
    def takes_part(self) -> bool:
        """Tell whether this person is expected at the meeting; main persons are, also before an invitation."""
        return (self.invited or self.is_main_person) and self.comes and self.may_be_written_to

    @property
    def may_be_written_to(self) -> bool:
        """Tell whether letters of this case still go to them: they take part, and nobody keeps them away from it."""
        return not (self.has_left or self.kept_out)

    def known_as(self, card: PersonCard, kinds: tuple[AddressKind, ...], *, is_main_person: bool) -> "Correspondent":
        """Take over how to reach the person from a newer card; who was a main person stays one."""
        known = replace(self, contact=card.contact, languages=card.languages, kinds=kinds)
        is_minor = self.is_minor if card.minor is None else card.minor
        return replace(known, is_main_person=self.is_main_person or is_main_person, is_minor=is_minor)


@dataclass(frozen=True)
class Notification(Aggregate):
    """One message to one person at one moment of the route (bericht); its words are never kept."""

    message_id: str
    case_id: str
    person_id: str
    office: str
    moment: Moment
    language: str
    channel: str
    status: Status = Status.QUEUED
    version: int = 0

    @property
    def id(self) -> str:
        """Give the message's id."""
        return self.message_id

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.message_id, self.case_id)

    def moved(self, on: type[Named]) -> "Notification":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, status=MESSAGE.next(self.status, on))

    def held_back(self, because: SuppressedBecause) -> NotificationSuppressed:
        """Say that it was not sent, on purpose."""
        return NotificationSuppressed(
            case_id=self.case_id, message_id=self.message_id, moment=self.moment, because=because
        )

    @property
    def was_called_back(self) -> bool:
        """Tell whether it was to go out, and did not."""
        return self.status is Status.SUPPRESSED and bool(self.channel)

    def outcome(self, code: str) -> NotificationSent | NotificationFailed | NotificationSuppressed:
        """Say what the code of an ended delivery means for this message."""
        case_id, message_id, moment, channel = self.case_id, self.message_id, self.moment, self.channel
        if code == DONE:
            return NotificationSent(case_id=case_id, message_id=message_id, moment=moment, channel=channel)
        if code == ERASED:
            return self.held_back(SuppressedBecause.ERASED)
        return NotificationFailed(case_id=case_id, message_id=message_id, moment=moment, channel=channel, code=code)


def correspondent_id(case_id: str, person_id: str) -> str:
    """Name a person in a case: coordinators, and some relatives, have more cases than one."""
    return derived_id(case_id, person_id)


def kinds_of(contact: Contact | Erased) -> tuple[AddressKind, ...]:
    """Tell by which ways a person can be reached; none once they are erased."""
    if isinstance(contact, Erased):
        return ()
    ways = ((AddressKind.EMAIL, contact.email), (AddressKind.PHONE, contact.phone))
    return tuple(kind for kind, address in (*ways, (AddressKind.POSTAL, contact.postal_address)) if address)


def language_for(spoken: tuple[str, ...], offered: Collection[str]) -> str:
    """Choose the first language a person knows that there are templates for; else the office's.

    Args:
        spoken: BCP 47 tags, the best known first; `nl-BE` is served by `nl`.
        offered: Languages with templates.
    """
    for tag in spoken:
        for known in (tag.lower(), tag.lower().partition("-")[0]):
            if known in offered:
                return known
    return OFFICE_LANGUAGE
