"""The bus: what it hears is read from its consumers, what it has to tell goes out of the outbox, in its order."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.client import JetStreamContext

from tests.example_service.choosing import is_late, lapse
from tests.example_service.door import Door
from tests.example_service.hearing import hear
from tests.example_service.settings import SERVICE, STREAMS
from tests.example_service.store import Row
from tests.example_service.words import Refused
from tests.example_service.work import Work

TYPE = "nl.eigenkracht."
AT_ONCE = 100
WAIT = 1.0
AWAY = (nats.errors.Error, nats.js.errors.Error, ConnectionError, OSError, TimeoutError)


@dataclass
class Bus:
    """One connection, and everything that goes over it."""

    connection: Client
    door: Door
    has_news: asyncio.Event = field(default_factory=asyncio.Event)
    attached: set[str] = field(default_factory=set)

    @property
    def js(self) -> JetStreamContext:
        """Give the streams."""
        return self.connection.jetstream()

    async def answer(self) -> None:
        """Answer whatever is asked of it, at each office it serves."""
        for office in self.door.settings.offices:
            for verb in ("do", "ask"):
                await self.connection.subscribe(f"kring.{office}.{verb}.{SERVICE}.>", cb=self._asked)
        await self.connection.flush()

    async def _asked(self, message: Msg) -> None:
        answer = self.door.asked(message.subject, message.headers or {}, message.data)
        with contextlib.suppress(*AWAY):  # who asks sends again what was not answered, under the same id
            await message.respond(answer.encode())
        self.has_news.set()

    async def listen(self, stream: str) -> None:
        """Read one consumer for ever; after whatever goes wrong it begins where the last acknowledgement stands."""
        while True:
            with contextlib.suppress(*AWAY):
                await self._read(stream)
            self.attached.discard(stream)
            self.door.attached = False
            await asyncio.sleep(WAIT / 5)

    async def _read(self, stream: str) -> None:
        name = self.door.settings.name
        await self.js.reset_consumer(stream, name)
        consumer = await self.js.pull_subscribe_bind(name, stream)
        try:
            self.attached.add(stream)
            self.door.attached = self.attached >= set(STREAMS)
            while True:
                with contextlib.suppress(TimeoutError):
                    messages = await consumer.fetch(AT_ONCE, timeout=WAIT)
                    for message in messages:
                        self._heard(message)
                    self.has_news.set()
                    for last in messages[-1:]:
                        await last.ack()  # it stands for all before it
        finally:
            with contextlib.suppress(*AWAY):
                await consumer.unsubscribe()

    def _heard(self, message: Msg) -> None:
        """Take one fact, once; what cannot be read or understood is set apart for a person, and holds nobody up."""
        store, key = self.door.store, f"{message.subject.split('.')[1]}/{(message.headers or {}).get('ce-id', '')}"
        if store.heard(key) is not None:
            return
        try:
            with store.together():
                store.note(key)
                self._take(message)
        except (Refused, LookupError, TypeError, ValueError) as error:
            why = error.code if isinstance(error, Refused) else type(error).__name__
            with store.together():
                store.note(key)
                store.set_apart(message.subject, why, message.data)

    def _take(self, message: Msg) -> None:
        _, office, reach, *kind, _ = message.subject.split(".")
        headers, known_as = message.headers or {}, ".".join(kind)
        # The subject is what the bus let in. What it looked up for somebody names in a header where it was found.
        if headers.get("ce-type") != TYPE + known_as or "Nats-Subject" in headers:
            raise Refused("kring.refused", "this is no fact")
        if not self.door.published.knows_fact(known_as):
            raise Refused("kring.unknown-message", "this version is not known here yet")
        fact = self.door.published.body_of(f"facts/{known_as}", message.data) | {"office": office}
        here = str(fact.get("toOffice", office)) if reach == "backbone" else office
        if self.door.settings.serves(here):
            hear(Work(self.door.store, here, self.door.settings.now()), known_as.rpartition(".")[0], fact)

    async def look_at_the_clock(self) -> None:
        """Let lapse what nobody answered in time."""
        while True:
            await asyncio.sleep(WAIT / 4)
            now, store = self.door.settings.now(), self.door.store
            for search in store.late(now.isoformat()):
                if is_late(search, now):
                    with store.together():
                        lapse(Work(store, search["office"], now), search["caseId"])
                    self.has_news.set()

    async def relay(self) -> None:
        """Tell what lies in the outbox, one after the other; one that may have been told already is looked up first."""
        unsure = True
        while True:
            row = self.door.store.unsent()
            if row is None:
                self.has_news.clear()
                await self.has_news.wait()
                continue
            try:
                place = await self._found(row) if unsure else None
                self.door.store.sent(row.seq, place or await self._told(row))
                unsure = False
            except AWAY:
                unsure = True
                await asyncio.sleep(WAIT / 5)

    async def _found(self, row: Row) -> int | None:
        """Give the place of the last fact under this subject, when it is this one: the bus forgets ids in minutes."""
        try:
            last = await self.js.get_last_msg(stream_of(row.subject), row.subject, direct=True)
        except nats.js.errors.NotFoundError:
            return None
        return last.seq if (last.headers or {}).get("ce-id") == row.id else None

    async def _told(self, row: Row) -> int:
        stream = stream_of(row.subject)
        ack = await self.js.publish(row.subject, row.body.encode(), headers=headers_of(row), stream=stream)
        return ack.seq


def stream_of(subject: str) -> str:
    """Name the stream a fact lies in: what may leave an office lies apart."""
    return "BACKBONE" if subject.split(".")[2] == "backbone" else "KRING"


def headers_of(row: Row) -> dict[str, Any]:
    """Write a fact as a CloudEvent in binary mode; `Nats-Msg-Id` is what the bus knows a repetition by."""
    _, _, _, *kind, about = row.subject.split(".")
    return {
        "Nats-Msg-Id": row.id,
        "ce-specversion": "1.0",
        "ce-id": row.id,
        "ce-source": f"urn:kring:service:{SERVICE}",
        "ce-type": TYPE + ".".join(kind),
        "ce-time": row.told_at,
        "ce-subject": about,
        "ce-datacontenttype": "application/json",
    }
