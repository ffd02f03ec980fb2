"""One case as notifications hears it: Filip, his mother Amina who asked, and Rachel who coordinates."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from kring_notifications.domain import AddressKind, Correspondence, Correspondent, Notification, correspondent_id
from kring_notifications.handlers import coordinating, stopping
from kring_notifications.handlers.days import Days
from kring_notifications.handlers.letters import Letters, record_outcome
from kring_notifications.handlers.plans import Plans
from kring_notifications.handlers.telling import Telling
from kring_notifications.hooks import Letter
from kring_notifications.ports import Delivery
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    CancelledBecause,
    ConferenceAdjourned,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferencePostponed,
    ConferenceScheduled,
    ConvenerAsked,
    FollowUpDue,
    MeetingAgainOffered,
    Mode,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantNotInvited,
    ParticipantSteppedOut,
    ParticipantSuggested,
    PlanAccepted,
    PlanAnswerAwaited,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanOutcome,
    PlanSubmitted,
    PlanText,
    ReviewComing,
    StillBecause,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import AgeBand, Dossier, Mandate, Part, PersonCard
from kring_shared.contracts.intake import (
    AuthorityRecorded,
    ConsentMethod,
    ConsentRefused,
    FundingRefusal,
    FundingRefused,
    MergeUndone,
    PauseReason,
    RejectionReason,
    RequestAccepted,
    RequesterKind,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestReceived,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    CoordinatorProposed,
    HandOverReason,
    ProposalExtended,
    ScreeningExpiring,
    SearchUnfilled,
)
from kring_shared.contracts.notifications import (
    Moment,
    NotificationQueued,
    NotificationSuppressed,
    ReminderDue,
    SuppressedBecause,
)
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


def card(person_id: str, name: str, *languages: str, minor: bool | None = None, **ways: str) -> PersonCard:
    contact = Contact(name=name, **(ways or {"email": f"{name.lower()}@voorbeeld.example"}))
    sealed = PlainVault().seal("utrecht", scope_of(Scope.PERSON, person_id), contact)
    return PersonCard(person_id=person_id, contact=sealed, languages=languages or ("nl",), minor=minor)


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
FROZEN: Final = AssignmentFrozen(case_id=CASE, coordinator_id=RACHEL)
RESTORED: Final = AssignmentRestored(case_id=CASE, coordinator=card(RACHEL, "Rachel", "en"))
COMPLETED: Final = AssignmentCompleted(case_id=CASE, coordinator_id=RACHEL)
HANDED_OVER: Final = AssignmentHandedOver(case_id=CASE, coordinator_id=RACHEL, reason=HandOverReason.ILLNESS)
UNFILLED: Final = SearchUnfilled(case_id=CASE, asked=3, offices_asked=1)
EXPIRING: Final = ScreeningExpiring(
    case_id=RACHEL, coordinator=card(RACHEL, "Rachel", "en"), valid_until=date(2026, 7, 1)
)
ADJOURNED: Final = ConferenceAdjourned(case_id=CASE)
POSTPONED: Final = ConferencePostponed(case_id=CASE, because=StillBecause.SAFETY)
STEPPED_OUT: Final = ParticipantSteppedOut(case_id=CASE, person_id=OMA)
NOT_INVITED: Final = ParticipantNotInvited(case_id=CASE, person_id=OMA)
CANCELLED: Final = ConferenceCancelled(case_id=CASE, stage="ready", because=CancelledBecause.NETWORK_TOO_SMALL)
CONCLUDED: Final = ConferenceConcluded(
    case_id=CASE, outcome=PlanOutcome.PLAN, present_count=9, held_on=MEETING.date(), occurred_at=MEETING
)
NO_MEETING: Final = PlanMadeWithoutMeeting(case_id=CASE, occurred_at=NOON)
TO_CHECK: Final = PlanSubmitted(case_id=CASE, plan_version=1, acceptor_id=JUDGE)
AWAITED: Final = PlanAnswerAwaited(case_id=CASE, plan_version=1, acceptor_id=JUDGE)
CONVENER: Final = ConvenerAsked(case_id=CASE, person_id=OMA)
OFFERED: Final = MeetingAgainOffered(case_id=CASE)
REVIEW: Final = ReviewComing(case_id=CASE, review_on=date(2026, 7, 1))
SUGGESTED: Final = ParticipantSuggested(case_id=CASE, participant=card(OMA, "Oma"), part=Part.CIRCLE)
INVITED: Final = ParticipantInvited(case_id=CASE, person_id=OMA, part=Part.CIRCLE)
STAYS_AWAY: Final = ParticipantAnswered(case_id=CASE, person_id=OMA, answer=Answered.DOES_NOT_COME)
REMINDER: Final = ReminderDue(case_id=CASE)
CALL: Final = FollowUpDue(case_id=CASE, step=1, coordinator_id=RACHEL)
MORE_TIME: Final = ProposalExtended(case_id=CASE, coordinator_id=RACHEL, respond_by=NOON + timedelta(days=9))
WITHDRAWN: Final = RequestWithdrawn(case_id=CASE)
REJECTED: Final = RequestRejected(case_id=CASE, reason=RejectionReason.NO_PLAN_NEEDED)
REFUSED: Final = ConsentRefused(case_id=CASE, method=ConsentMethod.BY_PHONE)
PAUSED: Final = RequestPaused(case_id=CASE, because=PauseReason.PERSON_DIED)
RESUMED: Final = RequestResumed(case_id=CASE, main_persons=(FILIP,))
WITHOUT_FILIP: Final = RequestResumed(case_id=CASE, main_persons=())
MERGED: Final = RequestMerged(case_id=CASE, into_id="0" * 31 + "9")
UNMERGED: Final = MergeUndone(case_id=CASE, from_id="0" * 31 + "9")
MOVED: Final = RequestTransferred(case_id=CASE, to_office="amersfoort")
LAPSED: Final = RequestLapsed(case_id=CASE)
NO_MONEY: Final = FundingRefused(case_id=CASE, reason=FundingRefusal.BUDGET_USED)


def plan_accepted(at: datetime = NOON) -> PlanAccepted:
    return PlanAccepted(case_id=CASE, plan_version=1, occurred_at=at)


def request_accepted(*mandates: Mandate) -> RequestAccepted:
    people = received()
    return RequestAccepted(
        case_id=CASE,
        requester=people.requester,
        main_persons=people.main_persons,
        dossier=people.dossier,
        mandates=mandates,
    )


def aged(band: AgeBand | None, person_id: str = FILIP) -> AuthorityRecorded:
    return AuthorityRecorded(case_id=CASE, person_id=person_id, age_band=band)


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
        letters = Letters(channels or (MAIL, SLIP), LANGUAGES)
        telling, ending, coordinators = Telling(letters), stopping.Stopping(letters), coordinating.Coordinating(letters)
        days, plans = Days(letters), Plans(letters)
        self.vault = vault or PlainVault()
        self._stored: dict[tuple[type, str], Aggregate] = {}
        self._causes = (id_at(NOON, f"cause {n}") for n in count())
        self._handlers: dict[type[Named], Handler] = {
            RequestReceived: telling.begin,
            RequestAccepted: telling.keep_acceptors,
            AuthorityRecorded: telling.note_age,
            FundingRefused: telling.tell_funding_refused,
            SearchUnfilled: coordinators.tell_search_goes_on,
            ScreeningExpiring: coordinators.warn_of_screening,
            CoordinatorProposed: telling.tell_proposal,
            ProposalExtended: telling.tell_more_time,
            AssignmentActivated: coordinators.tell_found,
            AssignmentFrozen: coordinating.keep_out,
            AssignmentRestored: coordinating.let_back_in,
            AssignmentHandedOver: coordinators.hand_over,
            AssignmentCompleted: coordinating.end,
            ParticipantSuggested: telling.keep_participant,
            ParticipantInvited: telling.invite,
            ParticipantAnswered: telling.note_answer,
            ParticipantSteppedOut: stopping.let_be,
            ParticipantNotInvited: stopping.let_be,
            ConferenceScheduled: days.set_day,
            ConferencePostponed: days.put_off,
            ConferenceAdjourned: days.put_off,
            ConferenceConcluded: days.leave_day,
            ConferenceCancelled: ending.cancel,
            PlanMadeWithoutMeeting: days.leave_day,
            PlanSubmitted: plans.ask_to_check,
            PlanAnswerAwaited: plans.remind_to_check,
            PlanAccepted: days.leave_day,
            PlanDistributed: plans.tell_plan,
            FollowUpDue: plans.ask_to_call,
            ConvenerAsked: plans.ask_convener,
            MeetingAgainOffered: plans.offer_meeting,
            ReviewComing: plans.tell_review,
            RequestWithdrawn: ending.stop,
            RequestRejected: ending.stop,
            ConsentRefused: ending.stop,
            RequestPaused: stopping.pause,
            RequestResumed: stopping.resume,
            RequestMerged: stopping.set_aside,
            MergeUndone: ending.begin_again,
            RequestTransferred: stopping.hand_over,
            RequestLapsed: stopping.lapse,
            ReminderDue: days.remind,
            ErrandDone: record_outcome,
        }

    def hears(self, *messages: Named, now: datetime = NOON) -> Work:
        """Handle messages in order; give the room of the last."""
        work = a_work("notifications", vault=self.vault)
        for message in messages:
            work = a_work("notifications", *self._stored.values(), now=now, cause=next(self._causes), vault=self.vault)
            self._handlers[type(message)](message, work)
            self._stored = {place: a for place, a in self._stored.items() if place not in work.removed} | work.changed
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
    def kept(self) -> set[str]:
        """Name the kinds of what is stored."""
        return {kind.__name__ for kind, _ in self._stored}

    @property
    def correspondence(self) -> Correspondence:
        """Give the case as it is stored."""
        found = self._stored[Correspondence, CASE]
        assert isinstance(found, Correspondence)
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


def held_back(work: Work) -> list[tuple[Moment, SuppressedBecause]]:
    """Give which messages were not sent on purpose, and why, in order."""
    return [(t.fact.moment, t.fact.because) for t in work.told if isinstance(t.fact, NotificationSuppressed)]


def reached(work: Work) -> list[tuple[Moment, str]]:
    """Give the same, ordered by person."""
    return sorted(queued(work), key=lambda told: told[1])
