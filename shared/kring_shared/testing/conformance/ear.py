"""Everything that was told on the bus, read from its streams; what we told ourselves is known by its id."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Final

from nats.aio.client import Client as Nats
from nats.js.errors import NotFoundError

from kring_shared.runtime.bus.streams import BACKBONE, FACTS
from kring_shared.runtime.bus.wire import MESSAGE_ID, id_of, kind_of

STREAMS: Final = (FACTS, BACKBONE)


@dataclass(frozen=True)
class Told:
    """One message as it stands in a stream."""

    stream: str
    place: int
    subject: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Give its own id."""
        return id_of(self.headers)

    @property
    def message_id(self) -> str:
        """Give what the bus knows a repetition by."""
        return self.headers.get(MESSAGE_ID, "")

    @property
    def kind(self) -> str:
        """Give its kind, as its headers say."""
        return kind_of(self.headers)

    @property
    def about(self) -> str:
        """Give what its subject ends with."""
        return self.subject.rpartition(".")[2]

    @property
    def data(self) -> Any:  # noqa: ANN401 - JSON
        """Give its body, or nothing when it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Ear:
    """Reads on whenever it is asked to listen."""

    admin: Nats
    ours: set[str] = field(default_factory=set)
    """Ids of what the suite told."""
    told: list[Told] = field(default_factory=list)
    """What the candidate told, each stream in its order."""
    _next: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STREAMS, 1))
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Two that listen at the same time would hear everything twice."""

    async def listen(self) -> list[Told]:
        """Read everything that is new, and give all that the candidate ever told."""
        async with self._alone:
            for stream in STREAMS:
                while (found := await self._one(stream)) is not None:
                    if found.id not in self.ours:
                        self.told.append(found)
        return self.told

    async def _one(self, stream: str) -> Told | None:
        try:
            message = await self.admin.jetstream().get_msg(stream, seq=self._next[stream], subject="kring.>", next=True)
        except NotFoundError:
            return None
        place = message.seq or 0
        self._next[stream] = place + 1
        return Told(stream, place, message.subject or "", dict(message.headers or {}), message.data or b"")
