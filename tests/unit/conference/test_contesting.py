"""A circle that holds that its plan meets what was asked, and what the regional manager does with that."""

import pytest

from kring_conference.process import PlanStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AcceptPlan,
    AdjournConference,
    ConcludeConference,
    ConferenceAdjourned,
    ConferenceConcluded,
    ContestRefusal,
    EndPrivateTime,
    PlanAccepted,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanOutcome,
    PlanRefusalContested,
    PlanRefusalReviewed,
    PlanSentBack,
    PlanSubmitted,
    Reviewed,
    ReviewRefusal,
    SendPlanBack,
    WriteOutPlan,
)
from kring_shared.kernel.errors import NotAllowedNow, NotPermitted, NotReady
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    GUARDIAN,
    Case,
    agreed,
    guardian,
    in_days,
    main_person,
    mandate,
    submitted,
)
from tests.unit.conference.planning import ACCEPT, ALONE, CONCLUDE, CONDITION, MANAGER, appointed, back

CONTEST = ContestRefusal(case_id=CASE_ID)


def stages(case: Case) -> tuple[PlanStage, Stage]:
    """Give where plan and conference stand."""
    return case.plan.stage, case.conference.stage


def review(decision: Reviewed) -> ReviewRefusal:
    return ReviewRefusal(case_id=CASE_ID, decision=decision)


def contested() -> Case:
    """Make a case whose circle contests, on the day itself, that a condition is not met."""
    case = submitted(mandate(CONDITION))
    case.do(back("condition-1", "safe"), guardian())
    case.do(CONTEST, main_person())
    return case


def contested_afterwards() -> Case:
    """Make a case whose plan was sent back after the day, which the circle contests."""
    case = submitted(mandate(CONDITION))
    case.do(CONCLUDE)
    case.do(back(), guardian())
    case.do(CONTEST)
    return case


@pytest.mark.parametrize("who", [main_person(), None], ids=["circle", "coordinator"])
def test_the_circle_contests_what_is_said_not_to_be_met_or_has_it_noted(who: object) -> None:
    case = submitted(mandate(CONDITION))
    case.do(back("condition-1", "safe"), guardian())
    words = case.plan.text
    (told,) = case.do(CONTEST, who)  # type: ignore[arg-type]
    assert isinstance(told, PlanRefusalContested)
    assert (told.plan_version, told.unmet) == (1, ("condition-1", "safe"))
    assert (case.plan.stage, case.plan.text) == (PlanStage.CONTESTED, words)
    with pytest.raises(NotAllowedNow, match="while contested"):
        case.do(CONTEST, who)  # type: ignore[arg-type]


def test_only_a_plan_that_was_sent_back_is_contested_and_only_what_is_contested_is_reviewed() -> None:
    for case in (submitted(mandate(CONDITION)), agreed()):
        with pytest.raises(NotAllowedNow):
            case.do(CONTEST, main_person())
        for decision in Reviewed:
            with pytest.raises(NotAllowedNow):
                case.do(review(decision), MANAGER)


def test_nobody_contests_for_the_circle_and_nobody_but_the_manager_reviews() -> None:
    case = submitted(mandate(CONDITION))
    case.do(back(), guardian())
    for who in (MANAGER, guardian()):
        with pytest.raises(NotPermitted):
            case.do(CONTEST, who)
    case.do(CONTEST, main_person())
    for other in (None, main_person(), guardian(), an_actor(Role.REGIONAL_MANAGER, office="gent")):
        with pytest.raises(NotPermitted):
            case.do(review(Reviewed.ASK_AGAIN), other)


def test_the_same_professional_looks_once_more_by_a_new_clock() -> None:
    case = contested()
    reviewed, asked = case.do(review(Reviewed.ASK_AGAIN), MANAGER)
    assert isinstance(reviewed, PlanRefusalReviewed)
    assert (reviewed.plan_version, reviewed.decision) == (1, Reviewed.ASK_AGAIN)
    assert isinstance(asked, PlanSubmitted)
    assert asked.acceptor_id == GUARDIAN
    assert case.last is not None
    assert {type(reminder.deadline) for reminder in case.last.reminders} == {PlanAnswerHalfway, PlanAnswerDue}
    assert (case.plan.stage, case.plan.unmet) == (PlanStage.SUBMITTED, ())
    (accepted,) = case.do(ACCEPT, guardian())
    assert isinstance(accepted, PlanAccepted)


def test_another_looks_at_it_only_once_somebody_was_named_and_then_whoever_sent_it_back_is_out() -> None:
    case = contested()
    with pytest.raises(NotReady, match="appoint-acceptor"):
        case.do(review(Reviewed.ANOTHER_CHECKS), MANAGER)
    assert stages(case)[0] is PlanStage.CONTESTED
    who = appointed(case)
    reviewed, asked = case.do(review(Reviewed.ANOTHER_CHECKS), MANAGER)
    assert isinstance(reviewed, PlanRefusalReviewed)
    assert isinstance(asked, PlanSubmitted)
    assert asked.acceptor_id == who
    assert case.person(GUARDIAN).has_left
    with pytest.raises(NotPermitted):
        case.do(ACCEPT, guardian())
    case.do(ACCEPT, guardian(who))
    assert case.plan.stage is PlanStage.ACCEPTED


def test_given_back_on_the_day_the_circle_talks_again() -> None:
    case = contested()
    (reviewed,) = case.do(review(Reviewed.BACK_TO_CIRCLE), MANAGER)
    assert isinstance(reviewed, PlanRefusalReviewed)
    assert (case.plan.stage, case.plan.unmet) == (PlanStage.SENT_BACK, ("condition-1", "safe"))
    assert case.conference.stage is Stage.PRESENTATION_PHASE
    case.do(ALONE)


def test_a_circle_that_contested_may_talk_again_instead_of_waiting() -> None:
    case = contested()
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    assert case.plan.stage is PlanStage.WITH_CIRCLE
    with pytest.raises(NotAllowedNow):
        case.do(review(Reviewed.ASK_AGAIN), MANAGER)


def test_accepted_after_all_the_second_meeting_is_not_needed() -> None:
    case = contested_afterwards()
    assert stages(case)[1] is Stage.ADJOURNED
    case.do(review(Reviewed.ASK_AGAIN), MANAGER)
    told = case.do(ACCEPT, guardian())
    assert [type(fact) for fact in told] == [PlanAccepted]  # that the meeting was held, was told before
    assert case.conference.stage is Stage.CONCLUDED
    case.do(WriteOutPlan(case_id=CASE_ID))


def test_sent_back_once_more_the_second_meeting_goes_on_being_prepared() -> None:
    case = contested_afterwards()
    case.do(review(Reviewed.ASK_AGAIN), MANAGER)
    (told,) = case.do(SendPlanBack(case_id=CASE_ID, unmet=("lawful",)), guardian())
    assert isinstance(told, PlanSentBack)
    assert (case.plan.stage, case.conference.stage) == (PlanStage.SENT_BACK, Stage.ADJOURNED)


def test_given_back_while_a_second_meeting_is_prepared_nobody_is_sent_home_twice() -> None:
    case = contested_afterwards()
    told = case.do(review(Reviewed.BACK_TO_CIRCLE), MANAGER)
    assert [type(fact) for fact in told] == [PlanRefusalReviewed]
    assert not any(isinstance(fact, ConferenceAdjourned) for fact in told)


def test_a_meeting_that_was_broken_off_was_held_when_its_plan_is_accepted_after_all() -> None:
    case = contested()
    case.do(AdjournConference(case_id=CASE_ID))
    case.do(review(Reviewed.ASK_AGAIN), MANAGER)
    accepted, held = case.do(AcceptPlan(case_id=CASE_ID), guardian())
    assert isinstance(accepted, PlanAccepted)
    assert isinstance(held, ConferenceConcluded)
    assert (held.outcome, held.present_count, held.meeting) == (PlanOutcome.PLAN, 2, 1)
    assert held.held_on == in_days(NOON, 30).date()
    assert case.conference.stage is Stage.CONCLUDED
    with pytest.raises(NotAllowedNow):
        case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
