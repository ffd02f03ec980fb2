"""Databases that are an older copy brought into line with all else, before any service works on them.

The ledger erases again what was erased since, so that nothing of it can be read at rest either. What waited to go out
when the copy was made, and came due by now, may have gone out: it counts as begun, and a person decides. The streams
hold what these databases never told, and their consumers have acknowledged what these inboxes do not know: they are
thrown away and built anew. Referrals that wait and receipts stay where they are.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from nats.aio.client import Client
from sqlalchemy import func, select, update

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, api
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger, destroy_again
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.running.divided_databases import apart
from kring_shared.runtime.running.rebuild import rebuild
from kring_shared.runtime.running.running import Parts, Running
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import ERASURE, ERRAND, to_ms
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault

NOT_THERE: Final = 10059


@dataclass(frozen=True)
class Restored:
    """What came of it: facts told, keys destroyed again, orders gone through, and errands a person has to decide on.

    `waiting` counts erasures that could not be carried out now; the services see to them as soon as they start.
    """

    told: int
    keys: int
    orders: int
    unclear: int
    waiting: int


async def begin_again(
    client: Client,
    shared: SharedSettings,
    configured: Sequence[Configured],
    *,
    clock: Clock | None = None,
    without_ledger: bool = False,
) -> Restored:
    """Bring restored databases up to date and into line, and build the streams anew; safe to repeat.

    Raises:
        WrongSetup: there is no ledger of erasures, and nobody said that it is done without one.
        LeaseHeld: a service is at work.
        DatabaseAway, DatabaseTooNew: a database cannot be used.
        BusAway: the bus does not answer.
    """
    if not without_ledger and (shared.erasure_ledger is None or not shared.erasure_ledger.is_file()):
        raise WrongSetup(
            f"the ledger of erasures, {shared.erasure_ledger or 'which KRING_ERASURE_LEDGER names'}, is not there: put "
            "its last copy there, or say --no-ledger, and whoever was erased since the copy was made is there again"
        )
    if not without_ledger and ErasureLedger(shared.erasure_ledger).is_another_file():
        raise WrongSetup(
            f"not one line of {shared.erasure_ledger} is of a ledger of erasures: put another copy of it there"
        )
    found = {"keys": 0, "orders": 0, "unclear": 0, "waiting": 0}

    async def first() -> None:
        found.update(await asyncio.to_thread(_into_line, shared, configured, clock or SystemClock()))
        for stream in [FACTS] if shared.backbone_domain else [FACTS, BACKBONE]:
            await _throw_away(client, stream)

    rebuilt = await rebuild(client, shared, configured, first=first)
    return Restored(rebuilt.told, **found)


def _into_line(shared: SharedSettings, configured: Sequence[Configured], clock: Clock) -> dict[str, int]:
    """Erase again, service by service, and let nothing go out twice."""
    vault_rows = assembly.vault_database(shared)
    try:
        store = SqlKeyStore(vault_rows)
        vault = Vault(store, shared.office_key_bytes())
        parts = replace(assembly.parts(shared, clock), vault=vault)
        keys = destroy_again(parts.ledger, vault)
        done = [_one(each, parts, one) for each in configured for one in apart(shared)]
        store.write_anew()
        unclear, waiting = (sum(numbers) for numbers in zip(*done, strict=True))
        return {"keys": keys, "orders": len(parts.ledger.orders()), "unclear": unclear, "waiting": waiting}
    finally:
        vault_rows.close()


def _one(configured: Configured, parts: Parts, shared: SharedSettings) -> tuple[int, int]:
    """Bring one database into line; give how many errands are unclear now, and how many erasures still wait."""
    service, settings = configured
    one = Running(service, settings, replace(parts, shared=shared))
    try:
        unclear = _hold_back(one.database, parts.clock.now())
        one.replay_erasures()
        return unclear, _still_to_erase(one.database)
    finally:
        one.database.close()


def _hold_back(database: Database, now: datetime) -> int:
    """Let what is due by now count as begun: it may have gone out after the copy was made."""
    was_due = (ERRAND.c.state == "waiting") & (ERRAND.c.due_ms <= to_ms(now))
    with database.begin() as tx:
        return tx.execute(update(ERRAND).where(was_due).values(state="begun")).rowcount


def _still_to_erase(database: Database) -> int:
    with database.read() as tx:
        return tx.execute(select(func.count()).where(ERASURE.c.done_ms.is_(None))).scalar_one()


async def _throw_away(client: Client, stream: str) -> None:
    said: dict[str, Any] = await api(client, f"STREAM.DELETE.{stream}")
    if "error" in said and said["error"]["err_code"] != NOT_THERE:
        raise WrongSetup(f"the bus does not let go of stream {stream}: {said['error']['description']}")
