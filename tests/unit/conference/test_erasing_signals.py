"""Signals have a term of their own, and no answer about a case tells whether there were any."""

from dataclasses import replace
from pathlib import Path

import pytest

from kring_conference.domain.signal import Signal
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    ListSafetySignals,
    RaiseSafetySignal,
    SafetySignalLine,
    SignalLevel,
    SignalOutcome,
    SignalWaits,
)
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.runtime.lane.settle import Setup
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, VAULT, preparing
from tests.unit.conference.signalling import a_lane, answered, ask, heard, tables_that_name
from tests.unit.conference.test_erasing import MANAGER, order

SIGNAL = "8" * 32
ALL_OF_IT = (RecordKind.CONTACTS, RecordKind.PLAN, RecordKind.SIGNALS)


def raised(lane: Setup, words: str) -> None:
    coordinator = an_actor(Role.COORDINATOR, COORDINATOR)
    answered(lane, coordinator, RaiseSafetySignal(case_id=CASE_ID, level=SignalLevel.CONCERN, words=words))


def signals(lane: Setup) -> tuple[SafetySignalLine, ...]:
    found: tuple[SafetySignalLine, ...] = ask(lane, MANAGER, ListSafetySignals()).signals
    return found


def closes(lane: Setup, signal_id: str) -> None:
    answered(lane, MANAGER, AssessSafetySignal(signal_id=signal_id, level=SignalLevel.CONCERN))
    receipt = answered(lane, MANAGER, CloseSafetySignal(signal_id=signal_id, outcome=SignalOutcome.SAFE_NOW))
    assert receipt["status"] == "done"


def test_a_closed_signal_goes_at_its_term_and_an_open_one_when_it_is_closed(tmp_path: Path) -> None:
    with a_lane(tmp_path, *(replace(a, version=0) for a in preparing().stored.values())) as lane:  # type: ignore[type-var]
        raised(lane, "first")
        raised(lane, "second")
        first, second = (found.signal_id for found in signals(lane))
        closes(lane, first)
        heard(lane, order(*ALL_OF_IT))
        assert [found.signal_id for found in signals(lane)] == [second]
        assert tables_that_name(lane, scope_of(Scope.SIGNAL, first)) == {"erasure"}
        closes(lane, second)
        with lane.database.read() as tx:
            assert tx.exec_driver_sql("SELECT count(*) FROM safety_signal").scalar() == 0
        assert tables_that_name(lane, scope_of(Scope.SIGNAL, second)) == {"erasure"}


@pytest.mark.parametrize("worries", [0, 1, 2])
def test_the_answer_is_the_same_whether_or_not_there_were_signals(tmp_path: Path, worries: int) -> None:
    with a_lane(tmp_path, *(replace(a, version=0) for a in preparing().stored.values())) as lane:  # type: ignore[type-var]
        for number in range(worries):
            raised(lane, f"worry {number}")
        (told,) = heard(lane, order(RecordKind.SIGNALS))
    assert told["lines"] == [{"kind": "signals", "outcome": "erased", "because": None, "records": 0}]
    assert told["keysDestroyed"] == []


def test_a_worry_that_is_raised_after_the_term_of_signals_goes_when_it_is_closed(tmp_path: Path) -> None:
    with a_lane(tmp_path, *(replace(a, version=0) for a in preparing().stored.values())) as lane:  # type: ignore[type-var]
        heard(lane, order(RecordKind.SIGNALS))
        raised(lane, "late")
        (late,) = signals(lane)
        closes(lane, late.signal_id)
        with lane.database.read() as tx:
            assert tx.exec_driver_sql("SELECT count(*) FROM safety_signal").scalar() == 0


def test_nothing_but_an_order_to_erase_finds_the_signals_of_a_case() -> None:
    case = preparing()
    words = VAULT.seal("utrecht", scope_of(Scope.SIGNAL, SIGNAL), "words")
    case.stored[Signal, SIGNAL] = Signal(
        SIGNAL, CASE_ID, "utrecht", Role.COORDINATOR, case.now, SignalLevel.CONCERN, words
    )
    assert not case.view().groups.get((Signal, CASE_ID))


def test_a_reminder_of_a_signal_that_is_gone_is_settled() -> None:
    assert preparing().hear(SignalWaits(case_id=SIGNAL)) == []
