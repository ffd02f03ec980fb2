"""A worry about somebody's safety, on a route of its own; nothing of it stands in the case or its follow-up."""

from dataclasses import dataclass, replace
from datetime import datetime

from kring_conference.process import SIGNAL, SignalStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import SignalLevel, SignalOutcome
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Signal(Aggregate):
    """One safety signal (veiligheidssignaal); its words are sealed under its own key."""

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
    version: int = 0

    @property
    def id(self) -> str:
        """Give the signal's own id; it is never found by its case."""
        return self.signal_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the safety officer it was passed on to; whoever raised it sees no more of it."""
        return frozenset({(Role.SAFETY_OFFICER.value, self.officer_id)} if self.officer_id else ())

    def moved(self, on: type[Named]) -> "Signal":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=SIGNAL.next(self.stage, on))
