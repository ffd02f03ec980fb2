"""The power goes while routes are played: whatever was not synced is gone, and nothing that was acknowledged.

`KRING_POWER_CUTS=20` cuts it more often where all is in SQLite; PostgreSQL is cut once. `KRING_CHAOS_SEED` cuts it
again when it was cut before.
"""

import asyncio
import mmap
import os
import random
from collections.abc import Generator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.runtime.server import config
from kring_shared.runtime.storage import database
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.chaos.fleet import close, connect
from kring_shared.testing.servers import Postgres, for_sqlalchemy, nats_server, programs_missing
from kring_shared.testing.waiting import until
from tests.resilience.books import must_be_clean, read_books, readable, rows
from tests.resilience.power import Disk, NoDisk, a_disk
from tests.resilience.powered import PoweredFleet, gone
from tests.resilience.test_chaos import a_seed
from tests.resilience.town import WORDS, Town, some_stop

FAMILIES: Final = 2
CUTS: Final = int(os.environ.get("KRING_POWER_CUTS", "2"))
FACTS_IN_ALL: Final = 80
"""A little fewer than two families come to."""
MESSAGES: Final = 20


@pytest.fixture
def disk() -> Generator[Disk]:
    with ExitStack() as stack:
        try:
            one = stack.enter_context(a_disk())
        except NoDisk as reason:
            pytest.skip(str(reason))
        yield one


def test_the_cut_loses_what_was_not_synced_and_what_the_disk_had_in_its_cache_and_nothing_else(disk: Disk) -> None:
    written, synced, sent = (disk.folder / name for name in ("written", "synced", "sent"))
    for file in (synced, sent):
        with file.open("wb") as opened:
            opened.write(b"A" * mmap.PAGESIZE)
            opened.flush()
            os.fsync(opened.fileno())
    written.write_bytes(b"A" * mmap.PAGESIZE)
    _send_past_the_kernel(sent, b"B" * mmap.PAGESIZE)
    assert [file.read_bytes()[:1] for file in (written, synced, sent)] == [b"A", b"A", b"B"]
    disk.cut()
    with pytest.raises(OSError, match="Input/output error"):
        (disk.folder / "after").write_bytes(b"A")
    disk.mount()
    assert not written.exists() or written.read_bytes() == b""
    assert [file.read_bytes()[:1] for file in (synced, sent)] == [b"A", b"A"]


@pytest.mark.parametrize(("syncs", "survive"), [("always", MESSAGES), ("2m", 0)])
async def test_a_broker_keeps_what_it_acknowledged_only_where_it_syncs_always(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, syncs: str, survive: int
) -> None:
    as_deployed = config.BrokerSettings.text
    assert "sync_interval: always" in as_deployed(config.BrokerSettings(listen="127.0.0.1:0", store="store", key="key"))
    monkeypatch.setattr(config.BrokerSettings, "text", lambda self: as_deployed(self).replace(": always", f": {syncs}"))
    with nats_server(disk.folder) as server:
        connection = await connect(server.url)
        js = connection.jetstream()
        await js.add_stream(name="KEPT", subjects=["kept.*"])
        disk.sync()  # the stream itself is there
        for number in range(MESSAGES):
            assert (await js.publish("kept.one", str(number).encode())).seq == number + 1
        await close(connection)
        disk.cut()
        server.kill9()
        server.stop()
        disk.mount()
        server.restart()
        connection = await connect(server.url)
        assert (await connection.jetstream().stream_info("KEPT")).state.messages == survive
        await close(connection)


@pytest.mark.parametrize(("syncs", "survive"), [("full", MESSAGES), ("off", 0)])
def test_a_database_keeps_what_it_committed_only_where_it_syncs_in_full(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, syncs: str, survive: int
) -> None:
    assert "synchronous=full" in database.SQLITE_PRAGMAS
    pragmas = [pragma.replace("=full", f"={syncs}") for pragma in database.SQLITE_PRAGMAS]
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", pragmas)
    kept = Database(sqlite_url(disk.folder / "kept.db"), "kept")
    with kept.begin() as tx:
        tx.execute(text("CREATE TABLE kept (id INTEGER)"))
    disk.sync()  # the table itself is there
    for number in range(MESSAGES):
        with kept.begin() as tx:
            tx.execute(text("INSERT INTO kept VALUES (:id)"), {"id": number})
    disk.cut()
    kept.close()
    disk.mount()
    assert len(rows(kept, "SELECT id FROM kept")) == survive
    kept.close()


async def test_a_whole_kring_loses_and_doubles_nothing_when_the_power_goes(disk: Disk, tmp_path: Path) -> None:
    fleet = PoweredFleet(disk, tmp_path)
    await _holds(fleet, cuts=CUTS)
    assert readable(tmp_path / "logs", WORDS) == []


@pytest.mark.skipif(bool(programs_missing()), reason=programs_missing() or "there is one")
async def test_a_kring_on_postgresql_loses_and_doubles_nothing_when_the_power_goes(disk: Disk, tmp_path: Path) -> None:
    server = Postgres(disk.folder)
    try:
        url = for_sqlalchemy(server.start().create_database())
        await _holds(PoweredFleet(disk, tmp_path, url_of=lambda _service: url, database=server), cuts=1)
    finally:
        server.stop()


async def _holds(fleet: PoweredFleet, *, cuts: int) -> None:
    """Play some routes, cut the power at moments that chance names, and read the books when everybody is through."""
    async with fleet:
        town = Town(fleet, some_stop)
        await town.open_register()
        cutting = asyncio.create_task(_cut(fleet, town, cuts))
        referring = asyncio.create_task(town.refer(FAMILIES, every=0.2))
        await town.live(
            until=lambda: cutting.done() and referring.done() and town.everybody_is_through(),
            in_mid_run=lambda: cutting.done() and cutting.exception() is not None,  # then nothing comes back
            within=120 + 45 * cuts,
        )
        assert await cutting == []
        await referring
        await fleet.settle()
        books = await read_books(fleet, town.references, WORDS)
        must_be_clean(books)
        assert set(town.locked.values()) == {1}
        assert fleet.deaths.total() == 0


async def _cut(fleet: PoweredFleet, town: Town, cuts: int) -> list[str]:
    """Cut the power so many times, each at some moment; give what had been acknowledged and was gone."""
    chance = random.Random(a_seed())  # noqa: S311 - it must repeat
    missing = []
    for n in range(cuts):
        facts = (n * FACTS_IN_ALL + chance.randint(1, FACTS_IN_ALL)) // cuts
        await until(partial(town.has_seen, facts), f"{facts} facts are told", within=100)
        await asyncio.sleep(chance.uniform(0, 0.3))  # so that it may be any instant
        fleet.power_goes(chance)
        fleet.stores_are_back()
        missing += await gone(fleet, town)
        await fleet.services_are_back()
    return missing


def _send_past_the_kernel(file: Path, content: bytes) -> None:
    """Write so that it reaches the disk at once, but not tell the disk to keep it."""
    page = mmap.mmap(-1, len(content))
    page.write(content)
    descriptor = os.open(file, os.O_WRONLY | os.O_DIRECT)
    try:
        os.pwrite(descriptor, page, 0)
    finally:
        os.close(descriptor)
