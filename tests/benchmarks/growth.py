"""How long a page of the desk takes among few cases and among a thousand times as many: lists by key, and a search.

And how many facts a second a service settles among few cases and among a hundred times as many.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from sqlmodel import Session

from kring_conference.queries.listed import list_conferences
from kring_conference.store import SHELVES as OF_CONFERENCES
from kring_intake.queries.cases import list_cases
from kring_intake.queries.search import search_cases
from kring_intake.store import SHELVES as OF_INTAKE
from kring_shared.contracts.conference import ListConferences
from kring_shared.contracts.intake import ListCases, SearchCases
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import View
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.work import NOON, an_actor
from tests.benchmarks import growth_made, hop_growth
from tests.benchmarks.growth_made import OFFICE, SOUGHT, SOUGHT_TIMES, VAULT
from tests.benchmarks.report import Report, ratios

MANY: Final = 1_000
"""The growth is to so many times as many cases."""
FEWEST: Final = 100
PAGE: Final = 50
ASKED_A_ROUND: Final = 20
BAR: Final = 1.2
Question = Callable[[Reader], Any]


@dataclass
class Desk:
    """The tables of an office with so many cases, and how long each question took, a figure a round."""

    cases: int
    intake: Database
    conference: Database
    took: dict[str, list[float]] = field(default_factory=dict)

    def questions(self) -> dict[str, tuple[Database, Question]]:
        """Give what is asked, by the name it is reported under."""
        middle = f"{to_ms(NOON) + self.cases // 2}~{self.cases // 2:032x}"
        cases, meetings = ListCases(office=OFFICE, limit=PAGE), ListConferences(limit=PAGE)
        of_stage = ListCases(office=OFFICE, limit=PAGE, stages=("triaged",))
        further, search = cases.model_copy(update={"before": middle}), SearchCases(words=SOUGHT)
        preparing = meetings.model_copy(update={"stages": ("preparing",)})
        return {
            "list": (self.intake, lambda reader: list_cases(cases, reader).cases),
            "middle": (self.intake, lambda reader: list_cases(further, reader).cases),
            "stage": (self.intake, lambda reader: list_cases(of_stage, reader).cases),
            "conferences": (self.conference, lambda reader: list_conferences(meetings, reader).conferences),
            "conferences_stage": (self.conference, lambda reader: list_conferences(preparing, reader).conferences),
            "search": (self.intake, lambda reader: search_cases(search, reader).cases),
        }

    def ask(self, name: str) -> None:
        """Ask one question some times, each in a reading transaction of its own, and keep the middle of the times."""
        database, question = self.questions()[name]
        times = []
        for _ in range(ASKED_A_ROUND):
            began = perf_counter()
            with database.read() as tx, Session(tx) as session:
                lines = question(_reader(session, database, self))
            times.append(perf_counter() - began)
            wanted = min(20, SOUGHT_TIMES) if name == "search" else min(PAGE, self.cases // growth_made.IN_TEN)
            if len(lines) < wanted:
                message = f"{name} among {self.cases} gave {len(lines)} lines: nothing was measured"
                raise AssertionError(message)
        self.took.setdefault(name, []).append(sorted(times)[len(times) // 2])


def _reader(session: Session, database: Database, desk: Desk) -> Reader:
    shelves = OF_INTAKE if database is desk.intake else OF_CONFERENCES
    return Reader(session, View(), VAULT, NOON, an_actor(office=OFFICE), shelves)


async def run(size: int, rounds: int) -> Report:
    """Time each question among few and among many, in turn; a ratio of 1 is a page that does not feel the others."""
    with TemporaryDirectory() as folder:
        few, many = (_made(Path(folder), cases) for cases in (max(size // MANY, FEWEST), size))
        report = Report("growth", {"cases": f"{few.cases:,} and {many.cases:,}", "page": str(PAGE), "store": "SQLite"})
        for _ in range(rounds + 1):  # the first round only warms up
            for name in few.questions():
                for desk in (few, many):
                    desk.ask(name)
        for name in few.questions():
            for desk in (few, many):
                took = [seconds * 1e3 for seconds in desk.took[name][1:]]
                report.add(f"{name} among {desk.cases:,}", took, "ms")
            report.ratios[f"{name}_growth"] = ratios(many.took[name][1:], few.took[name][1:])
            report.bars[f"{name}_growth"] = BAR
        for database in (few.intake, few.conference, many.intake, many.conference):
            database.close()
    among = await hop_growth.measured(size, rounds)
    (fewer, few_rates), (more, many_rates) = among.items()
    report.add(f"hop among {fewer:,}", few_rates, "facts/s")
    report.add(f"hop among {more:,}", many_rates, "facts/s")
    report.ratios["hop_growth"], report.bars["hop_growth"] = ratios(few_rates, many_rates), BAR
    return report


def _made(folder: Path, cases: int) -> Desk:
    return Desk(cases, growth_made.intake(folder, cases), growth_made.conferences(folder, cases))
