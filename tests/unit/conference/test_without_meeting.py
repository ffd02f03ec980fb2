"""A circle that finds its plan while preparing needs no meeting for it (figures of the field: one plan in six)."""

import pytest

from kring_conference.process import PlanStage, Stage
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    ConfirmPlan,
    MakePlanWithoutMeeting,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanDrafted,
    PlanMadeWithoutMeeting,
    PostponeConference,
    ShareConditions,
    StillBecause,
    SubmitPlan,
    WriteOutPlan,
)
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    Case,
    alone,
    circle_member,
    concluded,
    contact,
    guardian,
    main_person,
    mandate,
    prepared,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.case import PLAN as WORDS
from tests.unit.conference.planning import (
    ACCEPT,
    CONDITION,
    MANAGER,
    OTHER,
    SUBMIT,
    UNKNOWN,
    appointed,
    back,
    confirm,
    draft,
    of,
    untold,
)
from tests.unit.conference.plans_way import hand_round

MADE = MakePlanWithoutMeeting(case_id=CASE_ID, plan=WORDS)


def made(case: Case) -> Case:
    """Have the circle make its plan, and confirm it."""
    case.do(MADE, main_person())
    case.do(confirm(), main_person())
    return case


@pytest.mark.parametrize("place", [prepared, ready])
def test_the_circles_plan_is_taken_over_and_the_day_let_go(place: object) -> None:
    case = place()  # type: ignore[operator]
    sequence = case.conference.day.sequence
    without, drafted = case.do(MADE)
    assert isinstance(without, PlanMadeWithoutMeeting)
    assert isinstance(drafted, PlanDrafted)
    assert case.conference.stage is Stage.WITHOUT_MEETING
    assert case.conference.day.starts_at is None
    assert case.conference.day.sequence > sequence
    assert case.plan.counting is None
    with pytest.raises(NotAllowedNow):
        case.do(MADE)


def test_it_is_confirmed_by_somebody_of_the_circle_who_takes_part_and_goes_to_whom_it_belongs() -> None:
    case = prepared()
    case.do(MADE)
    with pytest.raises(InvalidFields):
        case.do(confirm())
    (agreed,) = case.do(confirm(said_by=of(Part.CIRCLE, case)))
    assert isinstance(agreed, PlanAgreed)
    told = hand_round(case)
    assert case.conference.stage is Stage.CONCLUDED
    assert isinstance(told[0], PlanDistributed)
    assert FILIP in told[0].recipients


def test_before_it_is_confirmed_nothing_is_written_out() -> None:
    case = prepared()
    case.do(MADE)
    with pytest.raises(NotAllowedNow):
        case.do(WriteOutPlan(case_id=CASE_ID))


def test_everyone_of_the_circle_was_spoken_with_first() -> None:
    case = preparing()
    case.do(contact(FILIP, *BEFORE_AN_INVITATION))
    oma = case.suggest("Oma")
    with pytest.raises(NotReady, match="record-contact"):
        case.do(MADE, main_person())
    case.do(contact(oma, *BEFORE_AN_INVITATION))
    case.do(MADE, main_person())
    with pytest.raises(NotPermitted):  # spoken with, and never invited: no part in this case yet
        case.do(ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), circle_member(oma))


@pytest.mark.parametrize("place", [alone, presenting, concluded])
def test_once_the_circle_met_its_plan_is_made_in_the_meeting(place: object) -> None:
    with pytest.raises(NotAllowedNow):
        place().do(MADE)  # type: ignore[operator]


def test_nobody_but_circle_and_coordinator_brings_it() -> None:
    for who in (MANAGER, guardian()):
        with pytest.raises(NotPermitted):
            prepared(mandate(CONDITION)).do(MADE, who)


def test_it_names_people_of_the_case_only() -> None:
    case = prepared()
    wrong = WORDS.model_copy(update={"fallback_person": UNKNOWN})
    with pytest.raises(InvalidFields):
        case.do(MakePlanWithoutMeeting(case_id=CASE_ID, plan=wrong))
    assert case.conference.stage is Stage.PREPARING


def test_under_compulsion_everybody_knows_the_conditions_before_the_plan_is_made_and_accepted() -> None:
    case = prepared(mandate(CONDITION))
    untold(case)
    with pytest.raises(NotReady, match="share-conditions"):
        case.do(MADE)
    case.do(ShareConditions(case_id=CASE_ID))
    made(case)
    with pytest.raises(NotReady, match="accepted first"):
        case.do(WriteOutPlan(case_id=CASE_ID))
    case.do(SUBMIT)
    untold(case)
    with pytest.raises(NotReady, match="share-conditions"):
        case.do(ACCEPT, guardian())
    case.do(ShareConditions(case_id=CASE_ID))
    (accepted,) = case.do(ACCEPT, guardian())
    assert isinstance(accepted, PlanAccepted)
    case.do(WriteOutPlan(case_id=CASE_ID))


def test_sent_back_the_circle_words_it_anew_without_a_meeting() -> None:
    case = made(prepared(mandate(CONDITION)))
    case.do(SUBMIT)
    case.do(back(), guardian())
    assert (case.plan.stage, case.conference.stage) == (PlanStage.SENT_BACK, Stage.WITHOUT_MEETING)
    with pytest.raises(NotPermitted, match="only the circle"):
        case.do(draft(OTHER))
    case.do(draft(OTHER), main_person())
    case.do(confirm(2), main_person())
    case.do(SUBMIT)
    case.do(ACCEPT, guardian())
    assert case.plan.stage is PlanStage.ACCEPTED


def test_where_a_plan_is_always_checked_the_office_may_still_name_who_does() -> None:
    case = made(prepared(policy="be/1"))
    who = appointed(case)
    assert len(case.do(SubmitPlan(case_id=CASE_ID))) == 2
    case.do(ACCEPT, guardian(who))
    assert case.plan.stage is PlanStage.ACCEPTED


def test_a_circle_that_does_not_find_its_plan_by_itself_may_meet_after_all() -> None:
    case = prepared()
    case.do(MADE)
    case.do(PostponeConference(case_id=CASE_ID, because=StillBecause.CIRCLE_ASKS))
    assert case.conference.stage is Stage.POSTPONED
    case.do(MakePlanWithoutMeeting(case_id=CASE_ID, plan=OTHER), main_person())
    assert case.plan.latest.number == 2
