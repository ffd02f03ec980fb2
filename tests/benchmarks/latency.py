"""`latency`: how long it takes from a referral to its receipt, and from a fact until it is heard two services on.

Ten referrals a second come in by the bus all the while, in a whole Kring in one process. In turn with them: a bare
JetStream publish and one commit, at the same broker and on the same disk.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import text

from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import SearchStarted
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.streams import api, provision_receipts, receipts_inbox
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.lane.relay import publish_rows
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.database import SQLITE_PRAGMAS
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.waiting import until
from tests.benchmarks.report import Report, ratios
from tests.integration.many_requests import OFFICE, requests, tell
from tests.route.played import STRUCTURED, a_referral

SYSTEM: Final = "wijkteam-test"
EVERY_SECONDS: Final = 0.1
BARE: Final = "BARE"
WITHIN_SECONDS: Final = 60.0
WARM: Final = 10
"""The first of each kind are not counted: connections are made, statements are prepared."""


@dataclass
class Timed:
    """When each thing began, and how long it took, in milliseconds."""

    begun: dict[str, float] = field(default_factory=dict)
    receipts: dict[str, float] = field(default_factory=dict)
    bare: list[float] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    async def received(self, message: Msg) -> None:
        """Take a receipt; one that refuses is no receipt of what was measured."""
        said = json.loads(message.data)
        said = said.get("data", said)
        if said["status"] == "refused":
            raise AssertionError(said)
        self.receipts[said["reference"]] = (time.perf_counter() - self.begun[said["reference"]]) * 1e3


async def run(size: int, rounds: int) -> Report:
    """Measure so many of each a round, ten a second."""
    settings = {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL", "referrals": str(size)}
    report = Report("latency", settings, bars={"receipt_p99_over_bare": 4})
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            for what, times in (await _measured(Path(name), size)).items():
                found.setdefault(f"{what}, p50", []).append(_share(times, 0.50))
                found.setdefault(f"{what}, p99", []).append(_share(times, 0.99))
    for what, values in found.items():
        report.add(what, values, "ms")
    report.ratios = {
        "receipt_p99_over_bare": ratios(found["receipt, p99"], found["bare, p99"]),
        "two_on_p99_over_bare": ratios(found["heard two services on, p99"], found["bare, p99"]),
    }
    return report


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


async def _measured(folder: Path, size: int) -> dict[str, list[float]]:
    timed, count = Timed(), size + WARM
    async with Embedded(folder / "kring") as kring:
        client, admin = (await kring.client()).connection, await kring.admin()
        await provision_receipts(admin, SYSTEM, [f"kring.{OFFICE}.receipts.{SYSTEM}"])
        await client.subscribe(receipts_inbox(SYSTEM), cb=timed.received)
        await api(admin, f"STREAM.CREATE.{BARE}", {"name": BARE, "subjects": ["bare"], "storage": "file"})
        vault = assembly.parts(kring.shared, kring.clock).vault
        rows = await asyncio.to_thread(requests, vault, kring.clock.now(), count, system=SYSTEM)
        accepted = [row for row in rows if row.type == RequestAccepted.type()]
        await tell(client, [row for row in rows if row not in accepted])
        await kring.settle()
        connection = _a_table(folder / "bare.db")
        for n, row in enumerate(accepted):
            await _one_of_each(kring, client, connection, timed, (n, row))
        connection.close()
        await until(lambda: len(timed.receipts) == count, "every receipt", within=WITHIN_SECONDS)
        await kring.settle()
        heard = _heard(kring, timed)
        if len(heard) != count:
            message = f"{len(heard)} of {count} facts were heard two services on: nothing was measured"
            raise AssertionError(message)
    return {
        "receipt": list(timed.receipts.values())[WARM:],
        "heard two services on": heard[WARM:],
        "bare": timed.bare[WARM:],
    }


async def _one_of_each(
    kring: Embedded, client: Client, connection: sqlite3.Connection, timed: Timed, which: tuple[int, Row]
) -> None:
    """Refer, tell a fact, and do the bare thing, a third of the time apart, so that none of them waits for another."""
    (n, row), began = which, time.perf_counter()
    reference = f"LATENCY-{n}"
    timed.begun[reference] = time.perf_counter()
    headers = STRUCTURED | {"Nats-Msg-Id": new_id(kring.clock.now())}
    subject = f"kring.{OFFICE}.referrals.{SYSTEM}"
    await client.jetstream().publish(subject, json.dumps(a_referral(reference)).encode(), headers=headers)
    await _until_then(began + EVERY_SECONDS / 3)
    timed.told[row.key] = to_ms(kring.clock.now())
    await publish_rows(client, [row])
    await _until_then(began + EVERY_SECONDS * 2 / 3)
    bare = time.perf_counter()
    await client.jetstream().publish("bare", row.body.encode())
    await asyncio.to_thread(connection.execute, "INSERT INTO bare VALUES (?, ?)", (row.id, row.body))
    timed.bare.append((time.perf_counter() - bare) * 1e3)
    await _until_then(began + EVERY_SECONDS)


async def _until_then(moment: float) -> None:
    await asyncio.sleep(max(moment - time.perf_counter(), 0))


def _a_table(file: Path) -> sqlite3.Connection:
    """Open a database as a service opens its own; each statement is a transaction."""
    connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)")
    return connection


def _heard(kring: Embedded, timed: Timed) -> list[float]:
    """Give how long it took from each fact until registry heard what matching told because of it."""
    started = "SELECT key, id FROM outbox WHERE type = :type"
    cases = dict(_rows(kring, "matching", started, type=SearchStarted.type()))
    heard = dict(_rows(kring, "registry", "SELECT id, at_ms FROM inbox"))
    return [float(heard[cases[key]] - told) for key, told in timed.told.items() if cases.get(key) in heard]


def _rows(kring: Embedded, service: str, statement: str, **values: object) -> list[Any]:
    database = next(one.database for one in kring.running if one.service.name == service)
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(text(statement), values)]
