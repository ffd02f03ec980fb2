"""Handlers of the weeks before the meeting: day, food, readiness, putting off and stopping."""

import pytest

from kring_conference.process import PathStage, PlanStage, Stage
from kring_shared.contracts.conference import (
    AdjournConference,
    Answered,
    AnswerInvitation,
    ArrangeFood,
    CancelConference,
    CancelledBecause,
    ConferenceCancelled,
    ConferencePostponed,
    ConferenceReady,
    ConferenceScheduled,
    DeclareReady,
    DraftPlan,
    FollowUpEnded,
    FoodArranged,
    ParticipantPrepared,
    PostponeConference,
    PreparationStarted,
    ScheduleConference,
    StartInformationPhase,
    StillBecause,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady, NotYet
from kring_shared.testing.work import a_work
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    HANDLERS,
    PLAN,
    VAULT,
    Case,
    alone,
    card,
    circle_member,
    in_days,
    main_person,
    mandate,
    prepared,
    preparing,
    presenting,
    ready,
)

ACTIVATED = AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma"))


def test_an_accepted_request_waits_for_its_coordinator_with_those_it_is_about() -> None:
    case = Case(mandate("School goes on."))
    assert case.conference.stage is Stage.AWAITING_COORDINATOR
    assert case.person(FILIP).part is Part.MAIN_PERSON
    assert not case.person(FILIP).spoken_with
    assert case.person(GUARDIAN).part is Part.ACCEPTOR
    assert case.told == []


def test_the_coordinator_whom_the_main_person_wants_begins() -> None:
    case = Case()
    (started,) = case.hear(ACTIVATED)
    assert isinstance(started, PreparationStarted)
    assert started.coordinator_id == case.conference.coordinator_id == COORDINATOR
    assert case.conference.stage is Stage.PREPARING


def test_a_coordinator_before_the_request_is_not_yet() -> None:
    with pytest.raises(NotYet):
        HANDLERS[ACTIVATED.kind()](ACTIVATED, a_work("conference"))


def test_an_assignment_told_twice_is_left_alone() -> None:
    case = preparing()
    assert case.hear(ACTIVATED) == []


DECLARE = DeclareReady(case_id=CASE_ID)
FOOD = ArrangeFood(case_id=CASE_ID)


def on(case: Case, days: int) -> ScheduleConference:
    """Choose a day; the second of the two that were proposed is 40 days on."""
    return ScheduleConference(
        case_id=CASE_ID, starts_at=in_days(case.now, days), venue="Library", neutral=True, no_end_time=True
    )


def cancel(because: CancelledBecause = CancelledBecause.SITUATION_CHANGED) -> CancelConference:
    return CancelConference(case_id=CASE_ID, because=because)


def test_the_day_and_the_place_are_told_and_the_place_only_sealed() -> None:
    case = preparing()
    (told,) = case.do(on(case, 9))
    assert isinstance(told, ConferenceScheduled)
    assert told.venue.scope == scope_of(Scope.CASE, CASE_ID)
    assert VAULT.open(told.venue, str) == "Library"
    day = case.conference.day
    assert (day.neutral, day.no_end_time, day.sequence, told.sequence) == (True, True, 1, 1)


def test_each_day_that_is_told_counts_on_so_that_a_calendar_knows_which_is_the_newest() -> None:
    case = preparing()
    facts = [case.do(on(case, days))[0] for days in (9, 40, 9)]
    assert [fact.sequence for fact in facts if isinstance(fact, ConferenceScheduled)] == [1, 2, 3]


def test_a_day_that_has_passed_cannot_be_chosen() -> None:
    case = preparing()
    with pytest.raises(InvalidFields) as refusal:
        case.do(on(case, 0))
    assert refusal.value.fields == ("/startsAt",)


def test_something_to_eat_is_arranged_once() -> None:
    case = preparing()
    (told,) = case.do(FOOD)
    assert isinstance(told, FoodArranged)
    assert case.conference.day.food
    assert case.do(FOOD) == []


def test_readiness_is_refused_with_everything_that_is_missing_in_words() -> None:
    case = preparing(mandate(acceptor_id=None))
    with pytest.raises(NotReady) as refusal:
        case.do(DECLARE)
    for words in ("agree-question", "main person", "circle", "schedule-conference", "appoint-acceptor", "arrange-food"):
        assert words in str(refusal.value)
    assert case.conference.stage is Stage.PREPARING


def test_a_ready_conference_tells_how_many_are_expected_and_that_each_of_them_is_prepared() -> None:
    case = prepared()
    case.suggest("Somebody nobody reached")
    *prepared_now, told = case.do(DECLARE)
    assert isinstance(told, ConferenceReady)
    assert told.expected == 2
    assert case.conference.stage is Stage.READY
    assert [type(fact) for fact in prepared_now] == [ParticipantPrepared] * 2
    assert case.person(FILIP).stage is PathStage.PREPARED


def test_who_is_prepared_is_told_once_and_again_when_they_changed_their_mind() -> None:
    case = ready()
    case.do(on(case, 40))
    (told,) = case.do(DECLARE)
    assert isinstance(told, ConferenceReady)
    oma = next(line.person_id for line in case.show().participants if line.name == "Oma")
    case.do(AnswerInvitation(case_id=CASE_ID, person_id=oma, answer=Answered.COMES_REMOTE))
    case.do(on(case, 30))
    told, _ = case.do(DECLARE)
    assert isinstance(told, ParticipantPrepared)
    assert told.person_id == oma


def test_another_day_takes_readiness_back_and_readiness_is_declared_once() -> None:
    case = ready()
    with pytest.raises(NotAllowedNow):
        case.do(DECLARE)
    case.do(on(case, 40))
    assert case.conference.stage is Stage.PREPARING


def test_what_fell_away_after_readiness_is_seen_when_the_meeting_opens() -> None:
    case = prepared()
    leo = case.joins("Leo")
    case.do(DECLARE)
    for person in [leo, *(p.person_id for p in case.show().participants if p.name == "Oma")]:
        case.do(AnswerInvitation(case_id=CASE_ID, person_id=person, answer=Answered.DOES_NOT_COME))
    with pytest.raises(NotReady, match="somebody of the circle"):
        case.do(StartInformationPhase(case_id=CASE_ID))
    assert case.conference.stage is Stage.READY


def test_a_day_that_is_put_off_is_let_go_and_another_of_the_proposed_days_can_be_chosen() -> None:
    case = ready()
    sequence = case.conference.day.sequence
    (told,) = case.do(PostponeConference(case_id=CASE_ID, because=StillBecause.SAFETY))
    assert told == ConferencePostponed(case_id=CASE_ID, because=StillBecause.SAFETY).stamped(
        "utrecht", case.now, told.by
    )
    day = case.conference.day
    assert (day.starts_at, day.venue, day.food, day.sequence) == (None, None, False, sequence + 1)
    assert case.person(FILIP).dates.can == set(day.options)
    with pytest.raises(NotAllowedNow):
        case.do(DECLARE)
    case.do(on(case, 40))
    case.do(FOOD)
    case.do(DECLARE)
    assert case.conference.stage is Stage.READY


def test_the_main_person_puts_the_day_off_themselves_and_nobody_else_of_the_circle_does_it_alone() -> None:
    case = ready()
    oma = next(line.person_id for line in case.show().participants if line.name == "Oma")
    with pytest.raises(NotPermitted):
        case.do(PostponeConference(case_id=CASE_ID), circle_member(oma))
    case.do(PostponeConference(case_id=CASE_ID), main_person())
    assert case.conference.stage is Stage.POSTPONED
    with pytest.raises(NotAllowedNow):
        case.do(PostponeConference(case_id=CASE_ID))


def test_no_calendar_hears_that_a_day_is_off_that_nobody_had_chosen() -> None:
    case = preparing()
    case.do(PostponeConference(case_id=CASE_ID))
    assert case.conference.day.sequence == 0


@pytest.mark.parametrize(
    "because",
    [
        CancelledBecause.NETWORK_TOO_SMALL,
        CancelledBecause.SITUATION_CHANGED,
        CancelledBecause.OTHER_HELP_CAME_FIRST,
    ],
)
def test_a_preparation_stops_with_a_code_and_nobody_is_called_afterwards(because: CancelledBecause) -> None:
    case = ready()
    cancelled, ended = case.do(cancel(because))
    assert isinstance(cancelled, ConferenceCancelled)
    assert (cancelled.stage, cancelled.because) == ("ready", because)
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 0
    assert case.conference.stage is Stage.CANCELLED
    with pytest.raises(NotAllowedNow):
        case.do(cancel(because))


@pytest.mark.parametrize(
    "because", [CancelledBecause.WITHDRAWN, CancelledBecause.TRANSFERRED, CancelledBecause.A_SIDE_STOPPED]
)
def test_a_coordinator_does_not_say_for_others_that_they_stopped(because: CancelledBecause) -> None:
    case = preparing()
    with pytest.raises(InvalidFields, match="network-too-small") as refusal:
        case.do(cancel(because))
    assert refusal.value.fields == ("/because",)
    assert case.conference.stage is Stage.PREPARING


def test_only_the_coordinator_stops_a_preparation_and_never_while_people_are_together() -> None:
    with pytest.raises(NotPermitted):
        preparing().do(cancel(), main_person())
    for together in (alone(), presenting()):
        with pytest.raises(NotAllowedNow):
            together.do(cancel())


def test_nothing_is_prepared_once_people_met() -> None:
    case = presenting()
    for command in (FOOD, DECLARE, on(case, 9), PostponeConference(case_id=CASE_ID)):
        with pytest.raises(NotAllowedNow):
            case.do(command)


def test_a_plan_that_waited_for_a_second_meeting_stops_with_it() -> None:
    case = presenting()
    case.do(DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(AdjournConference(case_id=CASE_ID))
    case.do(cancel(CancelledBecause.OTHER_HELP_CAME_FIRST))
    assert case.plan.stage is PlanStage.STOPPED


def test_only_the_coordinator_arranges_the_day() -> None:
    case = prepared()
    for command in (on(case, 40), FOOD, DECLARE):
        with pytest.raises(NotPermitted):
            case.do(command, main_person())
    assert case.conference.stage is Stage.PREPARING
