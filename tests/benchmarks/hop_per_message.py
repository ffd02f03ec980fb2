"""`hop`, the usual way: a FastStream handler per message, an async session, one commit and one publish each."""

import asyncio
import sqlite3
import time
from pathlib import Path

from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from nats.aio.client import Client
from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from kring_matching.app import service
from kring_matching.domain import Search
from kring_matching.store.search import SearchRow, row_of
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import SearchStarted
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import SQLITE_PRAGMAS, Database
from kring_shared.runtime.storage.tables import INBOX, OUTBOX
from tests.benchmarks.facts import lay_out, told

TOLD_MS = 1_790_000_000_000


async def hop(client: Client, url: str, database_file: Path, count: int) -> float:
    """Give facts per second; inbox, search and outbox row in one transaction, then publish, then acknowledge."""
    await lay_out(client, count, service.name)
    database = Database(f"sqlite:///{database_file}", service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    database.close()
    engine = create_async_engine(f"sqlite+aiosqlite:///{database_file}")
    event.listen(engine.sync_engine, "connect", _prepare)
    broker = NatsBroker(url, logger=None)
    sequence = 0

    @broker.subscriber(
        RequestAccepted.address(),
        stream=JStream(FACTS, declare=False),
        durable=service.name,
        pull_sub=PullSub(batch_size=1, timeout=1.0),
    )
    async def start_search(fact: RequestAccepted, message: NatsMessage) -> None:
        nonlocal sequence
        cause = message.headers["ce-id"]
        async with AsyncSession(engine) as session, session.begin():
            if (await session.execute(select(INBOX.c.id).where(INBOX.c.id == cause))).first():
                return
            sequence += 1
            session.add(SearchRow(**row_of(Search(fact.case_id, fact.office, fact.dossier, ())), version=1))
            started = SearchStarted(case_id=fact.case_id, office=fact.office, occurred_at=fact.occurred_at)
            row = {
                "seq": sequence,
                "id": derived_id(cause, "0"),
                "subject": SearchStarted.address(fact.office, fact.case_id),
                "type": SearchStarted.type(),
                "key": fact.case_id,
                "body": started.model_dump_json(),
                "told_ms": TOLD_MS,
            }
            await session.execute(insert(INBOX), [{"id": cause, "answer": None, "at_ms": TOLD_MS}])
            await session.execute(insert(OUTBOX), [row])
        headers = {"Nats-Msg-Id": derived_id(cause, "0")}
        await broker.publish(started, str(row["subject"]), stream=FACTS, headers=headers, timeout=5)

    start = time.perf_counter()
    await broker.start()
    while await told(client) < 2 * count:  # noqa: ASYNC110 - the bus is asked, nothing here can tell
        await asyncio.sleep(0.02)
    taken = time.perf_counter() - start
    await broker.stop()
    await engine.dispose()
    return count / taken


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
