"""Fetches what a service hears: one durable consumer for all of it, in order, in whole batches.

At the start, after a reconnect and at any gap the consumer is set back to its acknowledgement floor: what a killed process
held then comes again *before* newer facts of the same cases, and the inbox drops what was settled.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.lane import Lane
from kring_shared.runtime.routes import Delivery, Origin
from kring_shared.runtime.streams import FACTS, REFERRALS, api
from kring_shared.runtime.wire import MESSAGE_ID, kind_of

log = structlog.get_logger()
MOST = 512
WAIT_SECONDS = 1.0
FETCH_ERRORS = (nats.errors.Error, nats.js.errors.Error, ConnectionError, OSError, asyncio.InvalidStateError)


class GapError(ConnectionError):
    """Messages came again, or one is missing: attach anew."""


class Fetcher:
    """Reads one consumer and hands its messages to the lane."""

    def __init__(self, client: Client, lane: Lane, stream: str, durable: str, read: Callable[[Client, Msg], Delivery]) -> None:
        """Read `durable` of `stream`; `read` makes a delivery of a message."""
        self._client, self._lane, self._stream, self.durable, self._read = client, lane, stream, durable, read
        self.attached = False

    async def run(self) -> None:
        """Fetch for ever; when the bus is away, try again, never spin."""
        while True:
            try:
                subscription = await self._attach()
                self.attached = True
                await self._fetch(subscription)
            except FETCH_ERRORS as error:
                self.attached = False
                log.info("bus.consumer.attached-anew", durable=self.durable, because=type(error).__name__)
                await asyncio.sleep(0.2)

    async def pending(self) -> int:
        """Tell how many messages the bus still has for us, handed out or not."""
        said = await api(self._client, f"CONSUMER.INFO.{self._stream}.{self.durable}")
        return int(said["num_pending"] + said["num_ack_pending"]) if "error" not in said else 0

    async def _attach(self) -> JetStreamContext.PullSubscription:
        js = self._client.jetstream()
        await js.reset_consumer(self._stream, self.durable, timeout=2)
        return await js.pull_subscribe_bind(self.durable, stream=self._stream)

    async def _fetch(self, subscription: JetStreamContext.PullSubscription) -> None:
        expected = 1
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    messages = await subscription.fetch(MOST, timeout=WAIT_SECONDS)
                    last = messages[-1].metadata.sequence.consumer
                    if messages[0].metadata.sequence.consumer != expected or last - expected + 1 != len(messages):
                        raise GapError
                    expected = last + 1
                    for message in messages:
                        await self._lane.put(self._read(self._client, message))
        finally:
            with contextlib.suppress(*FETCH_ERRORS):
                await subscription.unsubscribe()


def fact(_client: Client, message: Msg) -> Delivery:
    """Read a fact: its id and kind are in the headers, its office in the subject."""

    async def acknowledge(_: bytes | None) -> None:
        await message.ack()

    headers = message.headers or {}
    return Delivery(
        id=headers.get("ce-id") or headers.get(MESSAGE_ID) or _place_id(message, FACTS),
        kind=kind_of(headers),
        body=message.data,
        origin=Origin.FACT,
        office=message.subject.split(".", 2)[1],
        done=acknowledge,
    )


def ingress(kind: type[Named]) -> Callable[[Client, Msg], Delivery]:
    """Read what an outside system sent: its own ids are not trusted, its place in the stream is its id here."""

    def read(client: Client, message: Msg) -> Delivery:
        async def erase(_: bytes | None) -> None:
            # Acknowledging alone leaves it readable in the broker's file while a neighbour waits.
            place = message.metadata.sequence.stream
            await client.jetstream().delete_msg(REFERRALS, place)
            await message.ack()

        _, office, _, system = message.subject.split(".")
        body = {
            "event": message.data.decode(errors="replace"),
            "headers": message.headers or {},
            "system": system,
            "channel": "bus",
        }
        return Delivery(
            id=_place_id(message, REFERRALS),
            kind=f"ingress/{kind.kind()}",
            body=json.dumps(body).encode(),
            origin=Origin.INGRESS,
            office=office,
            done=erase,
        )

    return read


def _place_id(message: Msg, stream: str) -> str:
    return id_at(message.metadata.timestamp, f"{stream}/{message.metadata.sequence.stream}")
