"""Searches and coordinators in their tables, and what people ask about them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Coordinator, Search
from kring_matching.migrations import m0001_first, m0002_pause
from kring_matching.plugins.load import Load, LoadSettings
from kring_matching.process import Stage
from kring_matching.queries.asked import Questions, list_coordinators, show_search
from kring_matching.store import SHELVES, MatchingTable
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import ListCoordinators, RankCoordinators, ShowSearch, TieKind
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
OLD_SEARCH = (
    "INSERT INTO search (case_id, office, stage, coordinator_id, main_person_ids, refused, dossier, version) "
    "VALUES (:case_id, 'utrecht', :stage, :coordinator_id, '[]', '[]', :dossier, 1)"
)
VALUES: tuple[Aggregate, ...] = (
    a_search(),
    PROPOSED,
    replace(PROPOSED, paused_at=NOON, coordinated_by=JOOST, previous_coordinator_id=JOOST),
    a_coordinator(),
    a_coordinator(gender=None, birth_year=None, ties=(TieKind.EMPLOYED,)),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def a_reader(tx: Connection, *, vault: PlainVault | None = None, role: Role = Role.REGIONAL_MANAGER) -> Reader:
    return Reader(Session(tx), load(tx, SHELVES, [CASE]), vault or PlainVault(), NOON, an_actor(role))


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, MatchingTable.metadata) == []


@pytest.mark.parametrize("value", VALUES, ids=["search", "proposed", "paused", "coordinator", "little-known"])
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


def test_a_paused_search_says_so_and_offers_only_a_no(database: Database) -> None:
    put(database, replace(PROPOSED, paused_at=NOON))
    with database.read() as tx:
        shown = show_search(ShowSearch(case_id=CASE), a_reader(tx))
    assert (shown.paused, shown.possible) == (True, ("decline-proposal",))


def test_who_coordinated_before_is_shown_to_who_chooses_and_to_no_coordinator(database: Database) -> None:
    put(database, replace(PROPOSED, previous_coordinator_id=JOOST), a_coordinator())
    with database.read() as tx:
        shown = show_search(ShowSearch(case_id=CASE), a_reader(tx))
        to_a_coordinator = show_search(ShowSearch(case_id=CASE), a_reader(tx, role=Role.COORDINATOR))
        ranking = Questions({}).rank_coordinators(RankCoordinators(case_id=CASE), a_reader(tx))
    assert shown.previous_coordinator_id == ranking.previous_coordinator_id == JOOST
    assert to_a_coordinator.previous_coordinator_id is None


def test_a_search_from_before_the_pause_keeps_who_coordinates_and_who_did(tmp_path: Path) -> None:
    found = Database(f"sqlite:///{tmp_path}/matching.db", "matching")
    with found.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        known_then = {"coordinator_id": RACHEL, "dossier": a_search().dossier.model_dump_json()}
        tx.execute(text(OLD_SEARCH), [{"case_id": stage.value, "stage": stage.value} | known_then for stage in Stage])
        m0002_pause.upgrade()
    with found.read() as tx:
        searches = load(tx, SHELVES, [RACHEL]).loaded.values()
    found.close()
    known = {search.stage for search in searches if isinstance(search, Search) and search.coordinated_by == RACHEL}
    assert known == {Stage.ACTIVE, Stage.COMPLETED}


def test_an_unknown_search_is_not_found(database: Database) -> None:
    with database.read() as tx:
        reader = a_reader(tx)
        with pytest.raises(NotFound):
            show_search(ShowSearch(case_id=CASE), reader)
        with pytest.raises(NotFound):
            Questions({}).rank_coordinators(RankCoordinators(case_id=CASE), reader)


def test_both_kinds_stand_on_a_shelf() -> None:
    assert {shelf.kind for shelf in SHELVES} == {Search, Coordinator}
