"""How a simulated history ended: counted from the facts and the stores, and held against what was drawn."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Fact
from kring_shared.testing.audit import Audit


@dataclass
class Tally:
    """Counts while facts come in."""

    facts: int = 0
    received: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    lead_days: list[int] = field(default_factory=list)
    reports: int = 0

    def see(self, fact: Fact) -> None:
        """Count a fact."""
        self.facts += 1
        if isinstance(fact, i.RequestReceived):
            self.received.add(fact.case_id)
        elif isinstance(fact, r.RegistrationLocked):
            self.over.add(fact.case_id)
            self.outcomes[fact.outcome.value] += 1
        elif isinstance(fact, i.RequestMerged):
            self.over.add(fact.case_id)
            self.outcomes["merged"] += 1
        elif isinstance(fact, i.RequestClosed):
            self.lead_days.append(fact.lead_time_days)
        elif isinstance(fact, r.YearReported):
            self.reports += 1


@dataclass(frozen=True)
class Books:
    """The closing figures."""

    seed: int
    requests: int
    complete: int
    facts: int
    seconds: float
    asked: int
    digest: str
    outcomes: dict[str, int]
    median_days_to_closing: float
    year_reports: int
    audited: Audit
    problems: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Tell whether every route reached its end and the books balance."""
        return not self.problems and self.complete == self.requests

    def line(self) -> str:
        """Give the one line with which it ends."""
        return (
            f"requests: {self.requests}, routes complete: {self.complete}, facts: {self.facts}, "
            f"{self.seconds:.0f} s, {self.complete / self.seconds:.2f} routes/s, "
            f"{self.facts / self.seconds:.0f} facts/s, seed {self.seed}"
        )

    def figures(self) -> dict[str, Any]:
        """Give them by name, for `--json`."""
        return {
            "seed": self.seed,
            "requests": self.requests,
            "complete": self.complete,
            "facts": self.facts,
            "seconds": round(self.seconds, 1),
            "routesPerSecond": round(self.complete / self.seconds, 3),
            "factsPerSecond": round(self.facts / self.seconds, 1),
            "asked": self.asked,
            "outcomes": self.outcomes,
            "medianDaysToClosing": self.median_days_to_closing,
            "yearReports": self.year_reports,
            "heard": self.audited.heard,
            "lost": self.audited.lost,
            "doubled": self.audited.doubled,
            "digest": self.digest,
            "problems": list(self.problems),
        }


def close(
    tally: Tally,
    audited: Audit,
    problems: Collection[str],
    *,
    seed: int,
    drawn: int,
    seconds: float,
    asked: int,
    digest: str,
) -> Books:
    """Hold the counts against what was drawn, and add up."""
    found = [*problems, *audited.problems]
    if len(tally.received) != drawn:
        found.append(f"{drawn} requests were handed in, and {len(tally.received)} came in")
    if open_yet := len(tally.received - tally.over):
        found.append(f"{open_yet} routes did not reach their end")
    if audited.told != tally.facts:
        found.append(f"{audited.told} facts stand in the books, and {tally.facts} were seen")
    return Books(
        seed=seed,
        requests=drawn,
        complete=len(tally.received & tally.over),
        facts=audited.told,
        seconds=seconds,
        asked=asked,
        digest=digest,
        outcomes=dict(sorted(tally.outcomes.items())),
        median_days_to_closing=median(tally.lead_days or [0]),
        year_reports=tally.reports,
        audited=audited,
        problems=tuple(found),
    )
