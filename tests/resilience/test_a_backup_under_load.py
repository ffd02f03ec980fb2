"""Backups of a Kring that works under load are put back: nothing is lost, nothing doubled, and nobody forgets."""

import asyncio
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kring_shared.runtime.bus.streams import OF_FACTS, last_place
from kring_shared.runtime.bus.wire import heard_as
from kring_shared.runtime.embedded.backup.making import make
from kring_shared.runtime.embedded.backup.manifest import Kind
from kring_shared.runtime.embedded.backup.one_moment import copy, one_moment
from kring_shared.runtime.embedded.backup.restoring import Sources, restore
from kring_shared.testing.audit import audit, kept_facts
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.chaos.steered_clock import SteeredClock
from tests.resilience.books import ONCE, case_of
from tests.resilience.town import Town, some_stop

FAMILIES = 4
MOMENTS = (15, 60)
"""How many facts people have seen when a backup is made."""
PATIENCE_SECONDS = 120

pytestmark = pytest.mark.timeout(400)


async def test_a_backup_made_under_load_is_put_back_and_goes_on_with_each_effect_once(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring") as fleet:
        town = await _at_work(fleet)
        referring = asyncio.create_task(town.refer(FAMILIES - 1, every=0.2))
        made = [await _backed_up(fleet, town, tmp_path / f"backup-{seen}", seen) for seen in MOMENTS]
        await referring
        await town.live(until=town.everybody_is_through, within=PATIENCE_SECONDS)
        await fleet.hold()
        told = _told(fleet.folder.db)
    for backup in made:
        back = tmp_path / f"{backup.name}-restored"
        sources = Sources(backup / "data.tar", backup / "keys.tar", fleet.folder.path / "keys", backup / "ledger")
        await restore(sources, back, clock=SteeredClock(backup / "clock"))
        assert _heard_of_nobody(back / "db", told) == set()
        shutil.copyfile(backup / "clock", back / "clock")
        await _goes_on(back)


async def test_copies_of_different_moments_would_know_facts_that_nobody_told(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring") as fleet:
        town = await _at_work(fleet)
        await town.refer(2)
        copies = tmp_path / "copies"
        copies.mkdir()
        for number, service in enumerate(fleet.names, 1):
            await town.live(until=town.never, in_mid_run=partial(town.has_seen, 15 * number))
            file = fleet.folder.db / f"{service}.db"
            with one_moment([file]) as moment:
                copy(moment.databases[file], copies / file.name)
        await town.live(until=town.everybody_is_through, within=PATIENCE_SECONDS)
        assert _heard_of_nobody(copies, _told(fleet.folder.db)) != set()


async def _at_work(fleet: Fleet) -> Town:
    town = Town(fleet, some_stop)
    await town.open_register()
    await town.refer(1)
    return town


async def _backed_up(fleet: Fleet, town: Town, to: Path, seen: int) -> Path:
    """Make both backups while people go on, and keep what else a restore needs."""
    await town.live(until=town.never, in_mid_run=partial(town.has_seen, seen))
    making = asyncio.create_task(asyncio.to_thread(_make_both, fleet.folder.path, to))
    await town.live(until=town.never, in_mid_run=making.done)
    await making
    return to


def _make_both(folder: Path, to: Path) -> None:
    make(folder, to / "data.tar", Kind.DATA)
    make(folder, to / "keys.tar", Kind.KEYS)
    shutil.copyfile(folder / "clock", to / "clock")
    ledger = folder / "erasures.jsonl"
    (to / "ledger").write_bytes(ledger.read_bytes() if ledger.exists() else b"")


async def _goes_on(folder: Path) -> None:
    """Let what was on its way arrive, and one more family come and go all the way."""
    async with Fleet(folder) as fleet:
        await fleet.settle(within=PATIENCE_SECONDS)
        town = Town(fleet)
        town._seen = {stream: (await last_place(fleet.connection, stream))[1] for stream in OF_FACTS}
        town.references = [f"ref-{n}" for n in range(FAMILIES)]
        await town.refer(1)
        # Families of before that nobody attends to any more lapse meanwhile, and are locked as well.
        await town.live(
            until=town.never,
            in_mid_run=lambda: any(case in town.locked for case in town.players.cases),
            within=PATIENCE_SECONDS,
        )
        await fleet.settle(within=PATIENCE_SECONDS)
        services = [(service, fleet.databases[service.name]) for service, _ in fleet.configured]
        found = await audit(fleet.connection, services)
        assert found.problems == []
        assert (found.lost, found.doubled) == (0, 0)
        once = {fact.kind() for fact in ONCE}
        times = Counter((case_of(f.subject), f.kind) for f in await kept_facts(fleet.connection) if f.kind in once)
        assert set(times.values()) == {1}


def _told(db: Path) -> dict[str, str]:
    """Give every fact that was ever told, by the id under which it is heard."""
    return {heard_as(own, subject): own for own, subject in _rows(db, "SELECT id, subject FROM outbox")}


def _heard_of_nobody(db: Path, told: dict[str, str]) -> set[str]:
    """Give the facts that an inbox knows and no outbox does."""
    heard = {told[known_as] for (known_as,) in _rows(db, "SELECT id FROM inbox") if known_as in told}
    return heard - {own for (own,) in _rows(db, "SELECT id FROM outbox")}


def _rows(db: Path, statement: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for file in sorted(set(db.glob("*.db")) - {db / "vault.db"}):
        with closing(sqlite3.connect(file)) as database:
            found += database.execute(statement).fetchall()
    return found
