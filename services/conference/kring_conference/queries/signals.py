"""To be written."""

from kring_shared.contracts.conference import ListSafetySignals, SafetySignalList, SafetySignalShown, ShowSafetySignal
from kring_shared.runtime.routes import Reader


def list_signals(query: ListSafetySignals, reader: Reader) -> SafetySignalList:
    raise NotImplementedError


def show_signal(query: ShowSafetySignal, reader: Reader) -> SafetySignalShown:
    raise NotImplementedError
