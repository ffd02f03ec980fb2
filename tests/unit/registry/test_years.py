"""A year is published once, and stands; and what others may see of it waits for every office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import delete, select
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.chain import Chain, ChainEntry, EntryKind, chain_key, entry_key
from kring_registry.domain.figures.cells import Cell, cell_key
from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.domain.figures.outward import OutwardYear
from kring_registry.domain.figures.year_report import YearReport, report_key
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer
from kring_registry.domain.talk import CameOfIt, Talk
from kring_registry.migrations import m0006_figures
from kring_registry.process.registration import Stage
from kring_registry.queries.figures import outward_figures, show_year_report
from kring_registry.store import SHELVES
from kring_registry.store.figures import CellRow, OutwardYearRow, cell_value, outward_value
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Context
from kring_shared.contracts.registry import (
    By,
    Group,
    LockRegistration,
    OutwardFigures,
    RecountYear,
    RegistrationReported,
    ReportYear,
    Scores,
    ShowYearReport,
    YearReported,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane import permits
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save, table_of
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import CASE, WHOLE_ROUTE, received
from tests.unit.registry.figured import a_reader, figure, made_of
from tests.unit.registry.lane import OFFICE, Lane
from tests.unit.registry.test_figures import about
from tests.unit.stores import migrated

LOCK = LockRegistration(case_id=CASE)
NEXT_YEAR = datetime(2027, 6, 1, tzinfo=UTC)
REPORT = ReportYear(year=2026)
RECOUNT = RecountYear(year=2026)
ASKED = OutwardFigures(year=2026)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def with_locked(*numbers: int) -> Lane:
    lane = Lane()
    for number in numbers:
        for message in (received(), *WHOLE_ROUTE, LOCK):
            lane.handle(about(message, number))
    lane.now = NEXT_YEAR
    return lane


def cell_of(lane: Lane) -> Cell:
    found = lane.stored[Cell, cell_key(OFFICE, "2026-11")]
    assert isinstance(found, Cell)
    return found


def test_a_year_is_frozen_put_in_the_chain_and_told() -> None:
    lane = with_locked(1, 2)
    work = lane.handle(REPORT)
    report = work.need(YearReport, report_key(OFFICE, 2026))
    chain, entry = work.need(Chain, chain_key(OFFICE)), work.need(ChainEntry, entry_key(OFFICE, report.number))
    assert (entry.kind, entry.commitment, report.head) == (EntryKind.YEAR, report.commitment(), chain.head)
    assert {found.stage for found in lane.all(Registration)} == {Stage.REPORTED}
    told = [told.fact for told in work.told]
    assert sum(isinstance(fact, RegistrationReported) for fact in told) == 2
    assert [fact.requests for fact in told if isinstance(fact, YearReported)] == [2]


def test_what_was_published_stands_whatever_is_counted_later() -> None:
    lane = with_locked(1)
    lane.handle(REPORT)
    before = show_year_report(ShowYearReport(year=2026), a_reader(lane))
    lane.handle(about(received(), 2))
    assert show_year_report(ShowYearReport(year=2026), a_reader(lane)) == before
    assert made_of(figure(before.whole, "requests")) == (1.0, 1)
    assert (len(before.by_month), [part.part for part in before.by_type]) == (12, ["unknown"])
    assert (before.published_on, before.head) == (date(2027, 6, 1), lane.all(YearReport)[0].head)


def test_a_year_that_is_not_over_is_not_published() -> None:
    lane = with_locked(1)
    lane.now = datetime(2026, 12, 31, 23, tzinfo=UTC)
    with pytest.raises(NotReady, match="2026 is not over"):
        lane.handle(REPORT)


def test_a_year_is_not_published_while_registrations_are_open_and_it_is_said_how_many() -> None:
    lane = with_locked(1)
    lane.handle(about(received(), 2))
    lane.handle(about(received(), 3))
    with pytest.raises(NotReady, match="2 registrations"):
        lane.handle(REPORT)
    assert not lane.all(YearReport)


def test_a_year_is_published_once() -> None:
    lane = with_locked(1)
    lane.handle(REPORT)
    with pytest.raises(NotAllowedNow, match="stands"):
        lane.handle(REPORT)


def test_a_year_that_was_not_published_is_not_shown() -> None:
    with pytest.raises(NotFound, match="report-year"):
        show_year_report(ShowYearReport(year=2026), a_reader(with_locked(1)))


@pytest.mark.parametrize("command", [REPORT, RECOUNT])
def test_a_coordinator_neither_publishes_nor_counts_anew(command: ReportYear | RecountYear) -> None:
    with pytest.raises(NotPermitted):
        permits.check_role(an_actor(Role.COORDINATOR), type(command), OFFICE)


def test_counting_anew_puts_right_what_was_wrong_and_names_the_figures() -> None:
    lane = with_locked(1, 2)
    right = cell_of(lane)
    wrong = replace(right, counts={"/voluntary": {"requests": 7, "plans": 1}})
    lane.put(wrong)
    answer = lane.handle(RECOUNT).answer
    assert answer is not None
    assert {"requests", "plan-rate-of-requests", "lead-time"} <= set(answer["different"])  # type: ignore[call-overload]
    assert "score-plan-family" not in answer["different"]  # type: ignore[operator]  # nobody gave any
    assert cell_of(lane).counts == right.counts


def test_counting_anew_what_is_right_changes_nothing() -> None:
    lane = with_locked(1, 2)
    before = cell_of(lane)
    assert lane.handle(RECOUNT).answer == {"year": 2026, "figures": len(DEFINITIONS), "different": []}
    assert cell_of(lane) == before


def test_answers_and_talks_are_counted_anew_as_well() -> None:
    lane = with_locked(1)
    answer = Answer("a" * 32, OFFICE, "2026-Q4", None, Context.VOLUNTARY, Group.FAMILY, Scores(plan=8), research=False)
    lane.put(replace(answer, version=1), Talk("b" * 32, OFFICE, "2026-10", CameOfIt.NOTHING, version=1))
    changed = lane.handle(RECOUNT).answer
    assert changed is not None
    assert changed["different"] == ["declined-offers", "score-plan-family"]


def test_what_is_known_of_hours_stays_when_cases_left_and_a_year_is_counted_anew() -> None:
    lane = with_locked(1, 2)
    lane.pass_until(datetime(2028, 8, 1, tzinfo=UTC))
    assert not lane.all(Registration)
    assert lane.handle(RECOUNT).answer == {"year": 2026, "figures": len(DEFINITIONS), "different": []}
    assert cell_of(lane).kept == {"/voluntary": {"hours-known": 2, "minutes-sum": 3000, "km-sum": 168}}


def test_nobody_joins_a_year_once_it_is_complete() -> None:
    year = OutwardYear(2026).with_office("gent").with_office("utrecht").with_report("gent")
    assert (year.complete, year.waits_for) == (False, ("utrecht",))
    complete = year.with_report("utrecht")
    assert (complete.complete, complete.misses("brugge"), complete.with_report("brugge")) == (True, False, complete)


def report_of(office: str, requests: int, plans: int) -> YearReport:
    counts = {"family/voluntary": {"requests": requests, "started": requests, "plans": plans, "meetings": plans}}
    return YearReport(office, 2026, date(2027, 6, 1), 1, counts, head="0" * 64)


OFFICES = {"amersfoort": (60, 40), "gent": (6, 4), "utrecht": (45, 30)}
PUBLISHED = tuple(report_of(office, *numbers) for office, numbers in OFFICES.items())
COMPLETE = OutwardYear(2026, tuple(OFFICES), tuple(OFFICES), complete=True)


def reads(database: Database, *stored: YearReport | OutwardYear, now: datetime = NOON) -> Reader:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(one), one.id): one for one in stored})
    connection = database.engine.connect()
    keys = [one.id for one in stored if isinstance(one, OutwardYear)]
    return Reader(Session(connection), load(connection, SHELVES, keys), PlainVault(), now, an_actor(office="gent"))


def test_others_see_all_offices_together_and_no_small_one(database: Database) -> None:
    shown = outward_figures(OutwardFigures(year=2026, by=By.OFFICE), reads(database, COMPLETE, *PUBLISHED))
    assert made_of(figure(shown.whole, "requests")) == (111.0, 111)
    by_office = {part.part: figure(part, "requests") for part in shown.parts}
    assert {office: one.suppressed for office, one in by_office.items()} == {
        "amersfoort": False,
        "gent": True,
        "utrecht": True,
    }
    assert made_of(by_office["gent"]) == (None, None)
    assert shown.offices == ("amersfoort", "gent", "utrecht")


def test_others_see_nothing_of_a_year_before_every_office_published_it(database: Database) -> None:
    waiting = OutwardYear(2026, tuple(OFFICES), ("gent",))
    with pytest.raises(NotReady, match="still to come: amersfoort, utrecht"):
        outward_figures(ASKED, reads(database, waiting, *PUBLISHED, now=NEXT_YEAR))


@pytest.mark.parametrize("offices", [(), ("gent",), ("gent", "utrecht")])
def test_as_long_as_a_year_runs_nobody_outside_sees_when_an_office_gets_its_first_request(
    database: Database, offices: tuple[str, ...]
) -> None:
    stored = (OutwardYear(2026, offices),) if offices else ()
    with pytest.raises(NotReady) as refused:
        outward_figures(ASKED, reads(database, *stored))
    assert str(refused.value) == "2026 is not over: it is for others once it is, and every office published it"


def test_others_cannot_ask_by_month_nor_for_a_year_of_which_nothing_is_known(database: Database) -> None:
    reader = reads(database, COMPLETE)
    with pytest.raises(InvalidFields, match="office, type or context"):
        outward_figures(OutwardFigures(year=2026, by=By.MONTH), reader)
    with pytest.raises(NotFound, match="2025"):
        outward_figures(OutwardFigures(year=2025), reader)


@pytest.mark.parametrize(
    "value",
    [
        Cell("gent", "2026-11", {"/voluntary": {"requests": 2, "lead-time:40": 1}}, {"/voluntary": {"km-sum": 3}}),
        replace(PUBLISHED[0], by_month={"2026-11": {"requests": 60}}, number=4),
        COMPLETE,
        Talk("f" * 32, "gent", "2026-11", CameOfIt.NOTHING),
    ],
    ids=["cell", "year report", "outward year", "talk"],
)
def test_what_figures_keep_comes_back_as_it_was_stored(
    database: Database, value: Cell | YearReport | OutwardYear | Talk
) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(value), value.id): value})
    with database.read() as tx:
        assert load(tx, SHELVES, [value.id]).loaded[type(value), value.id] == replace(value, version=1)


def test_a_kring_that_ran_before_figures_were_counted_counts_what_stands(database: Database) -> None:
    lane = with_locked(1, 2)
    with database.begin() as tx:
        save(tx, SHELVES, {(Registration, one.id): replace(one, version=0) for one in lane.all(Registration)})
        tx.execute(delete(CellRow))
        with Operations.context(MigrationContext.configure(tx)):
            m0006_figures._count_what_stands()
        (cell,) = map(cell_value, tx.execute(select(table_of(CellRow))))
        (year,) = map(outward_value, tx.execute(select(table_of(OutwardYearRow))))
    assert cell.counts == cell_of(lane).counts
    assert (year.year, year.offices, year.published) == (2026, (OFFICE,), ())
