"""The page says how a value is sealed and an actor signed; whoever follows it and ours understand each other."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from tests.example_service import sealing
from tests.example_service.actors import actor_of
from tests.example_service.words import Refused

OFFICE, SCOPE, OTHER = "utrecht", f"person/{'a' * 32}", f"person/{'b' * 32}"
AMINA = Contact(name="Amina", email="amina@voorbeeld.example")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(name="both")
def two_vaults(tmp_path: Path) -> tuple[Vault, sealing.Vault]:
    file, keys = tmp_path / "vault.db", {"*": os.urandom(32)}
    database = Database(f"sqlite:///{file}", "vault")
    migrations.migrate(database, migrations.VAULT)
    forgets_at_once = iter(range(0, 100_000, 100)).__next__
    return Vault(SqlKeyStore(database), keys, ticks=forgets_at_once), sealing.Vault(str(file), keys)


def test_what_one_seals_the_other_opens(both: tuple[Vault, sealing.Vault]) -> None:
    ours, theirs = both
    box = Sealed[Contact].model_validate(theirs.seal(OFFICE, SCOPE, AMINA.model_dump()))
    assert ours.open(box, Contact) == AMINA
    again = ours.seal(OFFICE, OTHER, AMINA)
    ours.flush()
    assert theirs.open(again.model_dump())["name"] == "Amina"
    under_our_key = Sealed[Contact].model_validate(theirs.seal(OFFICE, OTHER, AMINA.model_dump()))
    assert ours.open(under_our_key, Contact) == AMINA


def test_what_belongs_to_somebody_who_was_erased_stays_erased(both: tuple[Vault, sealing.Vault]) -> None:
    ours, theirs = both
    before = theirs.seal(OFFICE, SCOPE, AMINA.model_dump())
    ours.destroy(SCOPE)
    after = theirs.seal(OFFICE, SCOPE, AMINA.model_dump())
    assert [theirs.open(box) for box in (before, after)] == [{}, {}]
    boxes = [Sealed[Contact].model_validate(box) for box in (before, after)]
    assert all(isinstance(ours.open(box, Contact), Erased) for box in boxes)


def test_an_actor_is_known_by_the_signature_of_the_edge_and_for_five_minutes() -> None:
    edge, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = edge.public_key().public_bytes_raw()
    said = Actor(id="m-1", role=Role.REGIONAL_MANAGER, office=OFFICE, purpose="run-the-route", issued_at=NOW)
    signed = Signer(edge.private_bytes_raw()).sign(said)
    assert actor_of(signed, public, NOW + timedelta(minutes=4)).label == said.label()
    for header, when in (
        ("", NOW),
        (signed, NOW + timedelta(minutes=6)),
        (Signer(other.private_bytes_raw()).sign(said), NOW),
        (f"{json.dumps({})}.{signed.partition('.')[2]}", NOW),
    ):
        with pytest.raises(Refused, match="actor"):
            actor_of(header, public, when)
