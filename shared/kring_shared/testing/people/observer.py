"""Sees every fact on the bus, in order, as people see letters come in."""

import contextlib
import heapq
from collections.abc import AsyncIterator, Sequence

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.bus.streams import OF_FACTS
from kring_shared.runtime.bus.wire import kind_of


class Observer:
    """Reads each stream of facts with an ordered consumer of its own."""

    def __init__(self, client: Client, streams: Sequence[str] = OF_FACTS) -> None:
        """Use a connection."""
        self._client = client
        self._seen = dict.fromkeys(streams, 0)

    @property
    def seen(self) -> int:
        """Give how many facts were seen."""
        return sum(self._seen.values())

    async def start(self) -> None:
        """Begin at the first fact."""
        js = self._client.jetstream()
        self._subscriptions = {
            stream: await js.subscribe("kring.*.*.>", stream=stream, ordered_consumer=True) for stream in self._seen
        }

    async def new_facts(self) -> AsyncIterator[Fact]:
        """Give the facts told since the last time, up to what the streams hold now, as the bus got them."""
        new = [await self._new(stream) for stream in self._seen]
        for message in heapq.merge(*new, key=lambda message: message.metadata.timestamp):
            yield FACTS[kind_of(message.headers or {})].model_validate_json(message.data)

    async def _new(self, stream: str) -> list[Msg]:
        info, found = await self._client.jetstream().stream_info(stream), []
        while self._seen[stream] < info.state.last_seq:
            with contextlib.suppress(nats.errors.TimeoutError):
                message = await self._subscriptions[stream].next_msg(timeout=5)
                self._seen[stream] = message.metadata.sequence.stream
                found.append(message)
        return found
