"""What the register answers: who is in it, and what it says of one of them, to whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Issued
from kring_matching.process import Stage, Standing
from kring_matching.queries.register import RegisterShower, list_coordinators
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CoordinatorLine,
    CoordinatorShown,
    ListCoordinators,
    SelfDeclared,
    ShowCoordinator,
    Thing,
    TieKind,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.aggregates import LOANS
from tests.unit.matching.searches import JOOST, OFFICES, RACHEL, TODAY, a_coordinator, a_search
from tests.unit.stores import migrated

VAULT = PlainVault()
SAID = VAULT.seal("utrecht", scope_of(Scope.PERSON, "a"), SelfDeclared(religion="muslim", background="moroccan"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def listed(
    database: Database,
    *,
    vault: PlainVault = VAULT,
    office: str = "utrecht",
    **asked: Any,  # noqa: ANN401 - the question's
) -> list[CoordinatorLine]:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), vault, NOON, an_actor(office=office))
        return list(list_coordinators(ListCoordinators(**asked), reader).coordinators)


def shown(database: Database, role: Role = Role.REGIONAL_MANAGER, who: str = "someone") -> CoordinatorShown:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, [RACHEL]), VAULT, NOON, an_actor(role, who))
        return RegisterShower(OFFICES).show_coordinator(ShowCoordinator(coordinator_id=RACHEL), reader)


def test_the_register_lists_who_is_there_in_this_office_and_that_somebody_was_erased(database: Database) -> None:
    vault = PlainVault()
    vault.destroy(scope_of(Scope.PERSON, JOOST))
    elsewhere = a_coordinator("0" * 31 + "9", "Lieve", office="gent")
    put(database, a_coordinator(), a_coordinator(JOOST, "Joost"), elsewhere)
    assert [(c.coordinator_id, c.name) for c in listed(database, vault=vault)] == [
        (RACHEL, "Rachel"),
        (JOOST, "(erased)"),
    ]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"language": "tr"}, ["Joost"]),
        ({"language": "t"}, []),
        ({"scope": "community"}, ["Joost"]),
        ({"standing": "paused"}, ["Rachel"]),
        ({"municipality": "Utrecht"}, ["Joost"]),
        ({"municipality": "Utrecht", "standing": "paused"}, []),
        ({}, ["Rachel", "Joost"]),
    ],
)
def test_the_register_is_looked_through_for_what_is_asked(
    database: Database, asked: dict[str, Any], names: list[str]
) -> None:
    joost = a_coordinator(JOOST, "Joost", municipality="Utrecht", scopes=(ConferenceType.COMMUNITY,))
    speaks = joost.card.model_copy(update={"languages": ("nl", "tr")})
    put(database, a_coordinator(standing=Standing.PAUSED), replace(joost, card=speaks))
    assert [c.name for c in listed(database, **asked)] == names


def test_a_guest_is_listed_by_the_office_that_lends_them_only(database: Database) -> None:
    put(database, a_coordinator(), a_coordinator(JOOST, "Joost", lent_by="amersfoort", for_case="0" * 32))
    assert [c.name for c in listed(database)] == ["Rachel"]


def test_a_line_says_whether_somebody_works_and_until_when_the_proof_is_good(database: Database) -> None:
    put(database, a_coordinator(standing=Standing.LEFT, supervised=True))
    (line,) = listed(database)
    assert (line.standing, line.supervised) == ("left", True)
    assert line.screening_valid_until == TODAY + timedelta(days=365)


def test_a_line_counts_the_cases_somebody_has_and_what_they_are_lent_for(database: Database) -> None:
    put(
        database,
        a_coordinator(JOOST, "Joost", office="amersfoort"),
        a_search(case_id="0" * 31 + "8", office="amersfoort", stage=Stage.ACTIVE, coordinator_id=JOOST),
        a_search(case_id="0" * 31 + "9", office="amersfoort", stage=Stage.PROPOSED, coordinator_id=JOOST),
        LOANS["lending, lent"],
    )
    assert [line.active_cases for line in listed(database, office="amersfoort")] == [2]


def test_an_entry_says_all_that_the_manager_decides_by(database: Database) -> None:
    entry: dict[str, Any] = {
        "ties": (TieKind.GOVERNS,),
        "statute": None,
        "standing": Standing.SUSPENDED,
        "standing_because": "independence-lost",
        "standing_since": TODAY,
    }
    put(database, a_coordinator(**entry, issued=(Issued(Thing.KEYS, TODAY),)))
    found = shown(database)
    assert {name: getattr(found, name) for name in entry if name != "standing"} == {
        name: value for name, value in entry.items() if name != "standing"
    }
    assert (found.line.standing, found.screening) == ("suspended", "VOG")
    assert found.in_the_way == ("register-tie", "statute")
    assert [one.thing for one in found.issued] == [Thing.KEYS]
    assert "reinstate-coordinator" in found.possible


def test_a_guest_s_papers_are_not_asked_for_here(database: Database) -> None:
    put(database, a_coordinator(statute=None, screening_valid_until=TODAY - timedelta(days=1), lent_by="gent"))
    found = shown(database)
    assert (found.in_the_way, found.line.screening_valid_until) == ((), None)


@pytest.mark.parametrize(
    ("role", "who", "sees"),
    [
        (Role.COORDINATOR, RACHEL, ("muslim", "moroccan")),
        (Role.COORDINATOR, JOOST, ("", "")),
        (Role.REGIONAL_MANAGER, RACHEL, ("", "")),
        (Role.REGIONAL_MANAGER, "someone", ("", "")),
    ],
)
def test_what_somebody_says_of_themselves_is_shown_to_them_alone(
    database: Database, role: Role, who: str, sees: tuple[str, str]
) -> None:
    put(database, a_coordinator(declared=SAID))
    found = shown(database, role, who)
    assert (found.religion, found.background) == sees


def test_an_unknown_coordinator_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        shown(database)
