"""When a coordinator's access is taken, given back or handed over: what the family agreed to stays as it is."""

from collections.abc import Callable
from typing import Final

import pytest

from kring_conference.process import PlanStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    ArrangeFood,
    ConcludeConference,
    ConferenceAdjourned,
    ConfirmPlan,
    ContactKind,
    DeclareReady,
    DraftPlan,
    EndPrivateTime,
    InviteParticipant,
    PreparationStarted,
    RecordContact,
    ScheduleConference,
    ShowConference,
    StartInformationPhase,
    StartPrivateTime,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import (
    AssignmentActivated,
    HandOverReason,
)
from kring_shared.kernel.errors import NotPermitted, NotYet
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import a_work, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    HANDLERS,
    PLAN,
    QUESTION,
    Case,
    agreed,
    alone,
    card,
    circle_member,
    concluded,
    in_days,
    main_person,
    prepared,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.coordinators import (
    JOHAN,
    OUT,
    SUCCESSOR,
    completed,
    frozen,
    handed_over,
    informing,
    restored,
    succeeded,
)
from tests.unit.conference.plans_way import hand_round
from tests.unit.conference.test_follow_up import distributed

STAGES: Final[tuple[Callable[[], Case], ...]] = (preparing, prepared, ready, alone, presenting, concluded, distributed)
ONE_OF_EACH: Final[tuple[tuple[Callable[[], Case], Command], ...]] = (
    (preparing, AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True)),
    (preparing, RecordContact(case_id=CASE_ID, person_id=FILIP, how=ContactKind.PHONE)),
    (prepared, InviteParticipant(case_id=CASE_ID, person_id=FILIP)),
    (prepared, DeclareReady(case_id=CASE_ID)),
    (ready, StartInformationPhase(case_id=CASE_ID)),
    (presenting, DraftPlan(case_id=CASE_ID, plan=PLAN)),
    (agreed, ConcludeConference(case_id=CASE_ID, present_count=9)),
    (concluded, WriteOutPlan(case_id=CASE_ID)),
)


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
@pytest.mark.parametrize(("at", "command"), ONE_OF_EACH, ids=lambda value: getattr(value, "name", ""))
def test_from_that_moment_the_former_coordinators_command_is_refused(
    at: Callable[[], Case], command: Command, out: Callable[[Case], Fact]
) -> None:
    case = at()
    case.hear(out(case))
    before = dict(case.stored)
    with pytest.raises(NotPermitted):
        case.do(command)
    assert case.stored == before


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
@pytest.mark.parametrize("at", STAGES, ids=lambda at: at.__name__)
def test_from_that_moment_they_may_not_ask_how_it_stands(at: Callable[[], Case], out: Callable[[Case], Fact]) -> None:
    case = at()
    asks = an_actor(Role.COORDINATOR, COORDINATOR)
    right = permits.check_role(asks, ShowConference, "utrecht")
    permits.check_part(asks, right, case.view().about((CASE_ID,)))
    case.hear(out(case))
    with pytest.raises(NotPermitted):
        permits.check_part(asks, right, case.view().about((CASE_ID,)))


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
@pytest.mark.parametrize("at", [at for at in STAGES if at is not alone], ids=lambda at: at.__name__)
def test_nothing_else_of_the_case_changes(at: Callable[[], Case], out: Callable[[Case], Fact]) -> None:
    case = at()
    before = case.show(main_person())
    others = {key: value for key, value in case.stored.items() if key[0].__name__ != "Conference"}
    assert case.hear(out(case)) == []
    after = case.show(main_person())
    assert after.awaits_coordinator
    assert after.model_copy(update={"awaits_coordinator": False, "possible": before.possible}) == before
    assert {key: value for key, value in case.stored.items() if key[0].__name__ != "Conference"} == others


def test_while_nobody_coordinates_only_what_is_the_familys_own_is_possible() -> None:
    case = prepared()
    case.hear(handed_over(case))
    shown = set(case.show(main_person()).possible)
    assert {"answer-invitation", "suggest-participant", "step-out", "postpone-conference"} <= shown
    assert not {"declare-ready", "invite-participant", "schedule-conference", "start-information-phase"} & shown
    oma = next(line.person_id for line in case.show(main_person()).participants if line.stage == "comes")
    case.do(AnswerInvitation(case_id=CASE_ID, person_id=oma, answer=Answered.COMES_REMOTE), circle_member(oma))
    case.hear(succeeded(case))
    assert "declare-ready" in case.show(JOHAN).possible


def test_a_restored_coordinator_goes_on() -> None:
    case = prepared()
    case.hear(frozen(case))
    assert case.hear(restored(case)) == []
    case.do(DeclareReady(case_id=CASE_ID))
    assert case.conference.stage is Stage.READY


def test_a_deputy_keeps_the_meeting_that_was_planned() -> None:
    case = ready()
    planned = case.conference
    case.hear(handed_over(case))
    assert case.hear(succeeded(case)) == []
    assert (case.conference.stage, case.conference.day) == (Stage.READY, planned.day)
    case.now = in_days(case.now, 30)
    case.do(StartInformationPhase(case_id=CASE_ID), JOHAN)
    assert case.conference.stage is Stage.INFORMATION_PHASE


def test_a_successor_prepares_on_with_everything_that_was_agreed() -> None:
    case = prepared()
    case.hear(handed_over(case))
    assert case.hear(succeeded(case)) == []
    case.do(DeclareReady(case_id=CASE_ID), JOHAN)
    assert case.conference.stage is Stage.READY
    with pytest.raises(NotPermitted):
        case.do(RecordContact(case_id=CASE_ID, person_id=FILIP, how=ContactKind.PHONE))


def test_the_preparation_starts_once() -> None:
    case = preparing()
    case.hear(handed_over(case))
    case.hear(succeeded(case))
    assert [fact.coordinator_id for fact in case.told if isinstance(fact, PreparationStarted)] == [COORDINATOR]


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
def test_part_one_is_adjourned_and_another_day_is_chosen(out: Callable[[Case], Fact]) -> None:
    case = informing()
    question, before = case.conference.question, case.conference.day
    assert [type(fact) for fact in case.hear(out(case))] == [ConferenceAdjourned]
    conference = case.conference
    assert conference.stage is Stage.ADJOURNED
    assert (conference.day.starts_at, conference.day.venue) == (None, None)
    assert conference.day.sequence == before.sequence + 1
    assert conference.question == question
    assert {line.stage for line in case.show(main_person()).participants} == {"comes"}


def test_after_an_adjournment_the_successor_opens_the_meeting_anew() -> None:
    case = informing()
    case.hear(frozen(case))
    assert case.hear(handed_over(case, HandOverReason.CONFLICT)) == []
    case.hear(succeeded(case))
    case.do(
        ScheduleConference(
            case_id=CASE_ID, starts_at=in_days(case.now, 9), venue="Library", neutral=True, no_end_time=True
        ),
        JOHAN,
    )
    case.do(ArrangeFood(case_id=CASE_ID), JOHAN)
    case.do(DeclareReady(case_id=CASE_ID), JOHAN)
    case.now = in_days(case.now, 9)
    case.do(StartInformationPhase(case_id=CASE_ID), JOHAN)
    case.do(StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True), JOHAN)
    assert (case.conference.held_on, case.conference.room.meeting) == (case.now.date(), 2)


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
def test_private_time_is_not_disturbed_and_the_last_part_waits_for_whoever_goes_on(
    out: Callable[[Case], Fact],
) -> None:
    case = alone()
    began = case.conference.room.private_from
    assert case.hear(out(case)) == []
    assert (case.conference.stage, case.conference.room.private_from) == (Stage.PRIVATE_TIME, began)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    assert case.conference.stage is Stage.PRESENTATION_PHASE
    case.do(DraftPlan(case_id=CASE_ID, plan=PLAN), main_person())
    case.do(ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), main_person())
    with pytest.raises(NotPermitted):
        case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    case.hear(succeeded(case))
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9), JOHAN)
    hand_round(case, JOHAN)
    assert case.plan.stage is PlanStage.DISTRIBUTED


def test_a_conference_that_stopped_is_left_alone_but_is_no_longer_theirs_to_see() -> None:
    case = ready()
    case.hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    before = case.show(main_person())
    for fact in (frozen(case), handed_over(case), restored(case), succeeded(case), completed(case)):
        assert case.hear(fact) == []
        assert case.show(main_person()) == before
        assert case.conference.parties() == frozenset()


def test_what_is_told_twice_changes_nothing_the_second_time() -> None:
    case = informing()
    for fact in (frozen(case), restored(case), handed_over(case), succeeded(case)):
        case.hear(fact)
        before = dict(case.stored)
        assert case.hear(fact) == []
        assert case.stored == before


def test_what_comes_late_about_the_former_coordinator_leaves_the_successor_in() -> None:
    case = ready()
    freeze, back = frozen(case), restored(case)
    began = AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma"))
    case.hear(freeze)
    case.hear(handed_over(case))
    assert case.hear(back) == case.hear(began) == []
    assert case.conference.parties() == frozenset()
    case.hear(succeeded(case))
    for late in (back, freeze, began, handed_over(case)):
        assert case.hear(late) == []
        assert case.conference.parties() == {("coordinator", SUCCESSOR)}


def test_whoever_was_asked_and_never_began_takes_nothing_along() -> None:
    case = Case()
    assert case.hear(handed_over(case)) == []
    assert case.conference.stage is Stage.AWAITING_COORDINATOR
    assert [type(fact) for fact in case.hear(succeeded(case))] == [PreparationStarted]


def test_a_handover_that_overtakes_the_request_waits_for_it() -> None:
    too_early = a_work("conference")
    fact = handed_over(Case())
    with pytest.raises(NotYet):
        HANDLERS[fact.kind()](fact, too_early)
