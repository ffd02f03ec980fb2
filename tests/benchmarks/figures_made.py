"""A year of many registrations, made: as cells and published years for Kring, as a Parquet file for DuckDB."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

import duckdb
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.figures.cells import Cell, Groups, added_up, counted_anew, in_all
from kring_registry.domain.figures.contributions import contributions, month_of, where_in_cell
from kring_registry.domain.figures.outward import OutwardYear
from kring_registry.domain.figures.year_report import YearReport
from kring_registry.domain.record import Countable, Record
from kring_registry.queries.figures import cells_asked, figures, outward_figures, year_asked
from kring_registry.store import SHELVES
from kring_shared.contracts.conference import FollowUpResult, Mode
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind
from kring_shared.contracts.registry import Figures, FigureSet, OutwardFigures
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.benchmarks.figures_asked import COLUMNS, question, row_of
from tests.unit.stores import migrated

YEAR: Final = 2025
OFFICES: Final = tuple(f"office-{letter}" for letter in "abcdefghijklm")
ENDINGS: Final = (
    (Outcome.MEETING_WITH_PLAN, 69),
    (Outcome.PLAN_WITHOUT_MEETING, 16),
    (Outcome.MEETING_WITHOUT_PLAN, 1),
    (Outcome.STOPPED_IN_PREPARATION, 8),
    (Outcome.STOPPED_BEFORE_START, 6),
)
"""How requests end, in hundredths, after what was published of 2023."""


class Year:
    """One year of so many registrations."""

    def __init__(self, folder: Path, size: int, chance: Random) -> None:
        """Make it; the same for the same chance."""
        self._database: Database = migrated(service, folder)
        self._parquet = folder / "registrations.parquet"
        counts = counted_and_written(folder / "registrations.csv", size, chance)
        self._fill(counts)
        self._duck = duckdb.connect()
        self._duck.execute(f"COPY (FROM read_csv('{folder}/registrations.csv')) TO '{self._parquet}' (FORMAT parquet)")

    def figures_of(self, office: str) -> FigureSet:
        """Ask for one office's figures, as the registry answers it."""
        query = Figures(since=date(YEAR, 1, 1), until=date(YEAR, 12, 31))
        with self._database.read() as tx:
            view = load(tx, SHELVES, cells_asked(query, office))
            shown = figures(query, Reader(Session(tx), view, PlainVault(), NOON, an_actor(office=office), SHELVES))
        assert shown.whole is not None
        return shown.whole

    def figures_of_all(self) -> FigureSet:
        """Ask for what others may see of all offices together."""
        query = OutwardFigures(year=YEAR)
        with self._database.read() as tx:
            view = load(tx, SHELVES, year_asked(query, OFFICES[0]))
            reader = Reader(Session(tx), view, PlainVault(), NOON, an_actor(office=OFFICES[0]), SHELVES)
            return outward_figures(query, reader).whole

    def asked_of_parquet(self, office: str | None) -> dict[str, float]:
        """Ask DuckDB the same."""
        found = self._duck.execute(question(str(self._parquet), office))
        names = [column[0] for column in found.description or ()]
        return dict(zip(names, found.fetchone() or (), strict=True))

    def close(self) -> None:
        """Close both."""
        self._duck.close()
        self._database.close()

    def _fill(self, counts: dict[str, dict[str, Groups]]) -> None:
        stored: list[Aggregate] = [OutwardYear(YEAR, OFFICES, OFFICES, complete=True)]
        for office, months in counts.items():
            stored += [Cell(office, month, groups) for month, groups in months.items()]
            year = {group: dict(amounts) for group, amounts in added_up(months.values()).items()}
            by_month = {month: dict(in_all(groups)) for month, groups in months.items()}
            stored.append(YearReport(office, YEAR, date(YEAR + 1, 6, 1), 1, year, by_month))
        with self._database.begin() as tx:
            save(tx, SHELVES, {(type(one), one.id): one for one in stored})


def counted_and_written(file: Path, size: int, chance: Random) -> dict[str, dict[str, Groups]]:
    """Make registrations, write each as a row, and count them as the registry does; give the counts by office."""
    counts = {}
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for place, office in enumerate(OFFICES):
            how_many = size // len(OFFICES) + (place < size % len(OFFICES))
            counts[office] = counted_anew(_each(rows, office, how_many, chance))
    return counts


def _each(rows: Any, office: str, how_many: int, chance: Random) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - a csv writer
    for _ in range(how_many):
        record = Record("", office, a_case(chance))
        rows.writerow(row_of(office, record.counted))
        yield month_of(record), where_in_cell(record), contributions(record)


def a_case(chance: Random) -> Countable:
    """Make one case that ended."""
    (outcome,) = chance.choices([one for one, _ in ENDINGS], [share for _, share in ENDINGS])
    met = outcome in {Outcome.MEETING_WITH_PLAN, Outcome.MEETING_WITHOUT_PLAN}
    plan = outcome in {Outcome.MEETING_WITH_PLAN, Outcome.PLAN_WITHOUT_MEETING}
    started = outcome is not Outcome.STOPPED_BEFORE_START
    laid = plan and chance.random() < 0.3
    return Countable(
        month=f"{YEAR}-{chance.randint(1, 12):02d}",
        requester_kind=chance.choices(tuple(RequesterKind), (15, 10, 75))[0],
        context=Context.MANDATORY if chance.random() < 0.25 else Context.VOLUNTARY,
        urgency=Urgency.NORMAL,
        policy="nl/1",
        conference_type=chance.choices((*ConferenceType, None), (80, 8, 5, 5, 2))[0],
        minors_involved=chance.choices((True, False, None), (70, 25, 5))[0],
        outcome=outcome,
        days_to_start=chance.randint(5, 30) if started else None,
        days_to_meeting=max(4, round(chance.gauss(47, 12))) if met else None,
        present_count=min(30, max(3, round(chance.gauss(9.5, 3.5)))) if met else None,
        plan_made=plan,
        accepted=laid and chance.random() < 0.95,
        own_strengths=chance.randint(2, 14) if plan else None,
        help_granted=chance.randint(0, 3) if plan else 0,
        help_refused=chance.randint(0, 1) if plan else 0,
        follow_ups=tuple(chance.choices(tuple(FollowUpResult), (60, 15, 8, 0, 12, 5), k=1)) if plan else (),
        topics=tuple("topic" for _ in range(chance.randint(1, 6))) if started else None,
        interpreter_came=met and chance.random() < 0.12,
        repeat=chance.random() < 0.06,
        reconvened=plan and chance.random() < 0.05,
        searched=started or chance.random() < 0.3,
        unfilled=chance.random() < 0.07,
        days_to_match=chance.randint(1, 25) if started else None,
        submitted=laid,
        mode=chance.choices(tuple(Mode), (90, 4, 6))[0] if met else None,
    )
