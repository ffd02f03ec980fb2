"""Sees every fact on the bus, in order, as people see letters come in."""

import contextlib
from collections.abc import AsyncIterator

import nats.errors
from nats.aio.client import Client

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.bus.streams import FACTS as STREAM
from kring_shared.runtime.bus.wire import kind_of


class Observer:
    """Reads the stream with an ordered consumer of its own."""

    def __init__(self, client: Client) -> None:
        """Use a connection."""
        self._client = client
        self.seen = 0

    async def start(self) -> None:
        """Begin at the first fact."""
        self._subscription = await self._client.jetstream().subscribe(
            "kring.*.*.>", stream=STREAM, ordered_consumer=True
        )

    async def new_facts(self) -> AsyncIterator[Fact]:
        """Give the facts told since the last time, up to what the stream holds now."""
        info = await self._client.jetstream().stream_info(STREAM)
        while self.seen < info.state.last_seq:
            with contextlib.suppress(nats.errors.TimeoutError):
                message = await self._subscription.next_msg(timeout=5)
                self.seen = message.metadata.sequence.stream
                fact = FACTS[kind_of(message.headers or {})]
                yield fact.model_validate_json(message.data)
