"""What can be repeated is: killed, a service sends again, and the receiver sees one message; and no way waits long."""

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from kring_shared.runtime.lane.instants import Instant
from kring_shared.runtime.lane.timers import AT_ONCE
from kring_shared.runtime.server.ports import HOST
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.waiting import until
from tests.integration.http_gateway import Gateway, http_gateway
from tests.integration.killed_post_office import SERVICE, SYSTEM, fleet_rows, post_office, read, states

PEOPLE = 60
LETTERS = 16
DEATHS = (f"{Instant.DURING_ERRAND}:1", f"{Instant.AFTER_ERRAND}:1", f"{Instant.AFTER_ERRAND}:12")
A_WHILE = timedelta(minutes=6)
SOON_SECONDS = 10.0
"""Far less than a mail server that hangs is waited for."""


async def test_an_event_for_a_system_comes_again_under_one_id_until_it_is_known_that_it_was_taken(
    tmp_path: Path,
) -> None:
    async with (
        http_gateway() as gateway,
        post_office(tmp_path, {"webhook": a_webhook(gateway)}, PEOPLE, DEATHS) as fleet,
    ):
        await all_sent(fleet, "webhook", PEOPLE)
        came = Counter(asked.headers["webhook-id"] for asked in gateway.asked)
        assert fleet.deaths[SERVICE] == len(DEATHS)
        assert set(came) == set(read(fleet, "webhook").status)
        assert came.total() > PEOPLE  # some did come twice, and only the id says so


async def test_a_letter_on_paper_lies_in_the_print_folder_once(tmp_path: Path) -> None:
    folder = tmp_path / "print"
    async with post_office(tmp_path, {"letter": {"folder": str(folder)}}, LETTERS, DEATHS[:2]) as fleet:
        await all_sent(fleet, "letter", LETTERS)
        papers = [file.stem for file in folder.rglob("*.pdf")]
        listed = "".join(file.read_text() for file in folder.rglob("manifest.csv"))
        assert fleet.deaths[SERVICE] == 2
        for message_id in read(fleet, "letter").status:
            assert len([paper for paper in papers if message_id in paper]) == 1
            assert len([line for line in listed.splitlines() if message_id in line]) == 1
        assert len(papers) == LETTERS


async def test_a_mail_server_that_never_says_a_word_holds_up_nothing_that_goes_another_way(tmp_path: Path) -> None:
    async with silent_server() as port, http_gateway() as gateway:
        smtp = {"host": HOST, "port": port, "security": "none", "connections": AT_ONCE}
        channels = {"smtp": smtp, "webhook": a_webhook(gateway)}
        async with post_office(tmp_path, channels, PEOPLE) as fleet:
            await until(lambda: hanging(fleet) == AT_ONCE, "the mail hangs", within=30)
            await until(lambda: states(fleet, "webhook") == {"sent": PEOPLE}, "the events went", within=SOON_SECONDS)
            assert states(fleet, "smtp") == {"queued": PEOPLE}
            assert hanging(fleet) == AT_ONCE


def a_webhook(gateway: Gateway) -> dict[str, Any]:
    """Give the settings by which one system hears."""
    secret = "whsec_" + base64.b64encode(b"only-this-test-knows-it!").decode()
    return {"systems": {SYSTEM: {"url": f"{gateway.url}/kring", "secret": secret}}}


def hanging(fleet: Fleet) -> int:
    """Count the errands that were begun."""
    (row,) = fleet_rows(fleet, "SELECT count(*) AS n FROM errand WHERE state = 'begun' AND via = 'smtp'")
    return int(row.n)


async def all_sent(fleet: Fleet, channel: str, count: int) -> None:
    """Wait until all went; what is to be tried again later is, since time passes."""

    def went() -> bool:
        stand = states(fleet, channel)
        if stand["delayed"]:
            fleet.clock.move_by(A_WHILE)
        return stand == {"sent": count}

    await until(went, f"all messages by {channel} went", within=60)


@asynccontextmanager
async def silent_server() -> AsyncGenerator[int]:
    """Take connections and never say a word; gives the port."""
    talks: set[asyncio.Task[None]] = set()

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            writer.close()

    server = await asyncio.start_server(listen, HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
