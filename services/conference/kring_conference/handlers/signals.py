"""Safety signals: a restricted route of their own."""

from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    PassSafetySignalOn,
    RaiseSafetySignal,
    SignalWaits,
)
from kring_shared.kernel.work import Work


def raise_safety_signal(message: RaiseSafetySignal, work: Work) -> None:
    raise NotImplementedError


def assess_safety_signal(message: AssessSafetySignal, work: Work) -> None:
    raise NotImplementedError


def pass_safety_signal_on(message: PassSafetySignalOn, work: Work) -> None:
    raise NotImplementedError


def close_safety_signal(message: CloseSafetySignal, work: Work) -> None:
    raise NotImplementedError


def signal_is_overdue(message: SignalWaits, work: Work) -> None:
    raise NotImplementedError
