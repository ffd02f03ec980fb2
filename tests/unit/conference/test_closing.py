"""Breaking off for the day, a second meeting, a rule that was broken, and an honest end."""

import pytest

from kring_conference.process import PathStage, PlanStage, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    PLAN,
    Case,
    agreed,
    alone,
    concluded,
    guardian,
    in_days,
    main_person,
    mandate,
    presenting,
    ready,
    submitted,
)
from tests.unit.conference.coordinators import frozen, informing
from tests.unit.conference.left_alone import ALONE, CONDITION, DONE, oma_of

ADJOURN = c.AdjournConference(case_id=CASE_ID)
END = c.ConcludeConference(case_id=CASE_ID, present_count=9)
WITHOUT = END.model_copy(update={"without_plan": True})
OPEN = c.StartInformationPhase(case_id=CASE_ID)


def plan_stage_of(case: Case) -> PlanStage:
    return case.plan.stage


def another_day(case: Case) -> None:
    """Have another day planned, everybody asked once more, and everything found ready."""
    case.do(
        c.ScheduleConference(
            case_id=CASE_ID,
            starts_at=in_days(case.now, 10),
            venue="Community centre",
            neutral=True,
            no_end_time=True,
        )
    )
    case.do(c.ArrangeFood(case_id=CASE_ID))
    case.do(c.DeclareReady(case_id=CASE_ID))
    case.now = in_days(case.now, 10)


@pytest.mark.parametrize("at", [informing, alone, presenting], ids=lambda at: at.__name__)
def test_a_circle_may_go_on_another_day_from_every_part(at: type[Case]) -> None:
    case = at()
    (told,) = case.do(ADJOURN, main_person())
    assert isinstance(told, c.ConferenceAdjourned)
    assert told.because is c.StillBecause.CIRCLE_WANTS_MORE_TIME
    assert case.conference.stage is Stage.ADJOURNED
    assert case.conference.day.starts_at is None
    assert case.person(FILIP).stage is PathStage.ANSWERED
    assert case.person(FILIP).is_expected


def test_who_was_missed_is_asked_once_more() -> None:
    case = ready()
    case.do(OPEN.model_copy(update={"present": (FILIP,)}))
    case.do(ADJOURN)
    oma = case.person(oma_of(case))
    assert (oma.stage, oma.answer) == (PathStage.INVITED, None)


def test_the_second_meeting_is_prepared_declared_ready_and_opened_as_the_first() -> None:
    case = presenting()
    case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(ADJOURN, main_person())
    assert plan_stage_of(case) is PlanStage.DRAFTED
    another_day(case)
    case.do(OPEN)
    room = case.conference.room
    assert (room.meeting, room.private_from, room.private_until) == (2, None, None)
    case.do(ALONE)
    assert plan_stage_of(case) is PlanStage.WITH_CIRCLE
    case.do(DONE, main_person())
    case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN.model_copy(update={"stay_in_touch": "by telephone"})))
    case.do(c.ConfirmPlan(case_id=CASE_ID, plan_version=2, everyone_agrees=True), main_person())
    concluded_now = case.do(END)[0]
    assert isinstance(concluded_now, c.ConferenceConcluded)
    assert (concluded_now.meeting, concluded_now.held_on) == (2, in_days(NOON, 40).date())


def test_a_meeting_broken_off_in_private_time_leaves_the_plan_with_the_circle() -> None:
    case = presenting()
    case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(ALONE)
    case.do(ADJOURN, main_person())
    assert plan_stage_of(case) is PlanStage.WITH_CIRCLE
    assert case.conference.room.private_until == case.now
    another_day(case)
    case.do(OPEN)
    case.do(ALONE)
    assert plan_stage_of(case) is PlanStage.WITH_CIRCLE


def test_that_nobody_coordinates_is_not_for_people_to_note() -> None:
    for case in (alone(), presenting()):
        with pytest.raises(InvalidFields, match="needs no note"):
            case.do(ADJOURN.model_copy(update={"because": c.StillBecause.NO_COORDINATOR}), main_person())


@pytest.mark.parametrize("because", sorted(set(c.StillBecause) - {c.StillBecause.NO_COORDINATOR}))
def test_a_coordinator_breaks_private_time_off_for_safety_or_because_the_circle_asks_and_for_nothing_else(
    because: c.StillBecause,
) -> None:
    case = alone()
    adjourn = ADJOURN.model_copy(update={"because": because})
    if because in {c.StillBecause.SAFETY, c.StillBecause.CIRCLE_ASKS, c.StillBecause.CIRCLE_WANTS_MORE_TIME}:
        assert case.do(adjourn)
        return
    with pytest.raises(NotReady, match="only the circle ends private time"):
        case.do(adjourn)
    assert case.conference.stage is Stage.PRIVATE_TIME
    assert alone().do(adjourn, main_person())


def test_a_plan_that_is_with_who_checks_it_needs_no_second_meeting_yet() -> None:
    case = submitted(mandate(CONDITION))
    with pytest.raises(NotReady, match="conclude-conference"):
        case.do(ADJOURN)
    case.do(END)
    case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-1",)), guardian())
    assert case.conference.stage is Stage.ADJOURNED


def test_when_it_was_broken_off_is_told_by_the_day() -> None:
    (told,) = alone().do(ADJOURN, main_person())
    assert told.occurred_at.hour == 0


@pytest.mark.parametrize(
    ("at", "rule", "stage"),
    [
        (informing, c.RoomRule.CONTENT_WAS_STEERED, "information-phase"),
        (presenting, c.RoomRule.NEW_CONDITION_ON_THE_DAY, "presentation-phase"),
        (presenting, c.RoomRule.PROFESSIONAL_STAYED, "private-time"),
        (concluded, c.RoomRule.SOMEBODY_LISTENED_IN, "private-time"),
    ],
)
def test_that_a_rule_was_broken_is_told_with_its_part_and_never_who_says_so(
    at: type[Case], rule: c.RoomRule, stage: str
) -> None:
    case = at()
    before = dict(case.stored)
    (told,) = case.do(c.RecordViolation(case_id=CASE_ID, rule=rule), main_person())
    assert isinstance(told, c.PhaseRuleViolated)
    assert (told.rule, told.stage, told.by) == (rule, stage, "system")
    assert FILIP not in told.model_dump_json()
    assert case.stored == before


def test_a_plan_that_nobody_agreed_on_does_not_close_the_meeting_by_itself() -> None:
    case = presenting()
    with pytest.raises(NotReady, match="no plan was written down"):
        case.do(END)
    case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN))
    with pytest.raises(NotReady, match="the plan is drafted"):
        case.do(END)
    assert case.conference.stage is Stage.PRESENTATION_PHASE


def test_a_meeting_without_a_plan_closes_honestly_and_nobody_is_called() -> None:
    for draft in (False, True):
        case = presenting()
        if draft:
            case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN))
        meeting, ended = case.do(WITHOUT)
        assert isinstance(meeting, c.ConferenceConcluded)
        assert (meeting.outcome, meeting.present_count, meeting.meeting) == (c.PlanOutcome.NO_PLAN, 9, 1)
        assert meeting.held_on == in_days(NOON, 30).date()
        assert isinstance(ended, c.FollowUpEnded)
        assert ended.steps == 0
        if draft:
            assert plan_stage_of(case) is PlanStage.LAPSED


@pytest.mark.parametrize("at", [agreed, submitted], ids=lambda at: at.__name__)
def test_nobody_says_that_there_is_no_plan_while_there_is_one(at: type[Case]) -> None:
    case = at(mandate(CONDITION))
    with pytest.raises(NotReady, match="there is a plan"):
        case.do(WITHOUT)
    (told,) = case.do(END)
    assert isinstance(told, c.ConferenceConcluded)
    assert told.outcome is c.PlanOutcome.PLAN


def test_no_fewer_people_are_counted_than_were_noted() -> None:
    case = agreed()
    with pytest.raises(InvalidFields, match="2 people of the circle"):
        case.do(END.model_copy(update={"present_count": 1}))
    assert case.do(END.model_copy(update={"present_count": 2}))


def test_a_meeting_ends_once_and_after_its_last_part() -> None:
    for case in (informing(), concluded()):
        with pytest.raises(NotAllowedNow):
            case.do(END)
        with pytest.raises(NotAllowedNow):
            ready().do(ADJOURN)


@pytest.mark.parametrize("command", [END, ADJOURN], ids=lambda command: command.name)
def test_no_office_closes_or_breaks_off_a_meeting(command: c.AdjournConference) -> None:
    with pytest.raises(NotPermitted):
        agreed().do(command, an_actor(Role.REGIONAL_MANAGER))


def test_a_second_meeting_that_loses_its_coordinator_does_not_say_that_the_circle_never_met() -> None:
    (first,) = informing().hear(frozen(informing()))
    assert isinstance(first, c.ConferenceAdjourned)
    assert first.because is c.StillBecause.NO_COORDINATOR
    case = presenting()
    case.do(ADJOURN, main_person())
    another_day(case)
    case.do(OPEN)
    (second,) = case.hear(frozen(case))
    assert isinstance(second, c.ConferenceAdjourned)
    assert second.because is c.StillBecause.SOMEBODY_MISSING
