"""A worry about safety goes its own way: raised at any moment, and seen by nobody but those who can do something."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kring_conference.domain.signal import Signal
from kring_conference.process import SignalStage, Stage
from kring_conference.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    PassSafetySignalOn,
    RaiseSafetySignal,
    SafetySignalAssessed,
    SafetySignalClosed,
    SafetySignalOverdue,
    SafetySignalPassedOn,
    SafetySignalRaised,
    SignalLevel,
    SignalOutcome,
    SignalWaits,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NoActor, NotAllowedNow, NotPermitted, Refused
from kring_shared.testing.work import PlainVault, an_actor
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
    "who",
    [lambda _: FATMA, lambda _: main_person(), lambda case: circle_member(oma(case).id)],
    ids=["coordinator", "main person", "circle member"],
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


@pytest.mark.parametrize("who", [guardian(), circle_member("e" * 32), an_actor(Role.COORDINATOR, "other")])
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
