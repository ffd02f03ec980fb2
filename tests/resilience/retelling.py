"""A run written down delivery by delivery, and the same run once more: everything twice, and facts out of order."""

import asyncio
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from kring_shared.kernel.clock import Clock, DrivenClock
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.embedded.embedded import Embedded, sqlite_url
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.parked import body_of
from kring_shared.runtime.lane.settle import Setup, settle
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, OUTBOX, PARKED

MOST_IN_A_BATCH = 5
SEALED = re.compile(r'"box": ?"[^"]*"')
"""Sealing the same again gives other bytes."""
MEANS_NOTHING = {"version", "send_at_ms", "salt", "digest", "commitment", "link", "head", "number", "token", "due_on"}
"""How often a row was written; a message is written as early as the fact that leads to it comes; and what is random on
purpose, with all that follows from it and from who was locked first."""
MOMENT = re.compile(r'"(occurredAt|sendAt|digest)": ?"[^"]*"|"(leadTimeDays|number)": ?\d+')
"""A fact that came early has its effect early, and closes a request early; a digest has a salt in it."""


@dataclass(frozen=True)
class Noted:
    """One delivery as it came into a lane, and when."""

    at: datetime
    delivery: Delivery

    @property
    def line(self) -> tuple[str, str]:
        """Say of which case and by whom it was told: such facts come in their order, whatever else is shuffled."""
        return json.loads(self.delivery.body).get("caseId", ""), self.delivery.kind.partition(".")[0]


def write_down(patch: pytest.MonkeyPatch, clock: Clock) -> dict[str, list[Noted]]:
    """Note from now on what comes into every lane of this process, by service; not what comes again from its rows."""
    noted: dict[str, list[Noted]] = defaultdict(list)
    put = Lane.put

    async def note(self: Lane, delivery: Delivery) -> None:
        if delivery.tries is None:
            noted[self._setup.service].append(Noted(clock.now(), replace(delivery, done=None)))
        await put(self, delivery)

    patch.setattr(Lane, "put", note)
    return noted


def twice_and_shuffled(noted: Sequence[Noted], chance: random.Random) -> list[Noted]:
    """Let each fact come any time before it did, and everything a second time any time after.

    A fact never comes later than it did: a person who commands has always waited for what they saw.
    """
    placed: list[tuple[float, int, Noted]] = []
    earliest: dict[tuple[str, str], float] = defaultdict(float)
    for n, one in enumerate(noted):
        place = float(n)
        if one.delivery.origin is Origin.FACT:
            place = chance.uniform(earliest[one.line], n)
            earliest[one.line] = place
        placed += [(place, n, one), (chance.uniform(place, len(noted)), n, one)]
    in_order = sorted(placed, key=lambda found: found[:2])
    return [replace(one, at=noted[min(int(place), len(noted) - 1)].at) for place, _, one in in_order]


def retell(running: Running, folder: Path, order: Sequence[Noted], chance: random.Random) -> tuple[Database, int]:
    """Settle deliveries in an order into a new database of the same service; give it, and how many had to wait."""
    name = running.service.name
    database = Database(sqlite_url(folder / f"{name}-again.db"), name)
    event.listen(database.engine, "connect", _in_no_hurry_to_the_disk)
    migrations.migrate(database, migrations.RUNTIME, running.service.migrations)
    clock = DrivenClock(order[0].at)
    setup = replace(running.setup, database=database, clock=clock)
    waited = 0
    for batch in _batches(order, chance):
        clock.move_to(batch[0].at)
        settle(setup, [one.delivery for one in batch])
        waited += _settle_parked(setup)
    return database, waited


def _in_no_hurry_to_the_disk(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own object
    connection.execute("PRAGMA synchronous=off")  # nothing is killed here


def _batches(order: Sequence[Noted], chance: random.Random) -> Iterator[list[Noted]]:
    """Cut into batches of chance, each at one moment; what is no fact begins one, so what waits has had its turn."""
    batch: list[Noted] = []
    for one in order:
        full = len(batch) >= chance.randint(1, MOST_IN_A_BATCH) or (batch[:1] and batch[0].at != one.at)
        if batch and (full or one.delivery.origin is not Origin.FACT):
            yield batch
            batch = []
        batch.append(one)
    yield batch


def _settle_parked(setup: Setup) -> int:
    """Try what waits as long as anything comes of it, with unending patience: how long it lasts is tried elsewhere.

    Gives how many there were.
    """
    most = before = 0
    while True:
        with setup.database.read() as tx:
            found = tx.execute(select(PARKED).where(PARKED.c.due_ms.is_not(None)).order_by(PARKED.c.seq)).all()
        most = max(most, len(found))
        if len(found) in {0, before}:
            return most
        before = len(found)
        settle(
            setup,
            [
                Delivery(row.id, row.kind, body_of(row, setup.vault), Origin(row.origin), row.office, tries=0)
                for row in found
            ],
        )


def stores(running: Running, database: Database) -> dict[str, list[Any]]:
    """Read everything a service keeps, but for what differs without meaning: boxes, moments of telling, versions."""
    tables = [shelf.table for shelf in running.service.shelves]
    kept = {}
    with database.read() as tx:
        for table in tables:
            columns = [column for column in table.c if column.name not in MEANS_NOTHING]
            kept[table.name] = sorted(_plain(row) for row in tx.execute(select(*columns)))
        for table, names in (
            (OUTBOX, ("id", "subject", "type", "key", "body")),
            (DEADLINE, ("id", "key", "kind", "due_ms")),
            (ERRAND, ("id", "name", "key", "state")),
            (PARKED, ("id", "kind", "reason")),
        ):
            kept[table.name] = sorted(_plain(row) for row in tx.execute(select(*(table.c[name] for name in names))))
    if running.service.name == "notifications":
        kept["outbox"] = _without_what_was_in_vain(kept["outbox"], kept["notification"])
    return kept


def _without_what_was_in_vain(facts: list[str], notifications: list[str]) -> list[str]:
    """Leave out that a message was called back that went out all the same: an answer that came early does that.

    What the same cause told after it then has another number in its id, so ids are left out too.
    """
    sent = {row.split("'", 2)[1] for row in notifications if "'sent'" in row}
    kept = (row for row in facts if ".notification-suppressed." not in row or _message_of(row) not in sent)
    return sorted(row.partition(", ")[2] for row in kept)


def _message_of(fact: str) -> str:
    return fact.partition('"messageId":"')[2].partition('"')[0]


def _plain(row: Any) -> str:  # noqa: ANN401 - a row of any table
    return MOMENT.sub("", SEALED.sub("", repr(tuple(row))))


async def at_rest(kring: Embedded) -> dict[str, dict[str, list[Any]]]:
    """Give what every service of a Kring keeps, once nothing is under way."""
    await kring.settle()
    return {one.service.name: await asyncio.to_thread(stores, one, one.database) for one in kring.running}
