"""Holds what stands in the stores against what must hold: nothing lost, nothing doubled, nothing out of order.

Counted from the outboxes, the inboxes and the stream themselves, never from a program's own counters.
"""

import contextlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import nats.errors
from nats.aio.client import Client
from sqlalchemy import Row, select

from kring_shared.contracts.envelope import EPOCH
from kring_shared.runtime.bus.streams import FACTS, OF_FACTS
from kring_shared.runtime.bus.wire import heard_as, id_of, kind_of
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import INBOX, OUTBOX
from kring_shared.testing.declared import heard


@dataclass(frozen=True)
class Kept:
    """One fact as its stream keeps it."""

    place: int
    id: str
    kind: str
    subject: str
    headers: str
    body: bytes
    stream: str = FACTS
    at: datetime = EPOCH


@dataclass
class Audit:
    """What was found; `problems` says each thing that must not be, in words."""

    told: int = 0
    heard: int = 0
    lost: int = 0
    doubled: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether everything holds."""
        return not self.problems


async def kept_facts(client: Client) -> list[Kept]:
    """Read all facts, in the order in which the bus got them."""
    return list(heapq.merge(*[await kept_in(client, stream) for stream in OF_FACTS], key=lambda kept: kept.at))


async def kept_in(client: Client, stream: str) -> list[Kept]:
    """Read the facts of one stream, in their order."""
    """Read one stream of facts."""
    js = client.jetstream()
    last = (await js.stream_info(stream)).state.last_seq
    subscription = await js.subscribe("kring.>", stream=stream, ordered_consumer=True)
    kept: list[Kept] = []
    while not kept or kept[-1].place < last:
        if last == 0:
            break
        message = await subscription.next_msg(timeout=10)
        headers = message.headers or {}
        kept.append(
            Kept(
                message.metadata.sequence.stream,
                id_of(headers),
                kind_of(headers),
                message.subject,
                str(headers),
                message.data,
                stream,
                message.metadata.timestamp,
            )
        )
    with contextlib.suppress(nats.errors.Error):
        await subscription.unsubscribe()
    return kept


async def audit(client: Client, services: Sequence[tuple[Service, Database]], *, rebuilt: bool = False) -> Audit:
    """Check every fact told and heard. `rebuilt`: after a broker forgot, a fact may stand in the stream twice."""
    return audit_apart([House(await kept_facts(client), services)], (), rebuilt=rebuilt)


@dataclass(frozen=True)
class House:
    """What one bus keeps, and the services that hear it."""

    kept: Sequence[Kept]
    services: Sequence[tuple[Service, Database]]


def audit_apart(houses: Sequence[House], between: Sequence[Kept], *, rebuilt: bool = False) -> Audit:
    """Check every fact told and heard by offices that have a bus each, and of what lies between them."""
    found = Audit()
    kept = [fact for house in houses for fact in house.kept] + list(between)
    outboxes = [(house, service, _outbox(database)) for house in houses for service, database in house.services]
    told = [row for _, _, rows in outboxes for row in rows]
    times, ids = Counter(fact.id for fact in kept), {row.id for row in told}
    found.told = len(told)
    missing = [row for row in told if row.id not in times]
    twice = [fact_id for fact_id, n in times.items() if n > 1]
    foreign = [fact for fact in kept if fact.id not in ids]
    found.lost += len(missing)
    found.doubled += (0 if rebuilt else len(twice)) + len(told) - len(ids)
    _say(found, missing, "told, but not in the stream")
    _say(found, twice if not rebuilt else [], "in the stream twice")
    _say(found, foreign, "in the stream, but in no outbox")
    for house, service, rows in outboxes:
        _check_order(found, service, rows, [*house.kept, *between], rebuilt=rebuilt)
    for house in houses:
        for service, database in house.services:
            _check_heard(found, service, database, [*house.kept, *between])
    return found


def personal(kept: Iterable[Kept], words: Iterable[str]) -> list[str]:
    """Name the facts in which any of these words can be read, in body, headers or subject."""
    wanted = [word.encode() for word in words if word]
    return [
        f"{fact.kind} #{fact.place}"
        for fact in kept
        if any(word in fact.body or word in fact.headers.encode() or word in fact.subject.encode() for word in wanted)
    ]


def _outbox(database: Database) -> list[Row[Any]]:
    facts = OUTBOX.c.subject.not_like("kring.%.receipts.%")
    with database.read() as tx:
        return list(tx.execute(select(OUTBOX).where(facts).order_by(OUTBOX.c.seq)))


def _check_heard(found: Audit, service: Service, database: Database, kept: Sequence[Kept]) -> None:
    with database.read() as tx:
        inbox = set(tx.execute(select(INBOX.c.id)).scalars())
    hears = {fact.kind() for fact in heard(service)}
    wanted = {fact.id: heard_as(fact.id, fact.subject) for fact in kept if fact.kind in hears}
    unheard = {own for own, known_as in wanted.items() if not {own, known_as} & inbox}
    found.heard += len(wanted) - len(unheard)
    found.lost += len(unheard)
    _say(found, sorted(unheard), f"not heard by {service.name}")


def _check_order(
    found: Audit, service: Service, rows: Sequence[Row[Any]], kept: Sequence[Kept], *, rebuilt: bool
) -> None:
    """Facts of one case stand in a stream in the order they were told (the first time each is seen)."""
    first: dict[str, Kept] = {}
    for fact in kept:
        first.setdefault(fact.id, fact)
    last: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if (told := first.get(row.id)) is None:
            continue
        line = (told.stream, row.key)
        if told.place < last[line] and not rebuilt:
            found.problems.append(
                f"{service.name}: {row.type} #{told.place} of a case stands before an earlier fact of it"
            )
        last[line] = max(last[line], told.place)


def _say(found: Audit, what: Sequence[object], why: str) -> None:
    if what:
        found.problems.append(f"{len(what)} facts {why}")
