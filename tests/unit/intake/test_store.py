"""Requests and referrals in their tables, and what people see of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session

from kring_intake.app import service
from kring_intake.domain import KnownReferral, Quarantined, Request
from kring_intake.process import Held, Stage, possible
from kring_intake.queries.cases import list_cases
from kring_intake.queries.request import RequestShower
from kring_intake.store import SHELVES, IntakeTable
from kring_shared.contracts.intake import ListCases, ShowRequest
from kring_shared.contracts.matching import AssignmentActivated, AssignmentFrozen
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.intake.made import CASE, COORDINATOR, RACHEL, REQUESTER, a_card, a_mandate, a_request, a_triage
from tests.unit.intake.sent import Desk, an_event, request_of
from tests.unit.stores import differences, migrated

show_request = RequestShower(lambda _question: ()).show_request
APART = Quarantined(
    CASE, "utrecht", "team", "kring.national-number", Sealed(scope=f"quarantine/{CASE}", box="eA=="), NOON
)
STARTED = AssignmentActivated(case_id=CASE, coordinator=a_card(COORDINATOR, "Ans"), occurred_at=NOON)
FROZEN = AssignmentFrozen(case_id=CASE, coordinator_id=COORDINATOR, occurred_at=NOON)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def a_reader(tx: Connection, *keys: str, vault: PlainVault | None = None, office: str = "utrecht") -> Reader:
    return Reader(Session(tx), load(tx, SHELVES, keys), vault or PlainVault(), NOON, an_actor(office=office))


def numbered(number: int, office: str = "utrecht") -> Request:
    received_at = NOON + timedelta(minutes=number)
    return replace(a_request(), case_id=f"{number:032x}", office=office, received_at=received_at)


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, IntakeTable.metadata) == []


@pytest.mark.parametrize(
    "aggregate",
    [
        a_request(),
        a_request(Stage.INFORMATION_TALK),
        replace(a_request(Stage.CONSENTED, mandates=(a_mandate(),)), neutral_sender=True),
        a_request(Stage.IN_MATCHING).coordinated(STARTED),
        a_request(Stage.IN_MATCHING).coordinated(STARTED).coordinated(FROZEN),
        replace(a_request().triaged(a_triage()), question=None, main_persons=()),
        request_of(Desk().submit(an_event())),
        KnownReferral("0" * 32, "utrecht", "kring.received", CASE),
        KnownReferral("0" * 32, "utrecht", "kring.information-talk"),
        APART,
    ],
    ids=["received", "talk", "consented", "prepared", "frozen", "bare", "taken in", "known", "known talk", "set apart"],
)
def test_what_is_stored_comes_back_as_it_was(database: Database, aggregate: Aggregate) -> None:
    put(database, aggregate)
    with database.read() as tx:
        found = load(tx, SHELVES, [aggregate.id]).loaded[type(aggregate), aggregate.id]
    assert found == replace(aggregate, version=1)  # type: ignore[type-var]  # each of them is a dataclass


def test_the_list_shows_the_newest_cases_of_the_office_first(database: Database) -> None:
    put(database, numbered(1), numbered(3), numbered(2), numbered(4, office="gent"))
    with database.read() as tx:
        found = list_cases(ListCases(office="utrecht", limit=2), a_reader(tx)).cases
    assert [int(line.case_id, 16) for line in found] == [3, 2]
    assert found[0].received_at == NOON + timedelta(minutes=3)
    assert found[0].possible == possible(Stage.RECEIVED, Held.FREE)


def test_the_list_walks_its_index_however_many_cases_there_are(database: Database) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT case_id FROM request WHERE office = 'x' ORDER BY received_ms DESC, case_id DESC"
    with database.read() as tx:
        steps = [row.detail for row in tx.execute(text(plan))]
    assert steps == ["SEARCH request USING COVERING INDEX request_newest (office=?)"]


def test_nobody_lists_the_cases_of_another_office(database: Database) -> None:
    with database.read() as tx, pytest.raises(NotPermitted, match="cannot ask about gent"):
        list_cases(ListCases(office="gent"), a_reader(tx))


def test_a_request_is_shown_with_its_names_opened(database: Database) -> None:
    put(database, a_request(mandates=(a_mandate(),)))
    with database.read() as tx:
        shown = show_request(ShowRequest(case_id=CASE), a_reader(tx, CASE))
    assert (shown.case.case_id, shown.case.stage, shown.policy) == (CASE, "received", "nl/1")
    assert (shown.requester.person_id, shown.requester.name) == (REQUESTER, "Jansen")
    assert [(person.person_id, person.name) for person in shown.main_persons] == [(RACHEL, "Rachel")]
    assert shown.question == "Hoe blijft Rachel veilig thuis?"
    assert shown.conditions == ("De kinderen slapen thuis",)


def test_who_was_erased_is_shown_as_erased_and_the_rest_can_still_be_read(database: Database) -> None:
    put(database, a_request(mandates=(a_mandate(),)))
    vault = PlainVault()
    vault.destroy(f"person/{RACHEL}")
    with database.read() as tx:
        shown = show_request(ShowRequest(case_id=CASE), a_reader(tx, CASE, vault=vault))
    assert (shown.main_persons[0].name, shown.requester.name) == ("(erased)", "Jansen")
    vault.destroy(f"case/{CASE}")
    with database.read() as tx:
        shown = show_request(ShowRequest(case_id=CASE), a_reader(tx, CASE, vault=vault))
    assert (shown.question, shown.conditions) == ("(erased)", ("(erased)",))


def test_a_request_that_is_not_there_is_not_found(database: Database) -> None:
    with database.read() as tx, pytest.raises(NotFound):
        show_request(ShowRequest(case_id=CASE), a_reader(tx, CASE))
