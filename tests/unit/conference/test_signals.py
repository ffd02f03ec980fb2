"""A worry about safety goes its own way: raised at any moment, and seen by nobody but those who can do something."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kring_conference.domain.signal import Signal
from kring_conference.process import SignalStage, Stage
from kring_conference.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    ListSafetySignals,
    PassSafetySignalOn,
    RaiseSafetySignal,
    SafetySignalAssessed,
    SafetySignalClosed,
    SafetySignalOverdue,
    SafetySignalPassedOn,
    SafetySignalRaised,
    ShowSafetySignal,
    SignalLevel,
    SignalOutcome,
    SignalWaits,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.every_service import CaseFacts
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NoActor, NotAllowedNow, NotFound, NotPermitted, Refused
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.settle import Setup
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.conference.afterwards import MANAGER, WITHDRAWN, oma, went_out
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    Case,
    alone,
    circle_member,
    concluded,
    guardian,
    main_person,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.coordinators import frozen
from tests.unit.conference.signalling import a_lane, answered, ask, moves_on, rows_that_name, tables_that_name

WORDS = "He said he would wait outside tonight."
RAISE = RaiseSafetySignal(case_id=CASE_ID, level=SignalLevel.ACUTE, words=WORDS)
FATMA = an_actor(Role.COORDINATOR, COORDINATOR)
OFFICER = an_actor(Role.SAFETY_OFFICER, "7" * 32)
OTHER_OFFICER = an_actor(Role.SAFETY_OFFICER, "8" * 32)


def signal_of(case: Case) -> Signal:
    (found,) = (a for a in case.stored.values() if isinstance(a, Signal))
    return found


def raised(level: SignalLevel = SignalLevel.ACUTE) -> tuple[Case, str]:
    case = ready()
    case.do(RAISE.model_copy(update={"level": level}))
    return case, signal_of(case).id


def stopped() -> Case:
    case = ready()
    case.hear(WITHDRAWN)
    assert case.conference.stage is Stage.CANCELLED
    return case


def withheld() -> Case:
    case = ready()
    case.hear(frozen(case))
    return case


@pytest.mark.parametrize(
    "at",
    [Case, preparing, ready, alone, presenting, concluded, went_out, stopped, withheld],
    ids=lambda at: at.__name__,
)
def test_a_signal_is_raised_at_every_moment_and_moves_nothing_of_the_conference(at: Callable[[], Case]) -> None:
    case = at()
    before = dict(case.stored)
    (fact,) = case.do(RAISE, main_person())
    assert isinstance(fact, SafetySignalRaised)
    assert {key: value for key, value in case.stored.items() if key[0] is not Signal} == before
    assert signal_of(case).raised_by is Role.MAIN_PERSON


@pytest.mark.parametrize(
    "who", [lambda _: FATMA, lambda _: main_person(), lambda case: circle_member(oma(case).id)], ids=str
)
def test_the_coordinator_and_the_circle_raise_it_and_their_part_is_kept_without_who_they_are(
    who: Callable[[Case], Actor],
) -> None:
    case = ready()
    actor = who(case)
    (fact,) = case.do(RAISE, actor)
    signal = signal_of(case)
    assert signal.raised_by is actor.role
    assert actor.id not in str(SHELVES[-1].row(signal))
    assert fact.by == "system"


@pytest.mark.parametrize("who", [MANAGER, guardian(), circle_member("e" * 32), an_actor(Role.COORDINATOR, "other")])
def test_whoever_takes_no_part_raises_none_here(who: Actor) -> None:
    with pytest.raises(NotPermitted):
        ready().do(RAISE, who)


def test_without_somebody_who_signed_in_there_is_no_part_to_keep() -> None:
    with pytest.raises(NoActor):
        ready().hear(RAISE)


def test_the_words_are_sealed_under_a_key_of_the_signals_own() -> None:
    case, signal_id = raised()
    sealed = signal_of(case).words
    assert sealed.scope == scope_of(Scope.SIGNAL, signal_id)
    assert PlainVault().open(sealed, str) == WORDS
    assert WORDS not in "".join(fact.model_dump_json() for fact in case.told)


def test_no_fact_of_a_signal_leads_to_its_case_nor_to_who_raised_it() -> None:
    case, signal_id = raised()
    case.do(AssessSafetySignal(signal_id=signal_id, level=SignalLevel.CONCERN), MANAGER)
    case.do(PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id), MANAGER)
    case.do(CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.REPORTED), OFFICER)
    of_signal = [fact for fact in case.told if "SafetySignal" in type(fact).__name__]
    assert len(of_signal) == 4
    for fact in of_signal:
        assert fact.key() == signal_id
        assert CASE_ID not in fact.model_dump_json() + fact.address("utrecht", fact.key())
        assert COORDINATOR not in fact.model_dump_json()


@pytest.mark.parametrize(("level", "hours"), [(SignalLevel.ACUTE, 4), (SignalLevel.CONCERN, 48)])
def test_a_signal_nobody_looked_at_in_its_hours_is_told_once(level: SignalLevel, hours: int) -> None:
    case, signal_id = raised(level)
    (waits,) = (r for r in case.deadlines if isinstance(r.deadline, SignalWaits))
    assert (waits.deadline.case_id, waits.due - case.now) == (signal_id, timedelta(hours=hours))
    (overdue,) = case.hear(waits.deadline)
    assert isinstance(overdue, SafetySignalOverdue)
    assert (overdue.case_id, overdue.level) == (signal_id, level)


@pytest.mark.parametrize("look", ["assess", "pass on"])
def test_a_signal_that_was_looked_at_is_not_overdue_also_when_that_was_on_its_way(look: str) -> None:
    case, signal_id = raised()
    looks: dict[str, Command] = {
        "assess": AssessSafetySignal(signal_id=signal_id, level=SignalLevel.CONCERN),
        "pass on": PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id),
    }
    case.do(looks[look], MANAGER)
    assert not any(isinstance(r.deadline, SignalWaits) for r in case.deadlines)
    assert case.hear(SignalWaits(case_id=signal_id)) == []


def test_a_request_that_stops_leaves_its_signal_waiting() -> None:
    case, _ = raised()
    case.hear(WITHDRAWN)
    assert [type(r.deadline) for r in case.deadlines] == [SignalWaits]
    assert signal_of(case).stage is SignalStage.RAISED


def test_the_manager_looks_passes_on_and_the_officer_settles_it() -> None:
    case, signal_id = raised()
    (assessed,) = case.do(AssessSafetySignal(signal_id=signal_id, level=SignalLevel.CONCERN), MANAGER)
    (passed,) = case.do(PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id), MANAGER)
    (closed,) = case.do(CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.SAFE_NOW), OFFICER)
    assert isinstance(assessed, SafetySignalAssessed)
    assert isinstance(passed, SafetySignalPassedOn)
    assert isinstance(closed, SafetySignalClosed)
    assert signal_of(case).level is SignalLevel.CONCERN
    assert signal_of(case).outcome is SignalOutcome.SAFE_NOW
    for late in (
        AssessSafetySignal(signal_id=signal_id, level=SignalLevel.ACUTE),
        PassSafetySignalOn(signal_id=signal_id, officer_id=OTHER_OFFICER.id),
        CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.NO_CONCERN),
    ):
        with pytest.raises(NotAllowedNow):
            case.do(late, MANAGER)


def test_nothing_is_settled_before_somebody_looked_at_it() -> None:
    case, signal_id = raised()
    with pytest.raises(NotAllowedNow):
        case.do(CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.NO_CONCERN), MANAGER)


def test_another_officer_takes_over_and_the_former_one_is_out() -> None:
    case, signal_id = raised()
    pass_on = PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id)
    case.do(pass_on, MANAGER)
    with pytest.raises(Refused, match="has the signal already"):
        case.do(pass_on, MANAGER)
    case.do(PassSafetySignalOn(signal_id=signal_id, officer_id=OTHER_OFFICER.id), MANAGER)
    close = CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.SAFE_NOW)
    with pytest.raises(NotPermitted):
        case.do(close, OFFICER)
    case.do(close, OTHER_OFFICER)


@pytest.mark.parametrize("who", [FATMA, main_person(), guardian(), OFFICER], ids=lambda who: who.role.value)
def test_nobody_but_the_manager_and_the_officer_who_has_it_does_anything_with_a_signal(who: Actor) -> None:
    case, signal_id = raised()
    for command in (
        AssessSafetySignal(signal_id=signal_id, level=SignalLevel.CONCERN),
        PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id),
        CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.NO_CONCERN),
    ):
        with pytest.raises(NotPermitted):
            case.do(command, who)
    assert signal_of(case).stage is SignalStage.RAISED


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Setup]:
    with a_lane(tmp_path, *ready().stored.values()) as opened:
        yield opened


def the_signals(lane: Setup) -> list[str]:
    return [line.signal_id for line in ask(lane, MANAGER, ListSafetySignals()).signals]


def test_whoever_raises_a_signal_gets_back_that_it_was_received_and_no_id(lane: Setup) -> None:
    receipt = answered(lane, FATMA, RAISE)
    assert receipt["code"] == "kring.done"
    assert receipt["answer"] == {"received": True}
    (signal_id,) = the_signals(lane)
    assert signal_id not in str(receipt)


def test_the_facts_of_a_case_do_not_show_that_somebody_worried(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    assert ask(lane, MANAGER, CaseFacts(case_id=CASE_ID)).facts == ()
    (of_signal,) = ask(lane, MANAGER, CaseFacts(case_id=signal_id)).facts
    assert (of_signal.name, of_signal.by) == ("safety-signal-raised", "system")
    assert rows_that_name(lane, "outbox", CASE_ID) == []
    assert rows_that_name(lane, "deadline", CASE_ID) == []


def test_no_other_table_points_at_a_signal_and_its_words_stand_in_none(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    assert tables_that_name(lane, signal_id) == {"safety_signal", "outbox", "deadline"}
    assert tables_that_name(lane, WORDS) == set()
    (row,) = rows_that_name(lane, "safety_signal", signal_id)
    assert COORDINATOR not in str(row)


def test_the_open_signals_of_an_office_are_listed_the_acute_and_the_oldest_first(lane: Setup) -> None:
    levels = (SignalLevel.CONCERN, SignalLevel.ACUTE, SignalLevel.CONCERN, SignalLevel.ACUTE)
    for level in levels:
        assert answered(lane, FATMA, RAISE.model_copy(update={"level": level}))["status"] == "done"
        moves_on(lane, timedelta(seconds=1))
    listed = ask(lane, MANAGER, ListSafetySignals()).signals
    assert [line.level for line in listed] == [SignalLevel.ACUTE] * 2 + [SignalLevel.CONCERN] * 2
    at = [kept_at(lane, line.signal_id) for line in listed]
    assert at[0] < at[1]
    assert at[2] < at[3]
    answered(lane, MANAGER, PassSafetySignalOn(signal_id=listed[0].signal_id, officer_id=OFFICER.id))
    answered(lane, MANAGER, CloseSafetySignal(signal_id=listed[0].signal_id, outcome=SignalOutcome.SAFE_NOW))
    assert the_signals(lane) == [line.signal_id for line in listed[1:]]


def kept_at(lane: Setup, signal_id: str) -> int:
    (row,) = rows_that_name(lane, "safety_signal", signal_id)
    return int(row["raised_at_ms"])


def test_the_manager_and_the_officer_read_the_words_and_where_they_belong(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    show = ShowSafetySignal(signal_id=signal_id)
    with pytest.raises(NotPermitted):
        ask(lane, OFFICER, show)
    answered(lane, MANAGER, PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id))
    shown = ask(lane, OFFICER, show)
    assert (shown.words, shown.about_case_id, shown.raised_by) == (WORDS, CASE_ID, "coordinator")
    assert shown.possible == ("close-safety-signal",)
    assert ask(lane, MANAGER, show).possible == ("close-safety-signal", "pass-safety-signal-on")
    with pytest.raises(NotPermitted):
        ask(lane, OTHER_OFFICER, show)


@pytest.mark.parametrize("who", [FATMA, main_person(), guardian()], ids=lambda who: who.role.value)
def test_nobody_else_lists_or_reads_a_signal_not_even_who_raised_it(lane: Setup, who: Actor) -> None:
    answered(lane, who, RAISE)  # refused, where they take no part
    answered(lane, FATMA, RAISE)
    for query in (ListSafetySignals(), ShowSafetySignal(signal_id=the_signals(lane)[0])):
        with pytest.raises(NotPermitted):
            ask(lane, who, query)


def test_a_signal_whose_key_is_destroyed_shows_that_its_words_are_gone_and_an_unknown_one_is_not_found(
    lane: Setup,
) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    lane.vault.destroy(scope_of(Scope.SIGNAL, signal_id))
    assert ask(lane, MANAGER, ShowSafetySignal(signal_id=signal_id)).words == "(erased)"
    with pytest.raises(NotFound):
        ask(lane, MANAGER, ShowSafetySignal(signal_id=id_at(NOON, "no signal")))
