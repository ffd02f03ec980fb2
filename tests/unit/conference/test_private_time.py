"""Part two belongs to the circle: who begins it, who ends it, and that nothing of it is asked, kept, told or shown."""

import json
from datetime import timedelta
from typing import Any

import pytest

from kring_conference.handlers.private_time import forget_when
from kring_conference.process import ALLOWED_IN_PRIVATE_TIME, PlanStage, Stage
from kring_conference.queries.people import NOT_SHOWN
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Query
from kring_shared.contracts.intake import Outcome, RequestWithdrawn
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotAllowedNow, NotPermitted, NotReady, NotYet
from kring_shared.runtime.declared.routes import Reader
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    PLAN,
    QUERIES,
    VAULT,
    agreed,
    alone,
    circle_member,
    guardian,
    main_person,
    mandate,
    presenting,
    ready,
)
from tests.unit.conference.coordinators import informing
from tests.unit.conference.every_command import EVERY_KIND, OF_A_SIGNAL, ONE_OF_EACH, by
from tests.unit.conference.left_alone import ALONE, CALLED, CONDITION, DONE, oma_of, stage_of

FATMA = an_actor(Role.COORDINATOR, COORDINATOR)
EVERYBODY = [FATMA, main_person(), an_actor(Role.REGIONAL_MANAGER)]


@pytest.mark.parametrize(
    ("professionals", "coordinator", "who"),
    [(False, True, "every professional must"), (True, False, "the coordinator must"), (False, False, "and the coord")],
)
def test_private_time_does_not_begin_while_somebody_else_is_in_the_room(
    professionals: bool,  # noqa: FBT001 - a table of cases
    coordinator: bool,  # noqa: FBT001 - the same
    who: str,
) -> None:
    case = informing()
    start = ALONE.model_copy(update={"professionals_left": professionals, "coordinator_left": coordinator})
    with pytest.raises(NotReady, match=who):
        case.do(start)
    assert stage_of(case) is Stage.INFORMATION_PHASE


def test_the_conditions_are_explained_before_the_circle_is_left_alone() -> None:
    case = ready(mandate(CONDITION))
    case.do(c.StartInformationPhase(case_id=CASE_ID))
    with pytest.raises(NotReady, match="explain-conditions"):
        case.do(ALONE)
    case.do(c.ExplainConditions(case_id=CASE_ID))
    assert [type(fact) for fact in case.do(ALONE)] == [c.PrivateTimeStarted]


def test_interpreters_stay_when_the_circle_asks_it_and_the_organisation_lets_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stay = ALONE.model_copy(update={"interpreters_stay": True})
    assert informing().do(stay)
    strict = POLICIES["nl/1"].model_copy(update={"interpreter_may_stay": False})
    case = informing()
    monkeypatch.setitem(POLICIES, "nl/1", strict)
    with pytest.raises(NotReady, match="interpreters leave"):
        case.do(stay)


@pytest.mark.parametrize("who", ["main person", "circle"])
def test_the_circle_ends_private_time_itself(who: str) -> None:
    case = alone()
    told = case.do(DONE, main_person() if who == "main person" else circle_member(oma_of(case)))
    assert [type(fact) for fact in told] == [c.PrivateTimeEnded, c.PresentationStarted]
    assert stage_of(case) is Stage.PRESENTATION_PHASE


def test_the_coordinator_notes_that_the_circle_called_and_ends_nothing_without_that() -> None:
    case = alone()
    with pytest.raises(NotReady, match="only the circle says when it is done"):
        case.do(DONE)
    assert stage_of(case) is Stage.PRIVATE_TIME
    case.do(CALLED)
    assert stage_of(case) is Stage.PRESENTATION_PHASE


@pytest.mark.parametrize("actor", [an_actor(Role.REGIONAL_MANAGER), guardian()], ids=lambda actor: actor.role)
def test_no_office_and_no_professional_ends_private_time(actor: Actor) -> None:
    with pytest.raises(NotPermitted):
        alone(mandate(CONDITION)).do(CALLED, actor)


def test_however_long_it_takes_no_clock_runs() -> None:
    case = alone()
    assert case.last is not None
    assert case.last.reminders == []
    case.now += timedelta(days=3)
    assert case.do(DONE, main_person())


def test_there_is_a_command_of_every_kind_to_try() -> None:
    tried = [type(command) for command in (*ONE_OF_EACH, *OF_A_SIGNAL)]
    assert set(tried) == EVERY_KIND
    assert len(tried) == len(EVERY_KIND)


@pytest.mark.parametrize("command", ONE_OF_EACH, ids=lambda command: command.name)
def test_while_the_circle_is_alone_nothing_else_is_taken_in(command: Command) -> None:
    case = agreed(mandate(CONDITION))
    case.do(ALONE)
    before = dict(case.stored)
    if type(command) in ALLOWED_IN_PRIVATE_TIME:
        case.do(command, by(command))
        return
    with pytest.raises(NotAllowedNow) as refusal:
        case.do(command, by(command))
    assert refusal.value.stage == Stage.PRIVATE_TIME
    assert refusal.value.possible == ("adjourn-conference", "end-private-time", "raise-safety-signal", "step-out")
    assert case.stored == before


def test_only_these_stay_possible() -> None:
    assert {c.EndPrivateTime, c.AdjournConference, c.StepOut, c.RaiseSafetySignal} == ALLOWED_IN_PRIVATE_TIME


def test_the_main_person_may_withdraw_also_in_private_time_and_when_it_was_is_forgotten() -> None:
    case = alone()
    case.hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    assert stage_of(case) is Stage.CANCELLED
    assert (case.conference.room.private_from, case.conference.room.private_until) == (None, None)


@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: actor.role)
def test_a_conference_in_private_time_shows_that_and_nothing_else(actor: Actor) -> None:
    case = agreed(mandate(CONDITION))
    case.do(ALONE)
    shown = case.show(actor)
    theirs = ("raise-safety-signal",) if actor.role is Role.REGIONAL_MANAGER else shown.possible
    assert (
        shown.model_dump()
        == c.ConferenceShown(
            case_id=CASE_ID,
            stage="private-time",
            plan_stage=NOT_SHOWN,
            question="",
            starts_at=None,
            participants=(),
            missing=(),
            follow_ups=(),
            possible=theirs,
        ).model_dump()
    )
    assert set(theirs) <= {command.name for command in ALLOWED_IN_PRIVATE_TIME}


@pytest.mark.parametrize(
    "query", [c.ShowPlan(case_id=CASE_ID), c.ShowCalendar(case_id=CASE_ID, person_id=FILIP)], ids=lambda q: q.name
)
def test_other_questions_about_the_room_answer_nothing(query: Query) -> None:
    case = agreed()
    case.do(ALONE)
    for actor in EVERYBODY:
        reader = Reader(None, case.view(), VAULT, case.now, actor)  # type: ignore[arg-type]  # no table is read
        with pytest.raises(NotAllowedNow):
            QUERIES[query.kind()].answer(query, reader)


def test_its_facts_tell_the_day_and_not_the_hour_in_their_ids_either() -> None:
    case = presenting()
    later = presenting()
    for each, hours in ((case, 1), (later, 5)):
        each.now += timedelta(hours=hours)
        each.do(ALONE)
        each.now += timedelta(hours=1)
        each.do(CALLED)
        for told in each.last.told if each.last else ():
            assert int(told.id[:12], 16) % (24 * 60 * 60 * 1000) == 0
    about = {"private-time-started", "private-time-ended", "presentation-started"}
    first, second = ([f.model_dump_json() for f in e.told if f.name in about] for e in (case, later))
    assert len(first) == 6
    assert [json.loads(fact)["occurred_at"] for fact in first] == ["2026-12-20T00:00:00Z"] * 6
    assert [json.loads(fact) for fact in first] == [json.loads(fact) for fact in second]


def test_when_the_circle_was_alone_is_for_the_circle_and_the_coordinator_until_the_registration_is_locked() -> None:
    case = presenting()
    for actor in (FATMA, main_person(), circle_member(oma_of(case))):
        assert case.show(actor).private_from == case.conference.room.private_from is not None
    office = case.show(an_actor(Role.REGIONAL_MANAGER))
    assert (office.private_from, office.private_until) == (None, None)
    case.hear(RegistrationLocked(case_id=CASE_ID, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64))
    for actor in (FATMA, main_person()):
        shown = case.show(actor)
        assert (shown.private_from, shown.private_until) == (None, None)


def test_a_plan_is_with_the_circle_while_it_talks_again_also_after_a_meeting_was_broken_off() -> None:
    case = presenting()
    case.do(c.DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(ALONE)
    assert case.plan.stage is PlanStage.WITH_CIRCLE
    case.do(DONE, main_person())
    case.do(ALONE)
    assert case.plan.stage is PlanStage.WITH_CIRCLE


def test_nothing_of_private_time_is_in_what_a_handler_tells_answers_or_sends() -> None:
    case = alone()
    case.do(DONE, main_person())
    work = case.last
    assert work is not None
    assert (work.answer, work.posted, work.errands, work.reminders) == (None, [], [], [])
    known: set[str] = {"case_id", "office", "occurred_at", "by"}
    assert all(set(type(fact).model_fields) == known for fact in facts_of(work))
    kept: dict[str, Any] = vars(case.conference.room)
    assert {name for name in kept if kept[name] != vars(alone().conference.room)[name]} == {"private_until"}


def test_a_lock_that_is_heard_before_its_conference_waits_for_it_unless_nobody_ever_coordinated() -> None:
    nothing_there = a_work("conference")
    with pytest.raises(NotYet):
        forget_when(locked_as(Outcome.MEETING_WITH_PLAN), nothing_there)
    forget_when(locked_as(Outcome.STOPPED_BEFORE_START), nothing_there)
    assert nothing_there.changed == {}


def locked_as(outcome: Outcome) -> RegistrationLocked:
    return RegistrationLocked(case_id=CASE_ID, outcome=outcome, digest="0" * 64)
