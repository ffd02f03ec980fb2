"""What is kept and ordered comes back from its tables, and is shown to whom it may be shown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import MetaData, Table, select
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.keeping import Keeping, Waits
from kring_registry.migrations import m0001_first
from kring_registry.process.erasure import ErasureStage
from kring_registry.queries.keeping import list_erasures, show_erasure, show_keeping
from kring_registry.store import SHELVES
from kring_registry.store.registration import registration_row
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.registry import (
    KeptHere,
    ListErasures,
    PlaceHold,
    ReleaseHold,
    RetentionDue,
    ServiceAnswer,
    ShowErasure,
    ShowKeeping,
)
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.rights import Right
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane import permits
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.runtime.storage.tables import DEADLINE
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import CASE, FILIP, after, opened
from tests.unit.registry.test_store import LATER_MIGRATIONS
from tests.unit.stores import migrated

DAY = date(2026, 11, 20)
KEEPING = Keeping(
    case_id=CASE,
    office="utrecht",
    policy="nl/1",
    people=(FILIP,),
    compelled=True,
    bound=True,
    merged_into="0" * 31 + "9",
    ended_on=DAY,
    ended_as="follow-up-ended",
    locked_on=DAY,
    held_for="court-asks",
    erased=((RecordKind.PLAN, DAY),),
    waiting=(Waits((RecordKind.CONTACTS, RecordKind.SIGNALS), "person-asks", FILIP),),
)
ANSWER = ServiceAnswer(
    service="intake",
    answered_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    lines=(ErasureLine(kind=RecordKind.CONTACTS, outcome=ErasureOutcome.ERASED, records=3),),
    keys_destroyed=(f"person/{FILIP}",),
)
ERASURE = Erasure(
    erasure_id="0" * 31 + "e",
    case_id=CASE,
    office="utrecht",
    kinds=(RecordKind.CONTACTS,),
    because="person-asks",
    ordered_on=DAY,
    person_id=FILIP,
    answers=(ANSWER,),
    kept=(KeptHere(kind=RecordKind.CLAIMS, because=KeptBecause.TERM_RUNS),),
    attempt=2,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(each), each.id): each for each in aggregates})


@pytest.fixture
def read(database: Database) -> Iterator[Reader]:
    with database.read() as tx, Session(tx) as session:
        keys = (CASE, ERASURE.id)
        yield Reader(session, load(tx, SHELVES, keys), PlainVault(), NOON, an_actor(), SHELVES)


@pytest.mark.parametrize(
    "aggregate", [KEEPING, Keeping(CASE, "utrecht", "nl/1"), ERASURE], ids=["full", "new", "order"]
)
def test_it_comes_back_as_it_was_stored(database: Database, aggregate: Keeping | Erasure) -> None:
    put(database, aggregate)
    with database.read() as tx:
        found = load(tx, SHELVES, [aggregate.id]).loaded[type(aggregate), aggregate.id]
    assert found == replace(aggregate, version=1)


def test_a_request_is_found_by_the_one_it_goes_on_as(database: Database) -> None:
    put(database, KEEPING)
    with database.read() as tx:
        view = load(tx, SHELVES, ["0" * 31 + "9"])
    assert view.groups[Keeping, "0" * 31 + "9"] == (CASE,)


def test_the_proof_of_a_receipt_holds_after_the_store(database: Database) -> None:
    put(database, ERASURE)
    with database.read() as tx:
        found = load(tx, SHELVES, [ERASURE.id]).loaded[Erasure, ERASURE.id]
    assert isinstance(found, Erasure)
    assert found.fingerprint() == ERASURE.fingerprint()


def test_each_kind_is_shown_with_its_day_and_its_ground(database: Database) -> None:
    put(database, replace(KEEPING, merged_into=None))
    with database.read() as tx, Session(tx) as session:
        reader = Reader(session, load(tx, SHELVES, [CASE]), PlainVault(), NOON, an_actor(), SHELVES)
        shown = show_keeping(ShowKeeping(case_id=CASE), reader)
    lines = {line.kind: line for line in shown.lines}
    assert shown.held_for == "court-asks"
    assert (lines[RecordKind.PLAN].due_on, lines[RecordKind.PLAN].erased_on) == (date(2026, 12, 4), DAY)
    assert lines[RecordKind.CONTACTS].due_on == date(2027, 2, 20)
    assert lines[RecordKind.CLAIMS].due_on is None
    assert all(len(line.basis) > 20 for line in shown.lines)


def test_a_receipt_names_who_did_not_answer_yet(database: Database) -> None:
    put(database, ERASURE)
    with database.read() as tx, Session(tx) as session:
        reader = Reader(session, load(tx, SHELVES, [ERASURE.id]), PlainVault(), NOON, an_actor(), SHELVES)
        shown = show_erasure(ShowErasure(erasure_id=ERASURE.id), reader)
    assert [each.service for each in shown.services if each.answered_at is None] == [
        "matching",
        "conference",
        "notifications",
        "registry",
    ]


def test_what_is_not_there_says_where_to_look(read: Reader) -> None:
    with pytest.raises(NotFound, match="no terms are known"):
        show_keeping(ShowKeeping(case_id=CASE), read)
    with pytest.raises(NotFound, match="list-erasures"):
        show_erasure(ShowErasure(erasure_id=ERASURE.id), read)
    with pytest.raises(NotFound, match="without `after`"):
        list_erasures(ListErasures(after=ERASURE.id), read)


def test_orders_are_listed_page_by_page_the_newest_first_and_only_those_of_the_office(database: Database) -> None:
    orders = [
        replace(ERASURE, erasure_id=f"{n:032x}", ordered_on=date(2026, 11, 1 + n % 3), stage=stage)
        for n, stage in enumerate(
            [
                ErasureStage.ORDERED,
                ErasureStage.LATE,
                ErasureStage.EXECUTED,
                ErasureStage.ORDERED,
                ErasureStage.EXECUTED,
            ]
        )
    ]
    put(database, *orders, replace(ERASURE, erasure_id="f" * 32, office="gent"))
    with database.read() as tx, Session(tx) as session:
        reader = Reader(session, load(tx, SHELVES, []), PlainVault(), NOON, an_actor(), SHELVES)
        pages: list[list[str]] = []
        after = ""
        while not pages or after:
            page = list_erasures(ListErasures(after=after, limit=2), reader)
            pages.append([each.erasure_id for each in page.erasures])
            after = page.next_after
        still_open = list_erasures(ListErasures(open_only=True), reader).erasures
    newest_first = sorted(orders, key=lambda order: (order.ordered_on, order.erasure_id), reverse=True)
    assert [one for page in pages for one in page] == [order.erasure_id for order in newest_first]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {each.erasure_id for each in still_open} == {
        o.erasure_id for o in orders if o.stage is not ErasureStage.EXECUTED
    }


@pytest.mark.parametrize(
    ("message", "roles"),
    [
        (PlaceHold, {Role.REGIONAL_MANAGER}),
        (ReleaseHold, {Role.REGIONAL_MANAGER}),
        (ShowErasure, {Role.REGIONAL_MANAGER, Role.OPERATOR}),
        (ListErasures, {Role.REGIONAL_MANAGER, Role.OPERATOR}),
        (ShowKeeping, {Role.REGIONAL_MANAGER, Role.COORDINATOR, Role.MAIN_PERSON}),
    ],
)
def test_only_whose_task_it_is_may(message: type[Named], roles: set[Role]) -> None:
    for role in Role:
        if role in roles:
            permits.check_role(an_actor(role), message, "utrecht")
        else:
            with pytest.raises(NotPermitted):
                permits.check_role(an_actor(role), message, "utrecht")


def test_a_main_person_sees_their_own_terms_and_nobody_elses() -> None:
    permits.check_part(an_actor(Role.MAIN_PERSON, FILIP), Right.OWN, [KEEPING])
    with pytest.raises(NotPermitted):
        permits.check_part(an_actor(Role.MAIN_PERSON, "somebody-else"), Right.OWN, [KEEPING])


def test_terms_of_routes_that_ended_before_terms_were_counted_begin_with_the_upgrade(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path}/old.db", "registry")
    migrations.migrate(old, migrations.RUNTIME)
    running, ended = opened(), after(RequestWithdrawn(case_id=CASE), registration=opened())
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        then = Table("registration", MetaData(), autoload_with=tx)
        for found in (replace(running, case_id="0" * 31 + "7"), ended):
            row = registration_row(found) | {"version": 1}
            tx.execute(then.insert(), {name: row[name] for name in then.columns.keys()})
        for later in LATER_MIGRATIONS:
            later.upgrade()
    with old.read() as tx:
        found_now = load(tx, SHELVES, [CASE, "0" * 31 + "7"]).loaded.values()
        rows = tx.execute(select(DEADLINE)).all()
    old.close()
    (kept,) = [each for each in found_now if isinstance(each, Keeping)]
    assert (kept.case_id, kept.ended_as, kept.waiting) == (CASE, "ended-before", ())
    due = [RetentionDue.model_validate_json(row.body) for row in rows if row.kind == RetentionDue.kind()]
    assert [(each.case_id, each.kind_of_record) for each in due] == [
        (CASE, RecordKind.PLAN),
        (CASE, RecordKind.CONTACTS),
        (CASE, RecordKind.SIGNALS),
    ]
