"""A worry about somebody's safety, on a route of its own; nothing of it stands in the case or its follow-up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kring_conference.process import SIGNAL, SignalStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    PassSafetySignalOn,
    SignalLevel,
    SignalOutcome,
)
from kring_shared.contracts.policies import Policy
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Signal(Staged[SignalStage], Aggregate):
    """One safety signal (veiligheidssignaal); its words are sealed under its own key."""

    process = SIGNAL

    signal_id: str
    about_case_id: str
    office: str
    raised_by: Role
    raised_at: datetime
    level: SignalLevel
    words: Sealed[str]
    stage: SignalStage = SignalStage.RAISED
    officer_id: str | None = None
    outcome: SignalOutcome | None = None
    goes_when_closed: bool = False
    """Whether its term is over: it is kept until it is settled, and not a moment longer."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the signal's own id; it is never found by its case's."""
        return self.signal_id

    def keys(self) -> tuple[str, ...]:
        """Give its own id, and the key by which only an order to erase finds what is about a case."""
        return (self.signal_id, signals_of(self.about_case_id))

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the safety officer it was passed on to; whoever raised it sees no more of it."""
        return frozenset({(Role.SAFETY_OFFICER.value, self.officer_id)} if self.officer_id else ())

    @property
    def was_looked_at(self) -> bool:
        """Tell whether the regional manager did something with it."""
        return self.stage is not SignalStage.RAISED

    @property
    def is_closed(self) -> bool:
        """Tell whether it is settled."""
        return self.stage is SignalStage.CLOSED

    def assessed(self, level: SignalLevel) -> "Signal":
        """Keep how pressing the regional manager found it."""
        return replace(self.moved(AssessSafetySignal), level=level)

    def passed_on(self, officer_id: str) -> "Signal":
        """Give it to a safety officer, or to another one; the former sees no more of it.

        Raises:
            Refused: this officer has it already.
        """
        passed = self.moved(PassSafetySignalOn)
        if officer_id == self.officer_id:
            raise Refused(
                "this safety officer has the signal already; name another one, or wait for what comes of it"
            ).because("officer-has-it")
        return replace(passed, officer_id=officer_id)

    def closed(self, outcome: SignalOutcome) -> "Signal":
        """Settle it, as a code."""
        return replace(self.moved(CloseSafetySignal), outcome=outcome)


def signals_of(case_id: str) -> str:
    """Give the key of the signals about a case: another than the case's id, which every message of the case names."""
    return id_at(BEGINNING, f"signals/{case_id}")


def time_to_look(level: SignalLevel, policy: Policy) -> timedelta:
    """Give how long a signal may lie before it is told that nobody looked at it."""
    acute = level is SignalLevel.ACUTE
    return timedelta(hours=policy.signal_hours_acute if acute else policy.signal_hours_concern)
