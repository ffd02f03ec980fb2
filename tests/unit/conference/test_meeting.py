"""Handlers of the three parts, and of the plan."""

import pytest

from kring_conference.domain.plan import Plan
from kring_conference.process import PlanStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    ConcludeConference,
    ConferenceConcluded,
    DeclareReady,
    DistributePlan,
    EndPrivateTime,
    FollowUpEnded,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanOutcome,
    PlanSentBack,
    PlanSubmitted,
    PlanText,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    SendPlanBack,
    StartInformationPhase,
    StartPrivateTime,
    SubmitPlan,
    WriteOutPlan,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    JUDGE,
    VAULT,
    agreed,
    alone,
    circle_member,
    concluded,
    guardian,
    in_days,
    main_person,
    mandate,
    prepared,
    preparing,
    presenting,
    ready,
    submitted,
)
from tests.unit.conference.case import (
    PLAN as WORDS,
)

CONDITION = "School goes on."
ALONE = StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)


def test_private_time_does_not_begin_while_a_professional_or_the_coordinator_is_there() -> None:
    case = ready()
    case.do(StartInformationPhase(case_id=CASE_ID))
    with pytest.raises(NotReady, match="the coordinator must leave"):
        case.do(StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=False))
    assert case.conference.stage is Stage.INFORMATION_PHASE
    (started,) = case.do(ALONE)
    assert isinstance(started, PrivateTimeStarted)


@pytest.mark.parametrize(
    "actor",
    [an_actor(Role.COORDINATOR, COORDINATOR), an_actor(Role.REGIONAL_MANAGER), guardian()],
    ids=lambda actor: actor.role,
)
def test_nobody_but_the_circle_ends_private_time(actor: object) -> None:
    case = alone(mandate(CONDITION))
    with pytest.raises(NotPermitted):
        case.do(EndPrivateTime(case_id=CASE_ID), actor)  # type: ignore[arg-type]


def test_the_circle_ends_private_time_and_the_presentation_begins() -> None:
    case = alone()
    oma = next(p.person_id for p in case.show().participants if p.part is Part.CIRCLE)
    told = case.do(EndPrivateTime(case_id=CASE_ID), circle_member(oma))
    assert [type(fact) for fact in told] == [PrivateTimeEnded, PresentationStarted]
    assert case.conference.stage is Stage.PRESENTATION_PHASE


def test_a_plan_is_agreed_by_everyone_or_not_at_all() -> None:
    case = presenting()
    with pytest.raises(NotReady, match="everyone present agrees"):
        case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=False))
    (told,) = case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))
    assert isinstance(told, PlanAgreed)
    assert told.plan.scope == scope_of(Scope.CASE, CASE_ID)
    assert VAULT.open(told.plan, PlanText) == WORDS


def test_no_plan_is_agreed_outside_the_presentation() -> None:
    with pytest.raises(NotAllowedNow, match="possible now: end-private-time"):
        alone().do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))


@pytest.mark.parametrize("command", [SubmitPlan, WriteOutPlan, DistributePlan])
def test_nothing_is_done_with_a_plan_that_is_not_there(command: type[SubmitPlan]) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        presenting().do(command(case_id=CASE_ID))
    assert refusal.value.stage == Stage.PRESENTATION_PHASE
    assert "agree-plan" in refusal.value.possible


def test_where_nobody_has_to_accept_the_plan_is_not_submitted() -> None:
    case = agreed()
    with pytest.raises(NotReady, match="everyone agrees is enough"):
        case.do(SubmitPlan(case_id=CASE_ID))
    told = case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    assert [type(fact) for fact in told] == [ConferenceConcluded]


@pytest.mark.parametrize(("mandates", "policy"), [((mandate(CONDITION),), "nl/1"), ((), "be/1")])
def test_where_somebody_has_to_accept_the_meeting_does_not_close_before(
    mandates: tuple[object, ...], policy: str
) -> None:
    case = agreed(*mandates, policy=policy)  # type: ignore[arg-type]
    conclude = ConcludeConference(case_id=CASE_ID, present_count=9)
    with pytest.raises(NotReady, match="submit-plan"):
        case.do(conclude)
    (told,) = case.do(SubmitPlan(case_id=CASE_ID))
    assert isinstance(told, PlanSubmitted)
    assert told.acceptor_id is not None
    with pytest.raises(NotAllowedNow, match="accept-plan, send-plan-back"):
        case.do(conclude)
    (accepted,) = case.do(AcceptPlan(case_id=CASE_ID), guardian(told.acceptor_id))
    assert isinstance(accepted, PlanAccepted)
    case.do(conclude)
    assert case.conference.stage is Stage.CONCLUDED


def test_a_professional_who_accepts_elsewhere_does_not_accept_here() -> None:
    with pytest.raises(NotPermitted):
        submitted(mandate(CONDITION)).do(AcceptPlan(case_id=CASE_ID), guardian(JUDGE))


def test_under_two_mandates_both_professionals_are_asked_and_both_must_accept() -> None:
    case = agreed(mandate(CONDITION), mandate("Nobody is hit.", acceptor_id=JUDGE))
    asked = case.do(SubmitPlan(case_id=CASE_ID))
    assert {fact.acceptor_id for fact in asked if isinstance(fact, PlanSubmitted)} == {GUARDIAN, JUDGE}
    assert case.do(AcceptPlan(case_id=CASE_ID), guardian(GUARDIAN)) == []
    assert case.last is not None
    assert case.last.answer == {"stillToAccept": 1}
    (accepted,) = case.do(AcceptPlan(case_id=CASE_ID), guardian(JUDGE))
    assert isinstance(accepted, PlanAccepted)


def test_where_nobody_is_compelled_one_of_several_professionals_is_enough() -> None:
    case = prepared(policy="be/1")
    second = case.suggest("Another helper", Part.ACCEPTOR)
    case.do(DeclareReady(case_id=CASE_ID))
    case.do(StartInformationPhase(case_id=CASE_ID))
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))
    assert len(case.do(SubmitPlan(case_id=CASE_ID))) == 2
    (accepted,) = case.do(AcceptPlan(case_id=CASE_ID), guardian(second))
    assert isinstance(accepted, PlanAccepted)


def test_a_plan_sent_back_waits_until_the_circle_was_alone_again() -> None:
    case = submitted(mandate(CONDITION))
    (back,) = case.do(SendPlanBack(case_id=CASE_ID, unmet="condition-1"), guardian())
    assert isinstance(back, PlanSentBack)
    assert back.unmet == "condition-1"
    assert case.conference.stage is Stage.PRESENTATION_PHASE
    with pytest.raises(NotAllowedNow, match="while sent-back"):
        case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))
    with pytest.raises(NotReady, match="every professional must leave"):
        case.do(StartPrivateTime(case_id=CASE_ID, professionals_left=False, coordinator_left=True))
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    (again,) = case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))
    assert isinstance(again, PlanAgreed)
    assert again.plan_version == 2


def test_a_condition_that_was_not_shared_beforehand_sends_nothing_back() -> None:
    case = submitted(mandate(CONDITION))
    with pytest.raises(InvalidFields):
        case.do(SendPlanBack(case_id=CASE_ID, unmet="condition-2"), guardian())
    assert case.plan.stage is PlanStage.SUBMITTED


def test_the_circle_may_talk_again_by_itself_but_not_while_the_plan_lies_elsewhere() -> None:
    case = agreed(mandate(CONDITION))
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    case.do(AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True))
    case.do(SubmitPlan(case_id=CASE_ID))
    with pytest.raises(NotAllowedNow, match="while submitted"):
        case.do(ALONE)


def test_a_meeting_without_a_plan_closes_honestly_and_nobody_is_called() -> None:
    case = presenting()
    meeting, ended = case.do(ConcludeConference(case_id=CASE_ID, present_count=6))
    assert isinstance(meeting, ConferenceConcluded)
    assert (meeting.outcome, meeting.present_count) == (PlanOutcome.NO_PLAN, 6)
    assert meeting.held_on == in_days(NOON, 30).date()
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 0


def test_a_plan_that_was_sent_back_and_given_up_is_no_plan() -> None:
    case = submitted(mandate(CONDITION))
    case.do(SendPlanBack(case_id=CASE_ID, unmet="safe"), guardian())
    told = case.do(ConcludeConference(case_id=CASE_ID, present_count=6))
    assert [type(fact) for fact in told] == [ConferenceConcluded, FollowUpEnded]
    assert case.plan.stage is PlanStage.LAPSED
    with pytest.raises(NotAllowedNow):
        case.do(WriteOutPlan(case_id=CASE_ID))


def test_the_plan_goes_to_whom_the_policy_names_with_its_words_sealed() -> None:
    for policy, with_acceptor in (("nl/1", False), ("be/1", True)):
        case = concluded(mandate(CONDITION), policy=policy)
        case.do(WriteOutPlan(case_id=CASE_ID))
        told = case.do(DistributePlan(case_id=CASE_ID))[0]
        assert isinstance(told, PlanDistributed)
        oma = next(p.person_id for p in case.show().participants if p.part is Part.CIRCLE)
        assert set(told.recipients) == {FILIP, oma} | ({GUARDIAN} if with_acceptor else set())
        assert VAULT.open(told.plan, PlanText) == WORDS
        assert "Oma" not in told.model_dump_json()


def test_before_the_meeting_is_over_nothing_is_written_out() -> None:
    with pytest.raises(NotAllowedNow):
        agreed().do(WriteOutPlan(case_id=CASE_ID))


def test_no_plan_is_kept_before_there_is_one() -> None:
    assert not any(isinstance(a, Plan) for a in preparing().stored.values())
