"""Everything matching keeps, in its tables: as it was put there, and as earlier releases had left it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from kring_matching.app import service
from kring_matching.domain import Coordinator, Lending, Search
from kring_matching.migrations import m0001_first, m0002_pause, m0003_whole, m0004_erased, m0005_sealing_key
from kring_matching.process import Stage, Standing
from kring_matching.store import SHELVES, MatchingTable
from kring_shared.contracts.matching import TieKind
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from tests.unit.matching.aggregates import EVERY_KIND, LOANS, PROPOSED
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, a_search
from tests.unit.stores import differences, migrated

OTHER_CASE: Final = "0" * 31 + "8"
OLD_SEARCH: Final = (
    "INSERT INTO search (case_id, office, stage, coordinator_id, main_person_ids, refused, dossier, version) "
    "VALUES (:case_id, 'utrecht', :stage, :coordinator_id, '[]', :refused, :dossier, 1)"
)
OLD_COORDINATOR: Final = (
    "INSERT INTO coordinator (coordinator_id, office, card, scopes, gender, birth_year, municipality, "
    "travel_limit_km, maximum_load, screening_valid_until, employer_is_helping_body, version) "
    "VALUES (:coordinator_id, 'utrecht', :card, '[\"family\"]', 'female', 1980, 'Amersfoort', 40, 2, "
    "'2030-01-01', :tied, 7)"
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def old(tx: Connection) -> None:
    """Leave what the release before the whole of matching had: a search a stage, Rachel tied and Joost free."""
    m0001_first.upgrade()
    known = {
        "coordinator_id": RACHEL,
        "dossier": a_search().dossier.model_dump_json(),
        "refused": f'["{JOOST}"]',
    }
    stages = (Stage.SEARCHING, Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE, Stage.COMPLETED, Stage.STOPPED)
    tx.execute(text(OLD_SEARCH), [known | {"case_id": stage.value, "stage": stage.value} for stage in stages])
    people = ((RACHEL, True), (JOOST, False))
    card = a_coordinator().card.model_dump_json()
    tx.execute(text(OLD_COORDINATOR), [{"coordinator_id": i, "tied": tied, "card": card} for i, tied in people])
    m0002_pause.upgrade()


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path}/matching.db", "matching")
    with found.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        old(tx)
        m0003_whole.upgrade()
        m0004_erased.upgrade()
        m0005_sealing_key.upgrade()
    yield found
    found.close()


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, MatchingTable.metadata) == []


@pytest.mark.parametrize("value", EVERY_KIND.values(), ids=EVERY_KIND.keys())
def test_what_is_stored_comes_back_as_it_was(database: Database, value: Aggregate) -> None:
    put(database, value)
    with database.read() as tx:
        found = load(tx, SHELVES, [value.id]).loaded[type(value), value.id]
    assert found == replace(value, version=1)  # type: ignore[type-var]  # every aggregate here is a dataclass


@pytest.mark.parametrize("kind", [shelf.kind for shelf in SHELVES], ids=lambda kind: str(kind.__name__))
def test_every_field_of_every_kind_is_tried_with_something_in_it(kind: type[Aggregate]) -> None:
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every aggregate is a dataclass
    values = [value for value in EVERY_KIND.values() if type(value) is kind]
    tried = {name for name in names for value in values if getattr(value, name) not in {None, "", (), False}}
    assert names - tried == {"version"}


def test_the_cases_of_a_coordinator_are_found_by_the_coordinator(database: Database) -> None:
    put(database, PROPOSED, a_search(case_id=OTHER_CASE, stage=Stage.ACTIVE, coordinator_id=RACHEL))
    with database.read() as tx:
        assert set(load(tx, SHELVES, [RACHEL]).groups[Search, RACHEL]) == {CASE, OTHER_CASE}


def test_what_somebody_is_lent_for_is_found_by_them_too(database: Database) -> None:
    lent = LOANS["lending, lent"]
    put(database, lent)
    with database.read() as tx:
        assert load(tx, SHELVES, [JOOST]).groups[Lending, JOOST] == (lent.id,)


def test_a_search_from_before_the_pause_keeps_who_coordinates_and_who_did(grown: Database) -> None:
    with grown.read() as tx:
        searches = [s for s in load(tx, SHELVES, [RACHEL]).loaded.values() if isinstance(s, Search)]
    assert {s.stage for s in searches if s.coordinated_by == RACHEL} == {Stage.ACTIVE, Stage.COMPLETED}


def test_a_search_from_before_shortlists_has_none_and_forgets_no_refusal(grown: Database) -> None:
    with grown.read() as tx:
        searches = [s for s in load(tx, SHELVES, [RACHEL]).loaded.values() if isinstance(s, Search)]
    assert len(searches) == 6
    assert {(s.refused, s.shortlist, s.approved, s.tied, s.against_ranking) for s in searches} == {
        ((JOOST,), (), (), (), False)
    }


def test_a_tie_that_was_a_yes_is_a_kind_of_tie_now_and_its_coordinator_does_not_work(grown: Database) -> None:
    with grown.read() as tx:
        found = load(tx, SHELVES, [RACHEL, JOOST]).loaded
    tied, free = found[Coordinator, RACHEL], found[Coordinator, JOOST]
    blank = a_coordinator(screening_valid_until=date(2030, 1, 1), statute=None, version=7)
    out = replace(blank, standing=Standing.SUSPENDED, standing_because="independence-lost")
    assert tied == replace(out, ties=(TieKind.EMPLOYED,))
    assert free == replace(blank, coordinator_id=JOOST)


def test_every_kind_that_is_kept_stands_on_a_shelf() -> None:
    assert {shelf.kind for shelf in SHELVES} == {type(value) for value in EVERY_KIND.values()}
