"""One case as notifications hears it: Filip, his mother Amina who asked, and Rachel who coordinates."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from kring_notifications.domain import AddressKind, Correspondent, Notification, correspondent_id
from kring_notifications.handlers import Handlers
from kring_notifications.hooks import Letter
from kring_notifications.ports import Delivery
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    ConferenceScheduled,
    FollowUpDue,
    Mode,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
    PlanDistributed,
    PlanText,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Dossier, Mandate, Part, PersonCard
from kring_shared.contracts.intake import RequesterKind, RequestReceived, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, CoordinatorProposed
from kring_shared.contracts.notifications import Moment, NotificationQueued, ReminderDue
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.routes import Handler
from kring_shared.runtime.timers import ErrandDone
from kring_shared.testing.work import NOON, PlainVault, a_work

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
AMINA: Final = "0" * 31 + "3"
RACHEL: Final = "0" * 31 + "4"
OMA: Final = "0" * 31 + "5"
JUDGE: Final = "0" * 31 + "6"
VENUE: Final = "Buurthuis De Linde"
QUESTION: Final = "Wat heeft Filip nodig om rustig op te groeien?"
LANGUAGES: Final = frozenset({"nl", "en", "fr"})
MEETING: Final = NOON + timedelta(days=40)


class FakeChannel:
    """Takes letters of people with one of its kinds of address, and keeps them."""

    def __init__(self, name: str, *kinds: AddressKind) -> None:
        self.name, self.kinds = name, frozenset(kinds)
        self.letters: list[Letter] = []

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        return not self.kinds or bool(self.kinds & set(kinds))

    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)


MAIL: Final = FakeChannel("mail", AddressKind.EMAIL)
SLIP: Final = FakeChannel("slip")


def card(person_id: str, name: str, *languages: str, vault: PlainVault | None = None, **ways: str) -> PersonCard:
    contact = Contact(name=name, **(ways or {"email": f"{name.lower()}@voorbeeld.example"}))
    sealed = (vault or PlainVault()).seal("utrecht", scope_of(Scope.PERSON, person_id), contact)
    return PersonCard(person_id=person_id, contact=sealed, languages=languages or ("nl",))


def received(**changes: Any) -> RequestReceived:  # noqa: ANN401 - fields of the fact
    vault = PlainVault()
    acceptor = card(JUDGE, "Judith")
    fields: dict[str, Any] = {
        "case_id": CASE,
        "office": "utrecht",
        "requester_kind": RequesterKind.CLOSE_PERSON,
        "requester": card(AMINA, "Amina", "ar", "fr-BE"),
        "main_persons": (card(FILIP, "Filip", phone="+31 6 12345678"),),
        "dossier": Dossier(policy="nl/1"),
        "question": vault.seal("utrecht", scope_of(Scope.CASE, CASE), QUESTION),
        "mandates": (Mandate(kind="youthCourt", acceptor=acceptor),),
    }
    return RequestReceived(**(fields | changes))


PROPOSED: Final = CoordinatorProposed(
    case_id=CASE, coordinator=card(RACHEL, "Rachel", "en"), respond_by=NOON + timedelta(days=3)
)
ACTIVATED: Final = AssignmentActivated(case_id=CASE, coordinator=card(RACHEL, "Rachel", "en"))
SUGGESTED: Final = ParticipantSuggested(case_id=CASE, participant=card(OMA, "Oma"), part=Part.CIRCLE)
INVITED: Final = ParticipantInvited(case_id=CASE, person_id=OMA, part=Part.CIRCLE)
STAYS_AWAY: Final = ParticipantAnswered(case_id=CASE, person_id=OMA, answer=Answered.DOES_NOT_COME)
REMINDER: Final = ReminderDue(case_id=CASE)
CALL: Final = FollowUpDue(case_id=CASE, step=1, coordinator_id=RACHEL)
WITHDRAWN: Final = RequestWithdrawn(case_id=CASE)


def scheduled(starts_at: datetime = MEETING) -> ConferenceScheduled:
    venue = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), VENUE)
    return ConferenceScheduled(case_id=CASE, starts_at=starts_at, venue=venue, mode=Mode.IN_PERSON)


def distributed(*recipients: str) -> PlanDistributed:
    text = PlanText(agreements=(Agreement(who="Oma", what="belt op maandag"),))
    plan = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), text)
    return PlanDistributed(case_id=CASE, plan_version=1, recipients=recipients, plan=plan)


class Story:
    """One case as it goes: each message is handled in a room of its own, on what the earlier ones left."""

    def __init__(self, *channels: FakeChannel, vault: PlainVault | None = None) -> None:
        handlers = Handlers(channels or (MAIL, SLIP), LANGUAGES)
        self.vault = vault or PlainVault()
        self._stored: dict[tuple[type, str], Aggregate] = {}
        self._causes = (id_at(NOON, f"cause {n}") for n in count())
        self._handlers: dict[type[Named], Handler] = {
            RequestReceived: handlers.begin,
            CoordinatorProposed: handlers.tell_proposal,
            AssignmentActivated: handlers.tell_coordinator_found,
            ParticipantSuggested: handlers.keep_participant,
            ParticipantInvited: handlers.invite,
            ParticipantAnswered: handlers.note_answer,
            ConferenceScheduled: handlers.plan_reminder,
            PlanDistributed: handlers.tell_plan,
            FollowUpDue: handlers.ask_to_call,
            RequestWithdrawn: handlers.stop,
            ReminderDue: handlers.remind,
            ErrandDone: handlers.record_outcome,
        }

    def hears(self, *messages: Named, now: datetime = NOON) -> Work:
        """Handle messages in order; give the room of the last."""
        work = a_work("notifications", vault=self.vault)
        for message in messages:
            work = a_work("notifications", *self._stored.values(), now=now, cause=next(self._causes), vault=self.vault)
            self._handlers[type(message)](message, work)
            self._stored |= work.changed
        return work

    def ends(self, delivery: Delivery, code: str = "kring.done") -> Work:
        """Hand in what came of a delivery."""
        return self.hears(ErrandDone(errand_id="e", case_id=CASE, code=code, body=delivery.to_json().decode()))

    def correspondent(self, person_id: str) -> Correspondent:
        """Give a person as they are stored."""
        found = self._stored[Correspondent, correspondent_id(CASE, person_id)]
        assert isinstance(found, Correspondent)
        return found

    @property
    def notifications(self) -> list[Notification]:
        """Give every message of the case, in the order they were made."""
        return [found for found in self._stored.values() if isinstance(found, Notification)]


def deliveries(work: Work) -> list[Delivery]:
    """Give what one message wants carried out."""
    return [errand.body for errand in work.errands if isinstance(errand.body, Delivery)]


def queued(work: Work) -> list[tuple[Moment, str]]:
    """Give which moments reach whom, in order."""
    return [(t.fact.moment, t.fact.person_id) for t in work.told if isinstance(t.fact, NotificationQueued)]


def reached(work: Work) -> list[tuple[Moment, str]]:
    """Give the same, ordered by person."""
    return sorted(queued(work), key=lambda told: told[1])
