"""Lists of intake a page at a time: every case once, also while new ones come in, straight from an index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlmodel import Session

from kring_intake.app import service
from kring_intake.domain import Quarantined, Request, Suspicion
from kring_intake.process import Held, Stage
from kring_intake.queries.cases import list_cases
from kring_intake.queries.duplicates import list_duplicates
from kring_intake.queries.quarantine import QuarantineShower
from kring_intake.store import SHELVES
from kring_shared.contracts.intake import CaseList, ListCases, ListDuplicates, ListQuarantine
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.intake.made import a_request
from tests.unit.stores import migrated

OFFICE = "utrecht"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def a_reader(tx: Connection, office: str = OFFICE) -> Reader:
    return Reader(Session(tx), load(tx, SHELVES, ()), PlainVault(), NOON, an_actor(office=office))


def numbered(number: int, stage: Stage = Stage.RECEIVED, held: Held = Held.FREE, minute: int | None = None) -> Request:
    moment = NOON + timedelta(minutes=number if minute is None else minute)
    return replace(a_request(stage), case_id=f"{number:032x}", received_at=moment, held=held)


def listed(database: Database, **asked: Any) -> CaseList:  # noqa: ANN401 - the fields of the question
    with database.read() as tx:
        return list_cases(ListCases(office=OFFICE, **asked), a_reader(tx))


def numbers(found: CaseList) -> list[int]:
    return [int(line.case_id, 16) for line in found.cases]


def all_pages(database: Database, **asked: Any) -> list[list[int]]:  # noqa: ANN401 - the fields of the question
    found = [listed(database, **asked)]
    while found[-1].next:
        found.append(listed(database, before=found[-1].next, **asked))
    return [numbers(page) for page in found]


def test_the_pages_together_show_every_case_once_also_those_of_one_moment(database: Database) -> None:
    put(database, *(numbered(n, minute=n // 3) for n in range(7)))
    assert all_pages(database, limit=2) == [[6, 5], [4, 3], [2, 1], [0]]


def test_a_page_that_holds_exactly_the_rest_is_the_last_one(database: Database) -> None:
    put(database, numbered(1), numbered(2))
    assert all_pages(database, limit=2) == [[2, 1]]


def test_what_comes_in_between_two_pages_moves_nothing_on_the_next_one(database: Database) -> None:
    put(database, *(numbered(n) for n in range(4)))
    first = listed(database, limit=2)
    put(database, numbered(9))
    assert numbers(listed(database, limit=2, before=first.next)) == [1, 0]


def test_of_several_stages_the_newest_come_first_and_nothing_of_another_stage(database: Database) -> None:
    stages = (Stage.RECEIVED, Stage.TRIAGED, Stage.CLOSED)
    put(database, *(numbered(n, stages[n % 3]) for n in range(9)))
    assert all_pages(database, stages=("received", "triaged"), limit=4) == [[7, 6, 4, 3], [1, 0]]
    assert all_pages(database, stages=("closed", "closed"), limit=9) == [[8, 5, 2]]


def test_a_stage_that_nobody_stands_in_is_an_empty_page(database: Database) -> None:
    put(database, numbered(1))
    assert all_pages(database, stages=("merged", "no-such-stage")) == [[]]


def test_what_waits_for_the_regional_manager_can_be_asked_for_alone_or_left_out(database: Database) -> None:
    free = numbered(1), numbered(4, Stage.TRIAGED)
    divided = numbered(2, Stage.TRIAGED, Held.CONSENT_DIVIDED)
    put(database, *free, divided, numbered(3, held=Held.PERSON_DIED))
    assert all_pages(database, held=True, limit=1) == [[3], [2]]
    assert all_pages(database, held=True, stages=("triaged",)) == [[2]]
    assert all_pages(database, held=False) == [[4, 1]]


@pytest.mark.parametrize("cursor", ["x", "1", "1~2~3", "~", "x~y", f"{2**70}~a"])
def test_where_a_page_ends_is_handed_back_as_it_was_or_refused(database: Database, cursor: str) -> None:
    with pytest.raises(InvalidFields, match="hand `next` of the page before back"):
        listed(database, before=cursor)


@pytest.mark.parametrize("asked", [{}, {"stages": ("received", "closed")}, {"held": True}])
def test_a_page_walks_an_index_and_sorts_nothing(database: Database, asked: dict[str, Any]) -> None:
    statements: list[tuple[str, Any]] = []
    with database.read() as tx:

        def note(_connection: object, _cursor: object, text: str, values: Any, *_rest: object) -> None:  # noqa: ANN401 - the driver's
            if text.startswith("SELECT"):
                statements.append((text, values))

        event.listen(tx.engine, "before_cursor_execute", note)
        list_cases(ListCases(office=OFFICE, before=f"1795176000000~{0:032x}", **asked), a_reader(tx))
        event.remove(tx.engine, "before_cursor_execute", note)
        plans = [list(tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)) for text, values in statements]
    assert plans
    for plan in plans:
        assert [step.detail.split(" (")[0].rpartition("_")[0] for step in plan] == [
            "SEARCH request USING INDEX request"
        ]


def test_duplicates_come_the_likeliest_first_a_page_at_a_time(database: Database) -> None:
    strengths = (60, 90, 60, 75)
    put(
        database,
        *(Suspicion(f"{n:032x}", OFFICE, f"{n:032x}", f"{n + 9:032x}", s) for n, s in enumerate(strengths, 1)),
    )
    found: list[list[int]] = []
    after = ""
    with database.read() as tx:
        while not found or after:
            page = list_duplicates(ListDuplicates(office=OFFICE, limit=3, after=after), a_reader(tx))
            found.append([line.strength for line in page.duplicates])
            after = page.next
    assert found == [[90, 75, 60], [60]]


def test_what_was_set_apart_comes_the_oldest_first_a_page_at_a_time(database: Database) -> None:
    text = Sealed[str](scope="quarantine/a", box="eA==")
    put(
        database,
        *(
            Quarantined(f"{n:032x}", OFFICE, "team", "kring.national-number", text, NOON + timedelta(minutes=9 - n))
            for n in range(3)
        ),
    )
    shower = QuarantineShower({office.id: office for office in EXAMPLE_OFFICES})
    with database.read() as tx:
        first = shower.list_quarantine(ListQuarantine(office=OFFICE, limit=2), a_reader(tx))
        rest = shower.list_quarantine(ListQuarantine(office=OFFICE, limit=2, after=first.next), a_reader(tx))
    assert [int(line.quarantine_id, 16) for line in (*first.quarantined, *rest.quarantined)] == [2, 1, 0]
    assert rest.next == ""
