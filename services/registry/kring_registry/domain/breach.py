"""A breach: what happened is sealed, what it means is a code, and 72 hours run from when it was found."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kring_registry.process.breach import BREACH, BreachStage
from kring_shared.contracts.registry import AssessBreach, CloseBreach, ReportBreach, Risk
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

HOURS: Final = timedelta(hours=72)
"""The time to tell the authority, from when it was found; the law's own text was not seen."""
NEAR: Final = timedelta(hours=24)
"""How long before the end it is told that nobody did."""


@dataclass(frozen=True)
class Breach(Staged[BreachStage], Aggregate):
    """Data that may have gone where it should not (datalek)."""

    process = BREACH

    breach_id: str
    office: str
    found_at: datetime
    words: Sealed[str]
    people: int | None = None
    stage: BreachStage = BreachStage.NOTED
    risk: Risk | None = None
    authority_told: bool = False
    authority_reference: str = ""
    people_told: bool = False
    is_overdue_told: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id."""
        return self.breach_id

    @property
    def report_by(self) -> datetime:
        """Give the moment at which the 72 hours are over."""
        return self.found_at + HOURS

    @property
    def runs(self) -> bool:
        """Tell whether the 72 hours still matter: it is not known what it means, or the authority was not told."""
        return self.stage is not BreachStage.CLOSED and self.risk is not Risk.NONE and not self.authority_told

    def assessed(self, risk: Risk) -> "Breach":
        """Keep what it means for the people it is about."""
        return replace(self.moved(AssessBreach), risk=risk)

    def reported(self, *, reference: str, people_told: bool) -> "Breach":
        """Keep that the authority was told, and whether the people were; what was told once stays told."""
        told = replace(self.moved(ReportBreach), authority_told=True, people_told=self.people_told or people_told)
        return replace(told, authority_reference=reference or self.authority_reference)

    def closed(self) -> "Breach":
        """End it.

        Raises:
            NotReady: the authority, or the people, should still be told.
        """
        moved = self.moved(CloseBreach)
        if self.risk is not Risk.NONE and not self.authority_told:
            raise NotReady(
                "there is a risk, so the authority is told first: do that, and say so with report-breach",
                "authority-told",
            )
        if self.risk is Risk.HIGH and not self.people_told:
            raise NotReady(
                "the risk is high, so the people are told first: do that, and say so with report-breach", "people-told"
            )
        return moved
