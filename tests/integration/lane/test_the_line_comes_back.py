"""A service of an office on a real leaf node: what waited goes over the line, and what the hub lost is told again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import patch

import pytest
from nats.aio.client import Client as Nats

from kring_shared.contracts import rights
from kring_shared.runtime.bus.client import Client, connect
from kring_shared.runtime.bus.streams import BACKBONE, provision_streams
from kring_shared.runtime.bus.wire import heard_as
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.audit import kept_in
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until
from tests.integration.lane import inn_messages, messages
from tests.integration.lane.desk import CASE, OTHER, database_urls
from tests.integration.lane.inn import inn
from tests.integration.lane.inn_guests import rang
from tests.integration.lane.inn_messages import OfferGuest
from tests.integration.lane.stage import Stage

OFFER = OfferGuest(case_id=CASE, offer_id=OTHER, to_office="gent")


class Linked(Stage):
    """A stage on the office's server."""

    hub: Hub
    office: OfficeBus
    at_hub: Nats

    async def provision_hub(self) -> None:
        """Make at the hub what the office needs there, as its operator does."""
        self.at_hub = await connect(self.hub.url)
        await provision_streams(self.at_hub, only=(BACKBONE,))
        await assembly.provision_line(self.at_hub, "utrecht", [(self.service, self.running.broker)])

    async def line(self) -> str:
        return (await self.running.ready()).line

    async def is_up(self) -> bool:
        return await self.line() == "up"

    async def is_away(self) -> bool:
        return await self.line() == "away"


@pytest.fixture
async def linked(tmp_path: Path) -> AsyncIterator[Linked]:
    """Start a hub, an office's server on a line to it, and the inn there."""
    hub = Hub(tmp_path / "hub", key=new_key())
    office = OfficeBus(tmp_path, hub, key=new_key())
    with patch.dict(rights.RIGHTS, messages.RIGHTS | inn_messages.RIGHTS):
        try:
            await asyncio.to_thread(hub.start)
            await asyncio.to_thread(office.start)
            urls = database_urls("sqlite", tmp_path)
            stage = Linked(urls, nats_url=office.url, service=inn(), serves=("utrecht",), backbone_domain=HUB)
            stage.hub, stage.office, stage.bus = hub, office, await connect(office.url)
            stage.client = Client(stage.bus, stage.signer, stage.clock)
            await stage.provision_hub()
            await assembly.provision(stage.bus, stage.shared, [(stage.service, stage.settings)], stage.parts)
            stage.settle(rang())
            await stage.start()
            await until(stage.is_up, "the hub answers")
            yield stage
            await stage.kill()
            await stage.at_hub.close()
            await stage.bus.close()
            stage.close()
        finally:
            await asyncio.to_thread(office.stop)
            await asyncio.to_thread(hub.stop)


def crossed(stage: Linked) -> list[tuple[str, int | None]]:
    return [(row.id, row.place) for row in stage.rows(OUTBOX) if ".backbone." in row.subject]


async def test_what_waited_is_told_and_heard_as_soon_as_the_line_is_back(linked: Linked) -> None:
    await asyncio.to_thread(linked.office.cut)
    await until(linked.is_away, "the service knows")
    assert (await linked.do(OFFER)).status == "done"
    await linked.rest()
    assert [place for _, place in crossed(linked)] == [None]
    await asyncio.to_thread(linked.office.heal)
    await until(linked.is_up, "the line is back")
    await until(lambda: crossed(linked)[0][1] == 1, "it was told")
    [row] = [row for row in linked.rows(OUTBOX) if ".backbone." in row.subject]
    heard = heard_as(row.id, row.subject)
    await until(lambda: heard in linked.inbox(), "it was heard, though it is for another office")


async def test_what_the_hub_lost_is_told_again_while_the_service_works(linked: Linked) -> None:
    await linked.do(OFFER)
    await until(lambda: [place for _, place in crossed(linked)] == [1], "it was told")
    await linked.at_hub.close()
    await asyncio.to_thread(linked.hub.wipe)
    await asyncio.to_thread(linked.hub.start)
    await linked.provision_hub()

    async def is_there_again() -> bool:
        return [fact.id for fact in await kept_in(linked.at_hub, BACKBONE)] == [crossed(linked)[0][0]]

    await until(is_there_again, "the hub has it again", within=30)
