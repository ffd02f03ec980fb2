"""More facts than one pull holds are fetched each once: the bus says that a pull was full, and that is no gap."""

import asyncio
from pathlib import Path
from typing import Any

import nats

from kring_shared.runtime.bus.streams import FACTS, StreamAt
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane.fetch import MOST, Fetcher, fact
from kring_shared.testing.servers import nats_server
from kring_shared.testing.waiting import until
from tests.benchmarks.facts import lay_out

COUNT = 2 * MOST + 500


class Keeping:
    """A lane that only keeps what it is given."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def put(self, delivery: Delivery) -> None:
        self.ids.append(delivery.id)


async def test_more_than_one_pull_holds_is_fetched_once_and_nothing_is_begun_anew(tmp_path: Path) -> None:
    lane: Any = Keeping()
    begun: list[str] = []
    with nats_server(tmp_path) as server:
        client = await nats.connect(server.url)
        await lay_out(client, COUNT, "guestbook")
        fetcher = Fetcher(client, lane, StreamAt(FACTS), "guestbook", fact, attached=begun.append)
        fetching = asyncio.create_task(fetcher.run())
        await until(lambda: len(set(lane.ids)) == COUNT, "every fact")
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
        await client.close()
    assert len(lane.ids) == COUNT
    assert begun == [FACTS]
