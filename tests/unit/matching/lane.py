"""Matching's lane over tables in a file: a command is signed, held against the rights, settled and answered."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Deadline, Query
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.bus.signing import Signer, Verifier
from kring_shared.runtime.declared.routes import Delivery, Origin, Reader
from kring_shared.runtime.lane import permits
from kring_shared.runtime.lane.settle import Setup, settle
from kring_shared.runtime.running.running import Parts, declare
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.runtime.storage.tables import DEADLINE
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.stores import migrated

SECRET: Final = secrets.token_bytes(32)


@contextmanager
def a_lane(folder: Path, *aggregates: Aggregate) -> Iterator[Setup]:
    """Give the lane of a service that keeps these; its clock is driven, and stands at noon."""
    database = migrated(service, folder)
    public = Ed25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
    keys = Database(f"sqlite:///{folder}/vault.db", "vault")
    migrations.migrate(keys, migrations.VAULT)
    vault = Vault(SqlKeyStore(keys), {"*": secrets.token_bytes(32)})
    parts = Parts(SharedSettings(), vault, Verifier(public), DrivenClock(NOON), SharedSettings().offices())
    routes = declare(service, service.settings(database_url=SecretStr("sqlite://")), parts).routes
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})
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
    keys.close()


def answered(lane: Setup, role: Role, who: str, command: Command, office: str = "utrecht") -> str:
    """Give a command as somebody; give the code it is answered with."""
    actor = Signer(SECRET).sign(an_actor(role, who, office))
    delivery = Delivery(secrets.token_hex(16), command.kind(), command.to_json(), Origin.COMMAND, office, actor)
    return str(json.loads(settle(lane, [delivery]).answers[delivery.id] or "{}")["code"])


def strikes(lane: Setup, deadline: Deadline, office: str = "utrecht") -> None:
    """Let a deadline be due."""
    set_ = Delivery(secrets.token_hex(16), deadline.kind(), deadline.to_json(), Origin.DEADLINE, office)
    row = {"id": set_.id, "key": deadline.key(), "kind": set_.kind, "office": office, "body": set_.body.decode()}
    with lane.database.begin() as tx:
        tx.execute(DEADLINE.insert().values(**row, due_ms=0))
    settle(lane, [set_])


def may_ask(lane: Setup, role: Role, who: str, query: Query, office: str = "utrecht") -> bool:
    """Tell whether somebody's question is answered, by the rights table and by who takes part."""
    keys = lane.routes.queries[query.kind()].keys(query, office)
    with lane.database.read() as tx:
        view = load(tx, SHELVES, keys)
        actor = an_actor(role, who, office)
        reader = Reader(Session(tx), view, PlainVault(), NOON, actor, SHELVES)
        try:
            right = permits.check_role(actor, type(query), office)
            permits.check_part(actor, right, reader.view.about((query.key(),)))
        except NotPermitted:
            return False
    return True


def kept(lane: Setup, kind: type[Any], key: str) -> Any:  # noqa: ANN401 - an aggregate of that kind
    """Give what the tables hold."""
    with lane.database.read() as tx:
        return load(tx, SHELVES, [key]).loaded[kind, key]
