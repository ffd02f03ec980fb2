"""While a case is paused nobody is drawn further in; what people said is noted, and a circle together goes on."""

import pytest

from kring_conference.process import WAITS_IN_A_PAUSE, CallStage, PathStage, PlanStage, Stage
from kring_shared.contracts.conference import (
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    ConcludeConference,
    ConferenceReady,
    ConfirmPlan,
    DeclareReady,
    DraftPlan,
    EndPrivateTime,
    FollowUpDue,
    FollowUpResult,
    InviteGroup,
    InviteParticipant,
    LeaveOut,
    PlanDistributed,
    ProposeDates,
    RecordFollowUp,
    ScheduleConference,
    ShareConditions,
    StartInformationPhase,
    StartPrivateTime,
    StepOut,
)
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.intake import (
    PauseReason,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.kernel.errors import NotPermitted, Paused, Refused
from kring_shared.testing.work import NOON, a_work
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    HANDLERS,
    PLAN,
    QUESTION,
    Case,
    alone,
    card,
    concluded,
    contact,
    in_days,
    main_person,
    mandate,
    prepared,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.pauses import CALL, MOVED
from tests.unit.conference.plans_way import hand_round
from tests.unit.conference.test_follow_up import distributed

PAUSED = RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.CONSENT_DIVIDED)
RESUMED = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))
WITHOUT_FILIP = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=())
WAITING: tuple[Command, ...] = (
    InviteParticipant(case_id=CASE_ID, person_id=FILIP),
    ProposeDates(case_id=CASE_ID, options=(in_days(NOON, 50),)),
    ScheduleConference(
        case_id=CASE_ID, starts_at=in_days(NOON, 40), venue="Community centre", neutral=True, no_end_time=True
    ),
    ShareConditions(case_id=CASE_ID),
    DeclareReady(case_id=CASE_ID),
)


@pytest.mark.parametrize("command", WAITING, ids=lambda c: c.name)
def test_while_a_case_is_paused_nobody_is_drawn_further_in(command: Command) -> None:
    case = prepared(mandate("School goes on."))
    case.hear(PAUSED)
    before = dict(case.stored)
    with pytest.raises(Paused, match=f"{command.name} has to wait"):
        case.do(command)
    assert case.stored == before
    case.hear(RESUMED)
    case.do(command)
    assert case.stored != before


def test_a_meeting_does_not_open_while_the_case_is_paused() -> None:
    case = ready()
    case.now = in_days(case.now, 30)
    case.hear(PAUSED)
    with pytest.raises(Paused):
        case.do(StartInformationPhase(case_id=CASE_ID))
    case.hear(RESUMED)
    case.do(StartInformationPhase(case_id=CASE_ID))
    assert case.conference.stage is Stage.INFORMATION_PHASE


def test_these_commands_are_all_that_wait() -> None:
    assert {type(command) for command in WAITING} | {InviteGroup, StartInformationPhase} == WAITS_IN_A_PAUSE


def test_what_people_said_is_noted_also_during_a_pause() -> None:
    case = prepared()
    leo = case.suggest("Leo")
    case.hear(PAUSED)
    case.do(contact(leo))
    case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True))
    oma = next(line.person_id for line in case.show().participants if line.stage == "comes")
    case.do(AnswerInvitation(case_id=CASE_ID, person_id=oma, answer=Answered.DOES_NOT_COME))
    assert case.person(leo).spoken_with
    assert case.person(oma).answer is Answered.DOES_NOT_COME


def test_a_circle_that_is_together_is_not_stopped_by_a_pause() -> None:
    case = alone()
    case.hear(PAUSED)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    case.do(StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True))
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    case.do(DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), main_person())
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    hand_round(case)
    assert case.plan.stage is PlanStage.DISTRIBUTED


def test_a_coordinator_who_was_told_just_before_the_pause_begins_and_waits() -> None:
    case = Case()
    case.hear(PAUSED)
    case.hear(AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")))
    assert case.conference.stage is Stage.PREPARING
    with pytest.raises(Paused):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=FILIP))


def test_what_is_shown_as_possible_leaves_out_what_has_to_wait() -> None:
    case = preparing()
    case.hear(PAUSED)
    shown = case.show()
    assert shown.paused
    assert not {command.name for command in WAITS_IN_A_PAUSE} & set(shown.possible)
    assert {"agree-question", "answer-invitation", "record-contact", "suggest-participant"} <= set(shown.possible)
    case.hear(RESUMED)
    assert not case.show().paused
    assert "declare-ready" in case.show().possible


def test_a_call_whose_day_comes_during_the_pause_is_asked_for_once_it_goes_on() -> None:
    case = distributed()
    case.hear(PAUSED)
    case.now = in_days(case.now, 28)
    assert case.hear(CALL) == []
    case.now = in_days(case.now, 3)
    (due,) = case.hear(RESUMED)
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == COORDINATOR
    assert case.hear(CALL) == []
    case.do(RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.ON_TRACK))
    assert case.calls()[0].stage is CallStage.DONE


def test_a_call_that_is_still_ahead_keeps_its_day() -> None:
    case = distributed()
    case.hear(PAUSED)
    assert case.hear(RESUMED) == []
    assert case.calls()[0].stage is CallStage.PLANNED
    case.now = in_days(case.now, 28)
    assert [type(fact) for fact in case.hear(CALL)] == [FollowUpDue]


def test_a_main_person_with_whom_it_does_not_go_on_takes_no_further_part() -> None:
    case = prepared()
    case.hear(PAUSED)
    case.hear(WITHOUT_FILIP)
    filip = case.person(FILIP)
    assert (filip.takes_part, filip.is_expected, filip.shown_stage) == (False, False, "left")
    assert filip.parties() == frozenset()
    with pytest.raises(Refused, match="no further part"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=FILIP))
    with pytest.raises(NotPermitted):
        case.do(EndPrivateTime(case_id=CASE_ID), main_person())


def test_who_takes_no_further_part_is_not_expected_told_conditions_or_given_the_plan() -> None:
    case = prepared(mandate("School goes on."))
    case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=()))
    case.do(ShareConditions(case_id=CASE_ID))
    with pytest.raises(Refused, match="a main person comes or is represented"):
        case.do(DeclareReady(case_id=CASE_ID))
    case.hear(RESUMED)
    both = case.do(DeclareReady(case_id=CASE_ID))[-1]
    assert isinstance(both, ConferenceReady)
    assert both.expected == 2
    plan = concluded()
    plan.hear(WITHOUT_FILIP)
    given, *_ = hand_round(plan)
    assert isinstance(given, PlanDistributed)
    assert FILIP not in given.recipients
    assert len(given.recipients) == 1


def test_whoever_comes_back_takes_part_again() -> None:
    case = prepared()
    case.hear(WITHOUT_FILIP)
    case.hear(RESUMED)
    assert case.person(FILIP).takes_part
    assert case.person(FILIP).spoken_with


@pytest.mark.parametrize("fact", [PAUSED, RESUMED, MOVED], ids=lambda f: f.name)
def test_before_anything_is_prepared_nothing_waits_goes_on_or_moves(fact: Fact) -> None:
    never_accepted = a_work("conference")
    HANDLERS[fact.kind()](fact, never_accepted)
    assert (never_accepted.changed, never_accepted.told, never_accepted.erased) == ({}, [], [])


def test_what_is_off_stays_off() -> None:
    case = ready()
    case.hear(MOVED)
    before = dict(case.stored)
    assert case.hear(PAUSED) == case.hear(RESUMED) == []
    assert case.stored == before


def test_somebody_of_the_circle_who_died_takes_no_further_part_unless_it_was_a_mistake() -> None:
    case = prepared()
    leo = case.suggest("Leo")
    case.hear(PAUSED.model_copy(update={"because": PauseReason.PERSON_DIED, "person_id": leo}))
    case.hear(RESUMED)
    assert case.person(leo).has_left
    case.hear(PAUSED.model_copy(update={"because": PauseReason.PERSON_DIED, "person_id": leo}))
    case.hear(RESUMED.model_copy(update={"noted_by_mistake": True}))
    assert not case.person(leo).has_left


def test_who_stepped_out_or_is_kept_away_is_not_brought_back_by_a_pause_that_ends() -> None:
    case = prepared()
    leo, uncle = case.joins("Leo"), case.joins("Uncle")
    case.do(StepOut(case_id=CASE_ID, person_id=leo))
    case.do(LeaveOut(case_id=CASE_ID, person_id=uncle))
    case.hear(PAUSED)
    case.hear(RESUMED.model_copy(update={"noted_by_mistake": True}))
    assert case.person(leo).stage is PathStage.STEPPED_OUT
    assert case.person(uncle).stage is PathStage.NOT_INVITED
    assert case.person(leo).is_out
    assert case.person(uncle).is_out


def test_a_conference_remembers_which_one_it_repeats_and_a_withdrawal_forgets_when_the_circle_was_alone() -> None:
    case = presenting()
    assert case.conference.room.private_from is not None
    case.hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    assert case.conference.room == case.conference.room.without_stamps()
    former = "0" * 31 + "7"
    again = Case()
    accepted = RequestAccepted(
        case_id=CASE_ID,
        office="utrecht",
        requester=card(FILIP, "Filip"),
        main_persons=(card(FILIP, "Filip"),),
        dossier=again.conference.dossier,
        previous_case_id=former,
    )
    again.stored.clear()
    again.hear(accepted)
    assert again.show(main_person()).previous_case_id == former
