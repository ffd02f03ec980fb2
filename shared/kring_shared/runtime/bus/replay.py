"""Reads a range of facts again, or lets a new reader begin there; whoever reads already notices nothing of it.

A range is read through a consumer of its own that keeps no place and goes away by itself. A place is a server's, and a
moment is when the server took the fact: after a stream was built anew, both are those of the building.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.kernel.errors import BusAway, Refused, WrongSetup
from kring_shared.runtime.bus.streams import BACKBONE, SECOND, StreamAt, api
from kring_shared.runtime.bus.wire import id_of

PAGE: Final = 500
PAGE_SECONDS: Final = 5.0
FORGOTTEN_AFTER: Final = 60 * SECOND
"""How long the bus keeps a consumer that nobody asks any more."""
TRIES: Final = 20
THERE_ALREADY: Final = {10013, 10105, 10148}
READ_ERRORS: Final = (nats.errors.Error, nats.js.errors.Error, ConnectionError)


@dataclass(frozen=True)
class Range:
    """Which facts: told from a moment on and before another, of any office, kind and case that is left open."""

    since: datetime
    until: datetime | None = None
    office: str = "*"
    kind: str = "*.*.*"
    """Service, fact and version: `intake.request-received.v1`."""
    key: str = "*"
    """The case, or what else the facts are about."""

    def subject(self, stream: str) -> str:
        """Give the subject that all of them fit."""
        reach = "backbone" if stream == BACKBONE else "office"
        return f"kring.{self.office}.{reach}.{self.kind}.{self.key}"


@dataclass(frozen=True)
class Told:
    """One fact as the stream keeps it; what is sealed stays sealed."""

    place: int
    at: datetime
    """The millisecond in which the server took it."""
    id: str
    type: str
    subject: str
    body: bytes


@dataclass(frozen=True)
class Begin:
    """Where a new reader begins, and how many facts wait for it there."""

    place: int
    waiting: int


async def replayed(client: Client, stream: StreamAt, wanted: Range) -> AsyncGenerator[Told]:
    """Give the facts of a range, in order, each once; without an end, until nothing more waits.

    Raises:
        BusAway: the bus does not answer, or stopped answering.
        WrongSetup: the bus has no such stream, or does not let us read it.
    """
    last, failures = 0, 0
    while failures < TRIES:
        name = f"replay_{uuid4().hex}"
        begin = await _make(client, stream, name, _throw_away(wanted, stream.name, last))
        try:
            async with aclosing(_read(client, stream, name, begin.waiting)) as facts:
                async for told in facts:
                    if wanted.until is not None and told.at >= wanted.until:
                        return
                    last, failures = told.place, 0
                    yield told
        except READ_ERRORS:
            failures += 1  # a reconnect, or the server forgot our consumer: go on behind the last one
        else:
            return
    raise BusAway(f"the bus stopped answering; everything up to place {last} was read")


async def begin_at(client: Client, stream: StreamAt, name: str, wanted: Range) -> Begin:
    """Make a durable consumer that begins with a range; whoever reads with it keeps their place from then on.

    Safe to repeat: then it says where the reader is.

    Raises:
        Refused: a reader of that name is there, and reads something else.
        BusAway, WrongSetup: as `replayed`.
    """
    settings = _from(wanted, stream.name, 0) | {
        "durable_name": name,
        "ack_policy": "all",
        "ack_wait": 60 * SECOND,
        "max_ack_pending": 5000,
        "max_deliver": -1,
    }
    return await _make(client, stream, name, settings)


async def _make(client: Client, stream: StreamAt, name: str, settings: dict[str, Any]) -> Begin:
    request = {"stream_name": stream.name, "config": settings, "action": "create"}
    said = await api(client, f"CONSUMER.CREATE.{stream.name}.{name}", request, prefix=stream.api)
    if "error" not in said:
        return Begin(said["delivered"]["stream_seq"] + 1, said["num_pending"])
    if said["error"].get("err_code") in THERE_ALREADY:
        raise Refused(f"a reader called {name} is there already: choose another name; nothing was changed").because(
            "reader-is-there"
        )
    raise WrongSetup(f"the bus lets nobody read {stream.name}: {said['error']['description']}")


def _from(wanted: Range, stream: str, last: int) -> dict[str, Any]:
    """Say where to begin: at a moment, or behind what was read."""
    subject = {"filter_subject": wanted.subject(stream)}
    if last:
        return subject | {"deliver_policy": "by_start_sequence", "opt_start_seq": last + 1}
    moment = wanted.since.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return subject | {"deliver_policy": "by_start_time", "opt_start_time": moment}


def _throw_away(wanted: Range, stream: str, last: int) -> dict[str, Any]:
    lightly = {"ack_policy": "none", "mem_storage": True, "num_replicas": 1, "inactive_threshold": FORGOTTEN_AFTER}
    return _from(wanted, stream, last) | lightly


async def _read(client: Client, stream: StreamAt, name: str, waiting: int) -> AsyncGenerator[Told]:
    """Fetch what waits, a page at a time, so that nothing piles up here.

    Raises:
        ConnectionError: a fact is missing between two, or the consumer is gone.
    """
    inbox, number = client.new_inbox(), 0
    subscription = await client.subscribe(inbox)
    try:
        while waiting:
            page = min(PAGE, waiting)
            request = json.dumps({"batch": page, "expires": int(PAGE_SECONDS * SECOND)}).encode()
            await client.publish(f"{stream.api}.CONSUMER.MSG.NEXT.{stream.name}.{name}", request, reply=inbox)
            for _ in range(page):
                message = await subscription.next_msg(timeout=PAGE_SECONDS)
                number += 1
                if not message.reply or message.metadata.sequence.consumer != number:
                    raise ConnectionError  # a word of the server and no fact, or not the next one
                waiting = message.metadata.num_pending
                yield _told(message)
    finally:
        with suppress(*READ_ERRORS):
            await subscription.unsubscribe()


def _told(message: Msg) -> Told:
    headers = message.headers or {}
    return Told(
        place=message.metadata.sequence.stream,
        at=_in_milliseconds(message.metadata.timestamp),
        id=id_of(headers),
        type=headers.get("ce-type", ""),
        subject=message.subject,
        body=message.data,
    )


def _in_milliseconds(moment: datetime) -> datetime:
    """Give the millisecond a moment lies in: the client library rounds nanoseconds, and a range must not begin late."""
    before = moment - timedelta(microseconds=1)
    return before.replace(microsecond=before.microsecond // 1000 * 1000)
