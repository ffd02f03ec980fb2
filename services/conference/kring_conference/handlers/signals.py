"""Safety signals: from whoever worries to the regional manager and the safety officer, beside the case and not in it.

No stage of a conference holds a signal back: neither private time nor a pause, an end or a case without a coordinator.
"""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.signal import Signal, time_to_look
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
    SignalWaits,
)
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase
from kring_shared.kernel.errors import NoActor
from kring_shared.kernel.work import Work

RECEIVED: Final = {"received": True}
"""All that whoever worries gets back: the screen it came from may be seen by somebody else at home."""


def raise_safety_signal(message: RaiseSafetySignal, work: Work) -> None:
    """Take a worry in, under an id of its own; its case keeps no trace of it.

    Raises:
        NoActor: nobody signed in; the office must know in which part somebody worries.
    """
    if work.actor is None:
        raise NoActor
    case = work.need(Conference, message.case_id)
    signal_id = work.new_id("signal")
    words = work.seal(scope_of(Scope.SIGNAL, signal_id), message.words)
    role = work.actor.role
    raised = Signal(signal_id, case.case_id, work.office, role, work.now, message.level, words)
    erased = work.get(ErasedCase, message.case_id)
    term_is_over = erased is not None and erased.gone_on(RecordKind.SIGNALS) is not None
    work.save(replace(raised, goes_when_closed=term_is_over))
    work.by = "system"  # a fact names who did it; here that would lead from the signal to a person and their case
    work.tell(SafetySignalRaised(case_id=signal_id, level=message.level))
    work.remind(SignalWaits(case_id=signal_id), work.now + time_to_look(message.level, case.policy))
    work.answer = dict(RECEIVED)


def assess_safety_signal(message: AssessSafetySignal, work: Work) -> None:
    """The regional manager looked at it, and says how pressing it is."""
    signal = work.need(Signal, message.signal_id).assessed(message.level)
    work.save(signal)
    work.forget((SignalWaits,), signal.id)
    work.tell(SafetySignalAssessed(case_id=signal.id, level=signal.level))


def pass_safety_signal_on(message: PassSafetySignalOn, work: Work) -> None:
    """The safety officer goes on with it, who knows which steps the law asks of whom."""
    signal = work.need(Signal, message.signal_id).passed_on(message.officer_id)
    work.save(signal)
    work.forget((SignalWaits,), signal.id)
    work.tell(SafetySignalPassedOn(case_id=signal.id, officer_id=message.officer_id))


def close_safety_signal(message: CloseSafetySignal, work: Work) -> None:
    """It ends with a code that says what became of it; where its term was over, it goes with that."""
    signal = work.need(Signal, message.signal_id).closed(message.outcome)
    work.save(signal)
    if signal.goes_when_closed:
        work.remove(signal)
        work.erase(scope_of(Scope.SIGNAL, signal.id), because="term-over")
    work.tell(SafetySignalClosed(case_id=signal.id, outcome=message.outcome))


def signal_is_overdue(message: SignalWaits, work: Work) -> None:
    """Nobody looked at it for as long as its level allows."""
    signal = work.get(Signal, message.case_id)
    if signal is None or signal.was_looked_at:
        return  # somebody did, just before this came
    work.tell(SafetySignalOverdue(case_id=signal.id, level=signal.level))
