"""The guestbook at work on a real bus: what other services tell it, what people ask it, and how it is killed."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import nats.errors
from nats.aio.client import Client as Nats

from kring_shared.contracts import rights
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact, Receipt
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client, connect
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.running import Running, _end
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.audit import Kept, kept_facts
from kring_shared.testing.servers import BrokerUnderTest, any_nats
from kring_shared.testing.waiting import until
from tests.integration.lane import inn_messages, messages
from tests.integration.lane.desk import MANAGER, OFFICE, START, Desk, a_fact, database_urls
from tests.integration.lane.guestbook import Weather

R = TypeVar("R")


class Stage(Desk):
    """A desk with a bus; `start` and `stop` are a restart of the service."""

    server: BrokerUnderTest
    bus: Nats
    client: Client
    threads: ThreadPoolExecutor

    async def start(self) -> Running:
        """Let the service work."""
        self._new_threads()
        [self.running] = await assembly.start_all([(self.service, self.settings)], self.parts)
        await until(self._is_asked, "the bus brings the service what it is asked")
        return self.running

    async def _is_asked(self) -> bool:
        office = OFFICE if "*" in self.shared.serves else self.shared.serves[0]
        try:
            await self.bus.request(f"kring.{office}.ask.{self.service.name}.ready.v1", b"{}", timeout=5)
        except nats.errors.Error:
            return False  # once, in seven minutes of tests, nobody was there yet although the bus had said so
        return True

    async def stop(self) -> None:
        """End it in good order."""
        await self.running.stop()

    async def kill(self) -> None:
        """End it where it stands: nothing is finished, written down or acknowledged any more."""
        await _end([*self.running._tasks, *self.running.timers._errands])
        with contextlib.suppress(nats.errors.Error):
            await self.running.requests.stop()
        self.running.lane.close()
        self.threads.shutdown()  # what they read is read to its end, else its connection is left open
        self._new_threads()
        await self.running.let_go()

    def _new_threads(self) -> None:
        self.threads = ThreadPoolExecutor(thread_name_prefix="stage")
        asyncio.get_running_loop().set_default_executor(self.threads)

    async def tell(self, *facts: Fact, again: bool = False) -> list[str]:
        """Tell facts as other services do, one after another; `again` a second time, past the stream's own memory."""
        ids = []
        for fact in facts:
            delivery = a_fact(fact)
            told = type(fact).model_validate_json(delivery.body)
            row = Row(
                0,
                delivery.id,
                told.address(OFFICE, told.key()),
                told.type(),
                told.key(),
                delivery.body.decode(),
                to_ms(START),
            )
            ids.append(row.id)
            await self.publish(row)
            if again:
                await self.publish(row, twice=True)
        return ids

    async def publish(self, row: Row, *, twice: bool = False) -> None:
        """Put one row on the bus; `twice` without the id that the stream would know it by."""
        headers = headers_of(row)
        if twice:
            headers.pop(MESSAGE_ID)
        await self.bus.jetstream().publish(row.subject, row.body.encode(), headers=headers)

    async def do(self, command: Command, *, command_id: str = "") -> Receipt:
        """Give a command as the manager."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
        return await self.client.do(command, actor, command_id=command_id or new_id(START))

    async def rest(self) -> None:
        """Wait until nothing that is due is under way, and it is written down where everything stands."""

        async def resting() -> bool:
            await self.running.timers.look()
            return await self.running.idle() and await self.running.idle() and not self.running.relay.marks

        await until(resting, "the service is at rest")

    async def on_the_bus(self) -> list[Kept]:
        """Read what the service told, from the stream."""
        return [fact for fact in await kept_facts(self.bus) if fact.kind.startswith(self.service.name)]


@asynccontextmanager
async def on_stage(
    kind: str,
    folder: Path,
    *,
    weather: Weather | None = None,
    service: Service | None = None,
    serves: tuple[str, ...] = ("*",),
    backbone_domain: str = "",
    started: bool = True,
) -> AsyncGenerator[Stage]:
    """Run a broker of this test's own, and the service on it."""
    with patch.dict(rights.RIGHTS, messages.RIGHTS | inn_messages.RIGHTS), any_nats(folder) as server:
        urls = database_urls(kind, folder)
        stage = Stage(
            urls,
            nats_url=server.url,
            weather=weather,
            service=service,
            serves=serves,
            backbone_domain=backbone_domain,
        )
        stage.server, stage.bus = server, await connect(server.url)
        stage.client = Client(stage.bus, stage.signer, stage.clock)
        try:
            await assembly.provision(stage.bus, stage.shared, [(stage.service, stage.settings)], stage.parts)
            if started:
                await stage.start()
            yield stage
        finally:
            if hasattr(stage.running, "lane"):  # it started
                await stage.kill()
            await stage.bus.close()
            stage.close()
