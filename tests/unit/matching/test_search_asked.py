"""How far a search is, as it is shown: all of it to who chooses, and to a coordinator what is theirs to know."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Search
from kring_matching.queries.searches import show_search
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import SearchShown, ShowSearch
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.aggregates import PROPOSED
from tests.unit.matching.searches import CASE, JOOST, RACHEL
from tests.unit.stores import migrated


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def shown(database: Database, *searches: Search, role: Role = Role.REGIONAL_MANAGER) -> SearchShown:
    with database.begin() as tx:
        save(tx, SHELVES, {(Search, one.id): one for one in searches})
        reader = Reader(Session(tx), load(tx, SHELVES, [CASE]), PlainVault(), NOON, an_actor(role, RACHEL))
        return show_search(ShowSearch(case_id=CASE), reader)


def test_a_search_shows_how_far_it_is_and_what_can_be_done(database: Database) -> None:
    found = shown(database, PROPOSED)
    assert (found.stage, found.coordinator_id, found.declined) == ("proposed", RACHEL, 1)
    assert {"accept-proposal", "decline-proposal"} <= set(found.possible)


def test_a_paused_search_says_so_and_offers_a_no_but_no_yes(database: Database) -> None:
    found = shown(database, replace(PROPOSED, paused_at=NOON))
    assert found.paused
    assert "decline-proposal" in found.possible
    assert "accept-proposal" not in found.possible


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.REGIONAL_MANAGER, (JOOST, (JOOST,), "speaks-the-language", True)),
        (Role.COORDINATOR, (None, (), "", False)),
    ],
)
def test_who_comes_next_and_who_was_there_before_is_shown_to_who_chooses(
    database: Database, role: Role, sees: tuple[object, ...]
) -> None:
    chosen = replace(
        PROPOSED,
        previous_coordinator_id=JOOST,
        shortlist=(JOOST,),
        reason="speaks-the-language",
        against_ranking=True,
    )
    found = shown(database, chosen, role=role)
    assert (found.previous_coordinator_id, found.shortlist, found.reason, found.against_ranking) == sees


def test_an_unknown_search_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        shown(database)
