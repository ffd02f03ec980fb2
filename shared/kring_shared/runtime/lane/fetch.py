"""Fetches what a service hears: one durable consumer for all it hears on a stream, in order, in whole batches.

At the start, after a reconnect and at any gap the consumer is set back to its acknowledgement floor: what a killed
process held then comes again *before* newer facts of the same cases, and the inbox drops what was settled.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Final

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.errors import BusAway
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.bus.streams import FACTS, REFERRALS, StreamAt, api, stream_of
from kring_shared.runtime.bus.wire import heard_as, id_of, kind_told
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.server.config import MAX_PAYLOAD_BYTES
from kring_shared.runtime.telemetry.tracing import carried_in

log = structlog.get_logger()
MOST: Final = 1000
MOST_BYTES: Final = 4 * MAX_PAYLOAD_BYTES
"""At most in one pull. Every attempt counts, so that a bus that delivers to nobody gives up soon.

A message that arrives while an office's line is just cut is delivered again and again, for two seconds, until the bus
sees that nobody is there any more.
"""
PULL_NANOSECONDS: Final = 2_000_000_000
REQUEST: Final = json.dumps({"batch": MOST, "max_bytes": MOST_BYTES, "expires": PULL_NANOSECONDS}).encode()
SILENT_SECONDS: Final = 4.0
LOOK_SECONDS: Final = 0.5
AGAIN_SECONDS: Final = 0.2
FAR_AGAIN_SECONDS: Final = 1.0
ERASED_WITHIN_SECONDS: Final = 2.0
"""The lane waits for it; what was not erased in time comes again."""
RESET_SECONDS: Final = 2.0
LAG_WITHIN_SECONDS: Final = 2.0
SHORT_FORM: Final = 9
STATUS: Final = "Status"
DESCRIPTION: Final = "Description"
AT_REST: Final = {"404", "408"}
"""Nothing is there, or nothing more came in time."""
NO_ROOM: Final = "Message Size Exceeds MaxBytes"
"""How the bus says that the next message is for the next pull; it has no number of its own."""
FULL: Final = "Batch Completed"
"""What the bus says behind the last message of a full pull that also has a limit in bytes."""
FETCH_ERRORS: Final = (nats.errors.Error, nats.js.errors.Error, ConnectionError, OSError, asyncio.InvalidStateError)


ID: Final = re.compile(r"[0-9a-f]{32}")


class GapError(ConnectionError):
    """Messages came again, one is missing, or the bus fell silent: attach anew."""


class Fetcher:
    """Reads one consumer and hands its messages to the lane, a pull at a time, without a task per message."""

    def __init__(
        self,
        client: Client,
        lane: Lane,
        at: StreamAt,
        durable: str,
        read: Callable[[Client, Msg], Delivery],
        *,
        attached: Callable[[str], None] | None = None,
    ) -> None:
        """Read `durable` of a stream; `read` makes deliveries of messages, `attached` hears of each new beginning."""
        self._on_attached = attached
        self._client, self._lane, self.at, self.durable, self._read = client, lane, at, durable, read
        self.attached = False

    async def run(self) -> None:
        """Fetch for ever; when the bus is away, try again, never spin."""
        while True:
            try:
                js = self._client.jetstream(prefix=self.at.api)
                await js.reset_consumer(self.at.name, self.durable, timeout=RESET_SECONDS)
                if self._on_attached is not None:
                    self._on_attached(self.at.name)
                self.attached = True
                await self._pull()
            except FETCH_ERRORS as error:
                if self.attached:
                    log.info(
                        "bus.consumer.attached-anew",
                        stream=self.at.name,
                        durable=self.durable,
                        because=type(error).__name__,
                    )
                self.attached = False
                await asyncio.sleep(FAR_AGAIN_SECONDS if self.at.is_far else AGAIN_SECONDS)

    async def pending(self) -> int:
        """Tell how many messages the bus still has for us, handed out or not; behind a line that is down, none."""
        if self.at.is_far and not self.attached:
            return 0
        try:
            said = await api(self._client, f"CONSUMER.INFO.{self.at.name}.{self.durable}", prefix=self.at.api)
        except BusAway:
            if self.at.is_far:
                return 0  # nothing comes across a line that is down
            raise
        return int(said["num_pending"] + said["num_ack_pending"]) if "error" not in said else 0

    async def lag(self) -> int | None:
        """Tell how many messages the bus has for us that are not settled; none when nobody can tell at once."""
        if not self._client.is_connected or (self.at.is_far and not self.attached):
            return None
        call = f"CONSUMER.INFO.{self.at.name}.{self.durable}"
        try:
            async with asyncio.timeout(LAG_WITHIN_SECONDS):
                said = await api(self._client, call, prefix=self.at.api)
        except (BusAway, TimeoutError, *FETCH_ERRORS):
            return None
        return int(said["num_pending"] + said["num_ack_pending"]) if "error" not in said else None

    async def _pull(self) -> None:
        """Pull for ever; raise `GapError` when messages are out of step or the bus falls silent."""
        inbox = self._client.new_inbox()
        reconnects = self._client.stats["reconnects"]
        pull = Pull(
            lambda message: self._lane.put(self._read(self._client, message)),
            is_cut_off=lambda: self._client.stats["reconnects"] != reconnects,
        )
        subscription = await self._client.subscribe(inbox, cb=pull.take)
        try:
            while not pull.out_of_step:
                pull.begin()
                subject = f"{self.at.api}.CONSUMER.MSG.NEXT.{self.at.name}.{self.durable}"
                await self._client.publish(subject, REQUEST, reply=inbox)
                await pull.ended()
            raise GapError
        finally:
            with contextlib.suppress(*FETCH_ERRORS):
                await subscription.unsubscribe()


class Pull:
    """One pull after another, their messages counted: the consumer's numbers must follow each other without a gap."""

    def __init__(self, hand_over: Callable[[Msg], Awaitable[None]], is_cut_off: Callable[[], bool]) -> None:
        """Hand every message over in order; `is_cut_off` tells when the bus has forgotten that we asked."""
        self._hand_over, self._is_cut_off = hand_over, is_cut_off
        self._over = asyncio.Event()
        self._last = self._open = self._heard = 0
        self._handing = False
        self.out_of_step = False

    def begin(self) -> None:
        """Expect up to `MOST` messages, of `MOST_BYTES` together."""
        self._open = MOST
        self._over.clear()

    async def take(self, message: Msg) -> None:
        """Take one message, or the word that this pull is over."""
        self._heard += 1
        if message.headers and STATUS in message.headers:
            if message.headers.get(DESCRIPTION) == FULL:
                return  # its messages were counted, and the next pull may have begun
            if message.headers[STATUS] not in AT_REST and message.headers.get(DESCRIPTION) != NO_ROOM:
                self.out_of_step = True  # the consumer, or the whole stream, is gone: asking again would not help
            self._over.set()
            return
        number = consumer_number(message.reply)
        if self.out_of_step or number != self._last + 1:
            self.out_of_step = True
            self._over.set()
            return
        self._last, self._handing = number, True
        await self._hand_over(message)
        self._handing = False
        self._open -= 1
        if self._open == 0:
            self._over.set()

    async def ended(self) -> None:
        """Wait until this pull is over.

        Raises:
            GapError: the connection was a new one meanwhile, or nothing at all is heard for longer than a pull lasts.
        """
        before, silent = self._heard, 0.0
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), LOOK_SECONDS)
            silent = silent + LOOK_SECONDS if self._heard == before and not self._handing else 0.0
            before = self._heard
            if not self._over.is_set() and (silent >= SILENT_SECONDS or self._is_cut_off()):
                raise GapError


def consumer_number(reply: str) -> int:
    """Read the consumer's own number from the subject a message is acknowledged on; the server has two forms of it.

    `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream number>.<consumer number>.<time>.<pending>`, or with
    `<domain>.<account>` before the stream and perhaps something random at the end.
    """
    tokens = reply.split(".")
    return int(tokens[6 if len(tokens) == SHORT_FORM else 8])


def fact(_client: Client, message: Msg) -> Delivery:
    """Read a fact: its id and kind are in the headers, its office in the subject; the kind must stand there too."""

    async def acknowledge(_: bytes | None) -> None:
        await message.ack()

    headers, subject, stream = message.headers or {}, message.subject, stream_of(message.subject)
    own = id_of(headers)
    if not ID.fullmatch(own):
        own = _place_id(message, stream)
    known_as = heard_as(own, subject)
    return Delivery(
        id=known_as,
        kind=kind_told(headers, subject),
        body=message.data,
        origin=Origin.FACT,
        office=subject.split(".", 2)[1],
        done=acknowledge,
        stream=stream,
        formerly=own if own != known_as else "",
        trace=carried_in(headers) if stream == FACTS else "",
    )


def ingress(kind: type[Named]) -> Callable[[Client, Msg], Delivery]:
    """Read what an outside system sent: its own ids are not trusted, its place in the stream is its id here."""

    def read(client: Client, message: Msg) -> Delivery:
        async def erase(_: bytes | None) -> None:
            # Acknowledging alone leaves it readable in the broker's file while a neighbour waits.
            place = message.metadata.sequence.stream
            async with asyncio.timeout(ERASED_WITHIN_SECONDS):  # the client library would wait longer
                await client.jetstream().delete_msg(REFERRALS, place)
            await message.ack()

        _, office, _, system = message.subject.split(".")
        # No model, which would refuse here, again and again, what the lane puts apart: a header may hold anything.
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
            linked=carried_in(message.headers),  # no part of it: an outsider chooses none of our traces
        )

    return read


def _place_id(message: Msg, stream: str) -> str:
    return id_at(message.metadata.timestamp, f"{stream}/{message.metadata.sequence.stream}")
