"""Sharing a coordinator with another family opens nothing of their case."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr

from kring_matching.app import service
from kring_matching.domain import Search
from kring_matching.process import Stage
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    ConfirmCoordinator,
    ConflictKind,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    DismissConflict,
    HandOverAssignment,
    HandOverReason,
    RecordWishes,
)
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.signing import Signer, Verifier
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.settle import Setup, settle
from kring_shared.runtime.running.running import Parts, declare
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import NOON, an_actor
from tests.unit.matching.searches import CASE, FILIP, JOOST, RACHEL, a_coordinator, a_search
from tests.unit.stores import migrated

NEIGHBOURS_CASE, NEIGHBOUR, ANS = "0" * 31 + "8", "0" * 31 + "9", "0" * 31 + "5"
SECRET = secrets.token_bytes(32)


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    database = migrated(service, tmp_path)
    public = Ed25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
    vault = Vault(SqlKeyStore(Database(f"sqlite:///{tmp_path}/vault.db", "vault")), {"*": secrets.token_bytes(32)})
    parts = Parts(SharedSettings(), vault, Verifier(public), DrivenClock(NOON), SharedSettings().offices())
    routes = declare(service, service.settings(database_url=SecretStr("sqlite://")), parts).routes
    accepted = a_search(stage=Stage.ACCEPTED, coordinator_id=RACHEL)
    neighbours = a_search(
        case_id=NEIGHBOURS_CASE, main_person_ids=(NEIGHBOUR,), stage=Stage.ACCEPTED, coordinator_id=RACHEL
    )
    with database.begin() as tx:
        stored = (accepted, neighbours, a_coordinator(), a_coordinator(JOOST, "Joost"), a_coordinator(ANS, "Ans"))
        save(tx, SHELVES, {(type(a), a.id): a for a in stored})
    yield Setup(
        service=service.name,
        routes=routes,
        shelves=SHELVES,
        database=database,
        vault=vault,
        verifier=parts.verifier,
        clock=parts.clock,
    )
    database.close()


def asked(setup: Setup, role: Role, who: str, command: Command) -> str:
    """Give a command to the lane as somebody, and give the code it is answered with."""
    actor = Signer(SECRET).sign(an_actor(role, who))
    delivery = Delivery(secrets.token_hex(16), command.kind(), command.to_json(), Origin.COMMAND, "utrecht", actor)
    answer = settle(setup, [delivery]).answers[delivery.id]
    return str(json.loads(answer or "{}")["code"])


def stage_of(setup: Setup, case_id: str) -> Stage:
    with setup.database.read() as tx:
        found = load(tx, SHELVES, [case_id]).loaded[Search, case_id]
    assert isinstance(found, Search)
    return found.stage


def test_a_main_person_confirms_in_their_own_case_only(setup: Setup) -> None:
    theirs = ConfirmCoordinator(case_id=NEIGHBOURS_CASE, coordinator_id=RACHEL)
    assert asked(setup, Role.MAIN_PERSON, FILIP, theirs) == "kring.not-permitted"
    assert stage_of(setup, NEIGHBOURS_CASE) is Stage.ACCEPTED
    assert (
        asked(setup, Role.MAIN_PERSON, FILIP, ConfirmCoordinator(case_id=CASE, coordinator_id=RACHEL)) == "kring.done"
    )


def test_a_main_person_says_what_they_wish_and_whom_they_know_in_their_own_case_only(setup: Setup) -> None:
    tie = ConflictKind.KNOWS_THE_FAMILY
    for own, theirs in (
        (RecordWishes(case_id=CASE), RecordWishes(case_id=NEIGHBOURS_CASE)),
        (DeclareConflict(case_id=CASE, tie=tie), DeclareConflict(case_id=NEIGHBOURS_CASE, tie=tie)),
    ):
        assert asked(setup, Role.MAIN_PERSON, FILIP, theirs) == "kring.not-permitted"
        assert asked(setup, Role.MAIN_PERSON, FILIP, own) == "kring.done"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.OPERATOR])
@pytest.mark.parametrize(
    "command",
    [
        ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL,)),
        DismissConflict(case_id=CASE),
        HandOverAssignment(case_id=CASE, reason=HandOverReason.ILLNESS),
    ],
    ids=lambda command: command.name,
)
def test_only_the_regional_manager_decides_who_coordinates(setup: Setup, role: Role, command: Command) -> None:
    who = {Role.COORDINATOR: RACHEL}.get(role, FILIP)
    assert asked(setup, role, who, command) == "kring.not-permitted"


def test_a_frozen_coordinator_may_do_nothing_in_the_case_until_the_manager_has_looked(setup: Setup) -> None:
    manager, tie = Role.REGIONAL_MANAGER, ConflictKind.REQUESTER
    asked(setup, manager, "someone", ConfirmCoordinator(case_id=CASE, coordinator_id=RACHEL))
    declare = DeclareConflict(case_id=CASE, tie=tie)
    assert asked(setup, Role.COORDINATOR, RACHEL, declare) == "kring.done"
    assert asked(setup, Role.COORDINATOR, RACHEL, declare) == "kring.not-permitted"
    assert asked(setup, manager, "someone", DismissConflict(case_id=CASE)) == "kring.done"
    assert asked(setup, Role.COORDINATOR, RACHEL, declare) == "kring.done"
    over = HandOverAssignment(case_id=CASE, reason=HandOverReason.CONFLICT)
    assert asked(setup, manager, "someone", over) == "kring.done"
    assert asked(setup, Role.COORDINATOR, RACHEL, declare) == "kring.not-permitted"
    assert asked(setup, manager, "someone", over) == "kring.not-allowed-now"


def test_the_next_of_the_list_is_found_in_the_tables_when_somebody_declines(setup: Setup) -> None:
    two = ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL, JOOST), ranking=(RACHEL, JOOST))
    manager = Role.REGIONAL_MANAGER
    asked(setup, manager, "someone", HandOverAssignment(case_id=CASE, reason=HandOverReason.NO_TIME))
    assert asked(setup, manager, "someone", two) == "kring.cannot-propose"
    two = two.model_copy(update={"coordinator_ids": (ANS, JOOST), "ranking": (ANS, JOOST)})
    assert asked(setup, manager, "someone", two) == "kring.done"
    no = DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME)
    assert asked(setup, Role.COORDINATOR, JOOST, no) == "kring.not-permitted"
    assert asked(setup, Role.COORDINATOR, ANS, no) == "kring.done"
    assert asked(setup, Role.COORDINATOR, JOOST, no) == "kring.done"
    assert stage_of(setup, CASE) is Stage.SEARCHING


def test_a_coordinator_answers_only_for_a_case_they_were_asked_for(setup: Setup) -> None:
    own_name = AcceptProposal(case_id=CASE, coordinator_id=JOOST, no_ties=True)
    assert asked(setup, Role.COORDINATOR, JOOST, own_name) == "kring.not-permitted"
