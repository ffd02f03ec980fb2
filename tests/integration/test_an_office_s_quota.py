"""What an office's server may hold: when it is full facts wait in outboxes, people are answered, nothing is lost."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from structlog.testing import capture_logs

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.embedded.embedded import InFolder
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.audit import kept_in
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until
from tests.unit.intake.sent import an_event

QUOTA = 40_000
MOST = 200
"""Referrals that fill it many times over."""
MORE = 4_000_000
WAITS = "intake.outbox.waits"


class Office:
    """Intake of one office over a server of its own."""

    def __init__(self, folder: Path, name: str, *, max_store_bytes: int = 0) -> None:
        self.name, self.sent = name, 0
        network = Network(name=name, max_store_bytes=max_store_bytes)
        self.server = NatsServer(folder / "server", key=new_key(), network=network)
        self.kring = InFolder(folder / "kring", services=("intake",), serves=(name,))

    async def __aenter__(self) -> Self:
        self.kring.folder.open()
        await asyncio.to_thread(self.server.start)
        await self.kring.go_to_work(self.server.url)
        self.client: Client = await self.kring.client()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kring.rest()
        await asyncio.to_thread(self.server.stop)
        self.kring.folder.close()

    async def refers(self) -> str:
        self.sent += 1
        actor = self.client.actor(Role.REGIONAL_MANAGER, "desk", self.name)
        event = an_event(f"event-{self.sent}", reference=f"ref-{self.sent}")
        return (await self.client.do(SubmitReferral(event=event, channel="desk"), actor)).status

    async def unsent(self) -> int:
        return (await self.kring.running[0].ready()).unsent

    async def told(self) -> list[str]:
        return [fact.id for fact in await kept_in(await self.kring.admin(), FACTS)]


async def test_an_office_whose_store_is_full_goes_on_answers_and_tells_all_when_it_has_room(tmp_path: Path) -> None:
    async with (
        Office(tmp_path / "full", "utrecht", max_store_bytes=QUOTA) as office,
        Office(tmp_path / "other", "gouda") as other,
    ):
        with capture_logs() as said:
            while not await office.unsent() or not any(line["event"] == WAITS for line in said):
                assert await office.refers() == "done"
                assert office.sent < MOST
        waiting = await office.unsent()
        while await office.unsent() <= waiting:  # one that waited may just have found its place
            assert await office.refers() == "done"
            assert office.sent < MOST
        assert await other.refers() == "done"
        await until(other.kring.idle, "the other office is untouched")
        assert await other.unsent() == 0
        office.server.network = replace(office.server.network, max_store_bytes=MORE)
        await asyncio.to_thread(office.server.restart)
        await until(lambda: _none(office), "all is told", within=30)
        told = await office.told()
        assert len(told) == len(set(told))
        assert {row.id for row in rows(office)} == set(told)


def rows(office: Office) -> list[Any]:
    with office.kring.running[0].database.read() as tx:
        return list(tx.execute(OUTBOX.select()))


async def _none(office: Office) -> bool:
    return not await office.unsent()
