"""`hop`, the limit: the same work in plain sqlite3 (or psycopg) and plain nats-py, with nothing around it.

The same tables and columns, inbox look-up, load, write, deadline, outbox row, atomic batch, places written back,
acknowledgements.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import make_url

from kring_matching.app import service
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import SearchStarted, SearchTooLong
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import SQLITE_PRAGMAS, Database
from tests.benchmarks.facts import lay_out

MOST = 1000
TOLD_MS = 1_790_000_000_000
DUE_MS = 1_791_000_000_000
COLUMNS = (
    "case_id,office,stage,coordinator_id,respond_by_ms,main_person_ids,refused,dossier,paused_at_ms,coordinated_by,"
    "previous_coordinator_id,shortlist,approved,reason,against_ranking,hours_to_answer,supervised_by,tied,"
    "private_wishes,fill_by_ms,was_active,counted,version"
)
SEARCHES = (
    f"INSERT INTO search ({COLUMNS}) VALUES ({','.join('?' * len(COLUMNS.split(',')))}) "  # noqa: S608 - the names above
    "ON CONFLICT (case_id) DO UPDATE SET stage=excluded.stage, version=excluded.version"
    " WHERE search.version = excluded.version - 1"
)
DEADLINES = "INSERT INTO deadline (id,key,kind,office,body,due_ms,trace) VALUES (?,?,?,?,?,?,?)"
Rows = list[tuple[Any, ...]]


async def hop_sqlite(client: Client, database_file: Path, count: int) -> float:
    """Give facts per second with plain sqlite3."""
    database = Database(f"sqlite:///{database_file}", service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    database.close()
    connection = sqlite3.connect(database_file, check_same_thread=False, isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    rate = await _run(client, _settling(Raw(connection.execute, connection.executemany, "BEGIN IMMEDIATE", "?")), count)
    connection.close()
    return rate


async def hop_postgres(client: Client, url: str, count: int) -> float:
    """Give facts per second with plain psycopg, at the address of an empty database."""
    database = Database(url, service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    database.close()
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, options=f"-c search_path={service.name}") as connection:
        connection.execute("SET synchronous_commit TO on")
        raw = Raw(connection.execute, connection.cursor().executemany, "BEGIN", "%s")
        return await _run(client, _settling(raw), count)


@dataclass(frozen=True)
class Raw:
    """A plain connection: how it does one statement and many, and how it begins and marks a place for a value."""

    execute: Callable[..., Any]
    executemany: Callable[[Any, Iterable[Any]], Any]
    begin: str
    sign: str

    def many(self, statement: str, rows: Rows) -> None:
        """Do a statement for each row, its places marked with `?`."""
        self.executemany(statement.replace("?", self.sign), rows)


def _settling(raw: Raw) -> Callable[[list[Msg], Rows], Rows]:
    last = 0

    def settle(messages: list[Msg], marks: Rows) -> Rows:
        nonlocal last
        read = [((m.headers or {})["ce-id"], RequestAccepted.model_validate_json(m.data)) for m in messages]
        raw.execute(raw.begin)
        raw.many("UPDATE outbox SET place = ? WHERE seq = ?", marks)
        known = _known(raw, read)
        new = [(cause, fact) for cause, fact in read if cause not in known]
        outbox = [_told(seq, cause, fact) for seq, (cause, fact) in enumerate(new, last + 1)]
        last += len(new)
        raw.many(SEARCHES, [_search(fact) for _, fact in new])
        raw.many(DEADLINES, [_deadline(cause, fact) for cause, fact in new])
        raw.many("INSERT INTO inbox VALUES (?,?,?)", [(cause, None, TOLD_MS) for cause, _ in new])
        raw.many("INSERT INTO outbox (seq,id,subject,type,key,body,told_ms) VALUES (?,?,?,?,?,?,?)", outbox)
        raw.execute("COMMIT")
        return outbox

    return settle


def _known(raw: Raw, read: list[tuple[str, RequestAccepted]]) -> set[str]:
    """Say what was handled before, and load what is there of the others."""
    places = ",".join([raw.sign] * len(read))
    handled = raw.execute(f"SELECT id FROM inbox WHERE id IN ({places})", [cause for cause, _ in read])  # noqa: S608 - only ? or %s
    known = {row[0] for row in handled}
    cases = [fact.case_id for _, fact in read]
    raw.execute(f"SELECT * FROM search WHERE case_id IN ({places})", cases).fetchall()  # noqa: S608 - only ? or %s
    return known


def _search(fact: RequestAccepted) -> tuple[Any, ...]:
    people = json.dumps([person.person_id for person in fact.main_persons])
    dossier = fact.dossier.model_dump_json()
    nobody = (None, None, None, "[]", "[]", "", False, None, "", "[]", None)
    return (fact.case_id, fact.office, "searching", None, None, people, "[]", dossier, *nobody, DUE_MS, False, "[]", 1)


def _deadline(cause: str, fact: RequestAccepted) -> tuple[Any, ...]:
    body = SearchTooLong(case_id=fact.case_id).model_dump_json(by_alias=True)
    deadline_id = derived_id(cause, "matching/deadline/0")
    return (deadline_id, fact.case_id, SearchTooLong.kind(), fact.office, body, DUE_MS, None)


def _told(seq: int, cause: str, fact: RequestAccepted) -> tuple[Any, ...]:
    told = SearchStarted(case_id=fact.case_id, office=fact.office, occurred_at=fact.occurred_at)
    subject = SearchStarted.address(fact.office, fact.case_id)
    body = told.model_dump_json(by_alias=True)
    return (seq, derived_id(cause, "matching/0"), subject, SearchStarted.type(), fact.case_id, body, TOLD_MS)


async def _run(client: Client, settle: Callable[[list[Msg], Rows], Rows], count: int) -> float:
    await lay_out(client, count, service.name)
    js = client.jetstream()
    subscription = await js.pull_subscribe_bind(service.name, stream=FACTS)
    marks: Rows = []
    done, start = 0, time.perf_counter()
    while done < count:
        messages = await subscription.fetch(MOST, timeout=5)
        rows = await asyncio.to_thread(settle, messages, marks)
        marks = await _publish(client, rows)
        await messages[-1].ack()  # the consumer's policy: it acknowledges all before it
        done += len(messages)
    await client.flush()
    taken = time.perf_counter() - start
    await subscription.unsubscribe()
    return count / taken


async def _publish(client: Client, rows: Rows) -> Rows:
    batch, last = uuid4().hex, len(rows)
    for n, (_, fact_id, subject, kind, key, body, _ms) in enumerate(rows, 1):
        headers = {
            "Nats-Msg-Id": fact_id,
            "ce-specversion": "1.0",
            "ce-id": fact_id,
            "ce-source": "urn:kring:service:matching",
            "ce-type": kind,
            "ce-time": "2026-11-22T09:00:00.000+00:00",
            "ce-subject": key,
            "ce-datacontenttype": "application/json",
            "Nats-Batch-Id": batch,
            "Nats-Batch-Sequence": str(n),
        }
        if n < last:
            await client.publish(subject, body.encode(), headers=headers)
            continue
        headers["Nats-Batch-Commit"] = "1"
        answer = await client.request(subject, body.encode(), headers=headers, timeout=10)
        first: int = json.loads(answer.data)["seq"] - last + 1
        return [(first + n, row[0]) for n, row in enumerate(rows)]
    return []
