"""The conference's lane over tables in a file, for what only tables can show: what a safety signal leaves where."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy import inspect, text
from sqlmodel import Session

from kring_conference.app import service
from kring_conference.store import SHELVES
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Fact, Query
from kring_shared.kernel.clock import DrivenClock
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
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import NOON
from tests.unit.stores import migrated

SECRET: Final = secrets.token_bytes(32)


@contextmanager
def a_lane(folder: Path, *aggregates: Aggregate) -> Iterator[Setup]:
    """Give the lane of a conference service that keeps these; its clock is driven, and stands at noon."""
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


def answered(lane: Setup, who: Actor, command: Command) -> dict[str, Any]:
    """Give a command as somebody; give the receipt."""
    actor = Signer(SECRET).sign(who)
    delivery = Delivery(secrets.token_hex(16), command.kind(), command.to_json(), Origin.COMMAND, who.office, actor)
    receipt: dict[str, Any] = json.loads(settle(lane, [delivery]).answers[delivery.id] or "{}")
    return receipt


def heard(lane: Setup, fact: Fact) -> list[dict[str, Any]]:
    """Let a fact come in; give the bodies of what is told because of it."""
    delivery = Delivery(secrets.token_hex(16), fact.kind(), fact.to_json(), Origin.FACT, fact.office)
    return [json.loads(row.body) for row in settle(lane, [delivery]).rows]


def moves_on(lane: Setup, step: timedelta) -> None:
    """Let time pass; a signature is good for five minutes."""
    assert isinstance(lane.clock, DrivenClock)
    lane.clock.move_by(step)


def ask(lane: Setup, who: Actor, query: Query) -> Any:  # noqa: ANN401 - each query has an answer of its own
    """Ask as the service does: by the rights table, and by who takes part."""
    question = lane.routes.queries[query.kind()]
    right = permits.check_role(who, type(query), "utrecht")
    with lane.database.read() as tx, Session(tx) as session:
        view = load(tx, SHELVES, [key for key in question.keys(query, who.office) if key])
        permits.check_about(who, right, query, view.about((query.key(),)))
        reader = Reader(session, view, lane.vault, lane.clock.now(), who, SHELVES)
        return question.answer(query, reader)


def tables_that_name(lane: Setup, words: str) -> set[str]:
    """Give the tables of the service in which some text stands in any column of any row."""
    with lane.database.read() as tx:
        names = inspect(tx).get_table_names()
        rows = {name: tx.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}  # noqa: S608 - our own names
    return {name for name, found in rows.items() if any(words in str(value) for row in found for value in row)}


def rows_that_name(lane: Setup, table: str, words: str) -> list[dict[str, Any]]:
    """Give the rows of a table in which some text stands."""
    with lane.database.read() as tx:
        rows = tx.execute(text(f'SELECT * FROM "{table}"')).mappings().all()  # noqa: S608 - our own names
    return [dict(row) for row in rows if any(words in str(value) for value in row.values())]
