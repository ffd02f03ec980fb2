"""The facts of one case as notifications hears them: Filip, Amina who asked, and Rachel who coordinates."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from kring_notifications.domain import FormOut
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    CalendarAsked,
    CancelledBecause,
    ConditionsShared,
    ConferenceAdjourned,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferencePostponed,
    ConferenceScheduled,
    ContactKind,
    ConvenerAsked,
    FollowUpDue,
    HelpAnswerOverdue,
    MeetingAgainOffered,
    Mode,
    ParticipantAnswered,
    ParticipantInformed,
    ParticipantInvited,
    ParticipantNotInvited,
    ParticipantSteppedOut,
    ParticipantSuggested,
    PlanAccepted,
    PlanAnswerAwaited,
    PlanAnswerOverdue,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanOutcome,
    PlanSentBack,
    PlanSubmitted,
    PlanText,
    ReviewComing,
    StillBecause,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import AgeBand, Dossier, Mandate, Part, PersonCard
from kring_shared.contracts.intake import (
    AuthorityRecorded,
    ConsentMethod,
    ConsentRefused,
    FundingRefusal,
    FundingRefused,
    MergeUndone,
    Outcome,
    PauseReason,
    RejectionReason,
    RequestAccepted,
    RequestClosed,
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
    DeclineReason,
    HandOverReason,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalExtended,
    ScreeningExpiring,
    SearchUnfilled,
)
from kring_shared.contracts.notifications import AnswerAwaited, DigestDue, ReminderDue
from kring_shared.contracts.registry import FormWay, Group, SatisfactionInvited
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.testing.work import NOON, PlainVault

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
AMINA: Final = "0" * 31 + "3"
RACHEL: Final = "0" * 31 + "4"
OMA: Final = "0" * 31 + "5"
JUDGE: Final = "0" * 31 + "6"
VENUE: Final = "Buurthuis De Linde"
QUESTION: Final = "Wat heeft Filip nodig om rustig op te groeien?"
FORM_CODE: Final = "bcdf-ghjk-mnpr-stvw"
MEETING: Final = NOON + timedelta(days=40)

NOTHING_AHEAD: Final = [(ReminderDue.kind(), CASE), (AnswerAwaited.kind(), CASE)]
"""What nobody is reminded of any more once a case waits or stops."""


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
INFORMED: Final = ParticipantInformed(case_id=CASE, person_id=OMA, how=ContactKind.HOME_VISIT)
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
CLOSED: Final = RequestClosed(case_id=CASE, outcome=Outcome.MEETING_WITH_PLAN, lead_time_days=120)
SENT_BACK: Final = PlanSentBack(case_id=CASE, plan_version=1, unmet=("safe",))
NOT_ANSWERED: Final = PlanAnswerOverdue(case_id=CASE, plan_version=1, waiting_for=1)
NO_HELP_YET: Final = HelpAnswerOverdue(case_id=CASE, items=2)
CONDITIONS: Final = ConditionsShared(case_id=CASE, recipients=2)
CALENDAR: Final = CalendarAsked(case_id=CASE, person_id=OMA, wanted=True)
SAID_YES: Final = ProposalAccepted(case_id=CASE, coordinator_id=RACHEL)
SAID_NO: Final = ProposalDeclined(case_id=CASE, coordinator_id=RACHEL, reason=DeclineReason.NO_TIME)
SAID_NOTHING: Final = ProposalExpired(case_id=CASE, coordinator_id=RACHEL)
IN_THE_MORNING: Final = DigestDue(case_id=RACHEL)


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


def a_form(*, on_paper: bool = False, person_id: str = OMA) -> FormOut:
    """Give a form with a code."""
    code = PlainVault().seal("utrecht", scope_of(Scope.PERSON, person_id), FORM_CODE)
    return FormOut(code=code, on_paper=on_paper)


def asked_for_marks(person_id: str = OMA, group: Group = Group.FAMILY, way: FormWay = FormWay.PAPER) -> Fact:
    """Give the fact that somebody gets a form, to be answered within six weeks."""
    code = a_form(person_id=person_id).code
    by = NOON.date() + timedelta(days=42)
    return SatisfactionInvited(
        case_id=CASE, occurred_at=NOON, person_id=person_id, group=group, way=way, code=code, answer_by=by
    )
