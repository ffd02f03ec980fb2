"""A breach is noted, weighed, told to whom it must be within 72 hours, and only then closed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.breach import Breach
from kring_registry.handlers import breaches
from kring_registry.process.breach import BREACH, BreachStage
from kring_registry.queries.breaches import list_breaches
from kring_registry.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.registry import (
    AssessBreach,
    BreachClosed,
    BreachDue,
    BreachNoted,
    BreachOverdue,
    BreachShown,
    CloseBreach,
    ListBreaches,
    NoteBreach,
    ReportBreach,
    Risk,
)
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, NotReady
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane import permits
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.stores import migrated

WORDS = "Een brief van Filip lag bij de buren."
HANDLERS: dict[type[Named], Callable[[Any, Work], None]] = {
    NoteBreach: breaches.note_breach,
    AssessBreach: breaches.assess_breach,
    ReportBreach: breaches.report_breach,
    CloseBreach: breaches.close_breach,
    BreachDue: breaches.breach_is_due,
}


def noted(hours_ago: int = 0) -> Work:
    work = a_work("registry", actor=an_actor())
    breaches.note_breach(NoteBreach(found_hours_ago=hours_ago, words=WORDS, people=2), work)
    return work


def breach_of(work: Work) -> Breach:
    (found,) = [one for one in work.changed.values() if isinstance(one, Breach)]
    return found


def handled(message: Named, breach: Breach) -> Work:
    actor = an_actor() if isinstance(message, Command) else None
    work = a_work("registry", breach, actor=actor)
    HANDLERS[type(message)](message, work)
    return work


def after(*messages: Named) -> Breach:
    breach = breach_of(noted())
    for message in messages:
        breach = handled(message, breach).need(Breach, breach.id)
    return breach


ID = breach_of(noted()).id
NONE, SOME, HIGH = (AssessBreach(breach_id=ID, risk=risk) for risk in Risk)
TOLD = ReportBreach(breach_id=ID, authority_reference="2026-1234")
ALL_TOLD = ReportBreach(breach_id=ID, people_told=True)
CLOSE = CloseBreach(breach_id=ID)
DUE = BreachDue(case_id=ID)
COMMANDS = (NONE, SOME, HIGH, TOLD, ALL_TOLD, CLOSE)
BY_STAGE = {
    BreachStage.NOTED: (),
    BreachStage.ASSESSED: (NONE,),
    BreachStage.REPORTED: (SOME, TOLD),
    BreachStage.CLOSED: (NONE, CLOSE),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def listed(database: Database, *stored: Breach, office: str = "utrecht", vault: PlainVault | None = None) -> list[Any]:
    with database.begin() as tx:
        save(tx, SHELVES, {(Breach, one.id): one for one in stored})
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), vault or PlainVault(), NOON, an_actor(office=office))
        return list(list_breaches(ListBreaches(), reader).breaches)


def test_what_happened_is_sealed_under_a_key_of_its_own_and_who_noted_it_is_told_nobody() -> None:
    work = noted()
    breach = breach_of(work)
    assert breach.words.scope == f"register/{breach.id}"
    (told,) = facts_of(work)
    assert isinstance(told, BreachNoted)
    assert (told.case_id, told.by, told.report_by) == (breach.id, "system", (NOON + timedelta(hours=72)).date())
    assert WORDS not in told.model_dump_json()
    assert work.answer == {"breachId": breach.id}


@pytest.mark.parametrize(("hours_ago", "left"), [(0, 48), (24, 24), (60, 0), (200, 0)])
def test_a_day_before_the_72_hours_are_over_somebody_is_told_counted_from_when_it_was_found(
    hours_ago: int, left: int
) -> None:
    (reminder,) = noted(hours_ago).reminders
    assert reminder.due == NOON + timedelta(hours=left)


@pytest.mark.parametrize("stage", BreachStage)
@pytest.mark.parametrize("command", [NONE, ALL_TOLD, CLOSE], ids=lambda command: command.name)
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(
    stage: BreachStage, command: Command
) -> None:
    before = after(*BY_STAGE[stage])
    assert before.stage is stage
    if BREACH.knows(stage, type(command)):
        assert handled(command, before).need(Breach, ID).stage is BREACH.next(stage, type(command))
        return
    with pytest.raises(NotAllowedNow) as refusal:
        handled(command, before)
    assert refusal.value.possible == BREACH.possible(stage)


@pytest.mark.parametrize(
    ("route", "who"),
    [
        ((SOME,), "the authority"),
        ((HIGH,), "the authority"),
        ((HIGH, TOLD), "the people"),
        ((SOME, TOLD, HIGH), "the p"),
    ],
    ids=["some risk", "high risk", "high, and the people were not told", "higher than was thought"],
)
def test_it_is_not_closed_while_somebody_should_still_be_told(route: tuple[Named, ...], who: str) -> None:
    with pytest.raises(NotReady, match=f"so {who}.*report-breach"):
        handled(CLOSE, after(*route))


@pytest.mark.parametrize("route", [(NONE,), (SOME, TOLD), (HIGH, ALL_TOLD), (HIGH, TOLD, ALL_TOLD)])
def test_it_is_closed_when_everybody_was_told_who_must_be(route: tuple[Named, ...]) -> None:
    (told,) = facts_of(handled(CLOSE, after(*route)))
    assert isinstance(told, BreachClosed)
    assert told.risk is after(*route).risk


def test_what_was_told_once_stays_told() -> None:
    breach = after(HIGH, ALL_TOLD, TOLD)
    assert (breach.people_told, breach.authority_told, breach.authority_reference) == (True, True, "2026-1234")


@pytest.mark.parametrize("route", [(), (SOME,), (HIGH,)], ids=["not weighed", "some", "high"])
def test_near_the_end_it_is_told_once_that_nobody_told_the_authority(route: tuple[Named, ...]) -> None:
    work = handled(DUE, after(*route))
    assert [type(fact) for fact in facts_of(work)] == [BreachOverdue]
    assert facts_of(handled(DUE, work.need(Breach, ID))) == []


@pytest.mark.parametrize("route", [(NONE,), (SOME, TOLD), (NONE, CLOSE)], ids=["no risk", "told", "closed"])
def test_once_nobody_needs_to_be_told_the_end_of_the_hours_says_nothing(route: tuple[Named, ...]) -> None:
    assert facts_of(handled(DUE, after(*route))) == []
    assert handled(route[-1], after(*route[:-1])).reminders == []


def test_a_risk_that_is_seen_later_starts_the_clock_again() -> None:
    (reminder,) = handled(SOME, after(NONE)).reminders
    assert reminder.due == NOON + timedelta(hours=48)


@given(st.lists(st.sampled_from([*COMMANDS, DUE]), max_size=20))
def test_whatever_is_asked_in_whatever_order_nothing_is_closed_that_should_still_be_told(messages: list[Named]) -> None:
    breach = breach_of(noted())
    for message in messages:
        try:
            breach = handled(message, breach).get(Breach, ID) or breach
        except (NotAllowedNow, NotReady):
            continue
        if breach.stage is BreachStage.CLOSED:
            assert breach.authority_told or breach.risk is Risk.NONE
            assert breach.people_told or breach.risk is not Risk.HIGH


def test_an_unknown_breach_is_not_found() -> None:
    with pytest.raises(NotFound):
        breaches.close_breach(CLOSE, a_work("registry", actor=an_actor()))


@pytest.mark.parametrize("message", [AssessBreach, ReportBreach, CloseBreach, ListBreaches])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OPERATOR, Role.MAIN_PERSON])
def test_only_the_regional_manager_reads_and_handles_it(message: type[Named], role: Role) -> None:
    with pytest.raises(NotPermitted):
        permits.check_role(an_actor(role), message, "utrecht")


def test_an_operator_may_note_one_too() -> None:
    assert permits.check_role(an_actor(Role.OPERATOR), NoteBreach, "utrecht")


@pytest.mark.parametrize("breach", [after(), after(HIGH, ALL_TOLD, CLOSE)], ids=["noted", "closed"])
def test_a_breach_comes_back_as_it_was_stored(database: Database, breach: Breach) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(Breach, ID): breach})
    with database.read() as tx:
        assert load(tx, SHELVES, [ID]).loaded[Breach, ID] == replace(breach, version=1)


def test_the_register_shows_the_newest_first_with_the_hours_that_are_left_and_no_other_office(
    database: Database,
) -> None:
    older = replace(after(), breach_id="f" * 32, found_at=NOON - timedelta(hours=80))
    found = listed(database, older, after(), replace(after(), breach_id="e" * 32, office="gent"))
    assert [(one.breach_id, one.hours_left) for one in found] == [(ID, 72), ("f" * 32, -8)]
    shown = found[0]
    assert isinstance(shown, BreachShown)
    assert (shown.words, shown.people, shown.possible) == (WORDS, 2, ("assess-breach",))


def test_what_happened_reads_as_erased_once_its_key_is_gone(database: Database) -> None:
    vault = PlainVault()
    vault.destroy(f"register/{ID}")
    assert listed(database, after(), vault=vault)[0].words == Erased()
