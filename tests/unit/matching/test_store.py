"""Searches and coordinators in their tables, and what people ask about them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Coordinator, Search
from kring_matching.plugins.load import Load, LoadSettings
from kring_matching.process import Stage
from kring_matching.queries import Questions, list_coordinators, show_search
from kring_matching.store import SHELVES, MatchingTable
from kring_shared.contracts.matching import ListCoordinators, RankCoordinators, ShowSearch
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.database import Database
from kring_shared.runtime.routes import Reader
from kring_shared.runtime.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, a_search
from tests.unit.stores import differences, migrated

OTHER_CASE = "0" * 31 + "8"
PROPOSED = a_search(
    stage=Stage.PROPOSED, coordinator_id=RACHEL, respond_by=NOON + timedelta(hours=72), refused=(JOOST,)
)
VALUES: tuple[Aggregate, ...] = (
    a_search(),
    PROPOSED,
    a_coordinator(),
    a_coordinator(gender=None, birth_year=None, employer_is_helping_body=True),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def a_reader(tx: Connection, *, vault: PlainVault | None = None) -> Reader:
    return Reader(Session(tx), load(tx, SHELVES, [CASE]), vault or PlainVault(), NOON, an_actor())


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, MatchingTable.metadata) == []


@pytest.mark.parametrize("value", VALUES, ids=["search", "proposed", "coordinator", "little-known"])
def test_what_is_stored_comes_back_as_it_was(database: Database, value: Aggregate) -> None:
    put(database, value)
    with database.read() as tx:
        found = load(tx, SHELVES, [value.id]).loaded[type(value), value.id]
    assert found == replace(value, version=1)  # type: ignore[type-var]  # every aggregate here is a dataclass


def test_the_cases_of_a_coordinator_are_found_by_the_coordinator(database: Database) -> None:
    put(database, PROPOSED, a_search(case_id=OTHER_CASE, stage=Stage.ACTIVE, coordinator_id=RACHEL))
    with database.read() as tx:
        assert set(load(tx, SHELVES, [RACHEL]).groups[Search, RACHEL]) == {CASE, OTHER_CASE}


def test_a_ranking_names_everyone_with_their_load_and_their_reasons(database: Database) -> None:
    busy = a_search(case_id=OTHER_CASE, stage=Stage.ACTIVE, coordinator_id=RACHEL)
    put(database, a_search(), busy, a_coordinator(), a_coordinator(JOOST, "Joost"))
    with database.read() as tx:
        ranking = Questions({"load": Load(LoadSettings())}).rank_coordinators(
            RankCoordinators(case_id=CASE), a_reader(tx)
        )
    assert [(c.name, c.score, c.scores[0].because) for c in ranking.candidates] == [
        ("Joost", 1.0, "has 0 of at most 2 cases"),
        ("Rachel", 0.5, "has 1 of at most 2 cases"),
    ]


def test_the_register_shows_who_is_there_in_this_office_and_that_somebody_was_erased(database: Database) -> None:
    vault = PlainVault()
    vault.destroy(scope_of(Scope.PERSON, JOOST))
    elsewhere = a_coordinator("0" * 31 + "9", "Lieve", office="gent")
    put(database, a_coordinator(), a_coordinator(JOOST, "Joost"), elsewhere)
    with database.read() as tx:
        register = list_coordinators(ListCoordinators(), a_reader(tx, vault=vault))
    assert [(c.coordinator_id, c.name) for c in register.coordinators] == [(RACHEL, "Rachel"), (JOOST, "(erased)")]


def test_a_search_shows_how_far_it_is_and_what_can_be_done(database: Database) -> None:
    put(database, PROPOSED)
    with database.read() as tx:
        shown = show_search(ShowSearch(case_id=CASE), a_reader(tx))
    assert (shown.stage, shown.coordinator_id, shown.declined) == ("proposed", RACHEL, 1)
    assert shown.possible == ("accept-proposal", "decline-proposal")


def test_an_unknown_search_is_not_found(database: Database) -> None:
    with database.read() as tx:
        reader = a_reader(tx)
        with pytest.raises(NotFound):
            show_search(ShowSearch(case_id=CASE), reader)
        with pytest.raises(NotFound):
            Questions({}).rank_coordinators(RankCoordinators(case_id=CASE), reader)


def test_both_kinds_stand_on_a_shelf() -> None:
    assert {shelf.kind for shelf in SHELVES} == {Search, Coordinator}
