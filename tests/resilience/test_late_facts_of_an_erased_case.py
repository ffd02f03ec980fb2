"""All that was told of a case comes once more after every term is over: it is settled, and brings nobody back."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.declared.routes import Origin
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, PARKED
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from tests.resilience.retelling import MEANS_NOTHING, Noted, write_down
from tests.resilience.test_facts_come_twice_and_shuffled import Here
from tests.resilience.town import Town, some_stop

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
FAMILIES = 3
EVERY_TERM = timedelta(days=400)
ERASING = ("intake", "matching", "conference", "notifications")
GONE = {
    "conference": {"conference", "participant", "plan", "follow_up"},
    "notifications": {"correspondent", "notification"},
    "intake": {"person_block", "person_trace", "referral_known", "referral_sent", "duplicate"},
}
"""The tables in which nothing of any of these cases is left."""


async def test_all_that_was_told_comes_once_more_after_the_erasure_and_is_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_NOTIFICATIONS_CHANNELS", '["console"]')
    clock = DrivenClock(START)
    noted = write_down(monkeypatch, clock)
    async with Embedded(with_empty_databases(tmp_path / "kring"), clock=clock) as kring:
        cases = await _until_every_term_is_over(kring, clock)
        services = [one for one in kring.running if one.service.name in ERASING]
        before = {one.service.name: _kept(one) for one in services}
        for one in services:
            assert _stuck(one) == []
            assert _of(cases, one, GONE.get(one.service.name, set())) == []
            late = [found for found in noted[one.service.name] if _is_of(cases, found)]
            assert len(late) > FAMILIES
            await _comes_again(one, late)
        await kring.settle()
        for one in services:
            assert _stuck(one) == []
            assert _kept(one) == before[one.service.name], one.service.name


async def _until_every_term_is_over(kring: Embedded, clock: DrivenClock) -> list[str]:
    """Play some families, one of which stops, and let more than a year go by; give their cases."""
    client = await kring.client()
    town = Town(Here(client, clock), some_stop)
    await town.open_register()
    await town.refer(FAMILIES)
    observer = Observer(client.connection)
    await observer.start()
    await play(kring, clock, observer, town.players, town.agenda)
    until = clock.now() + EVERY_TERM
    while clock.now() < until:
        clock.move_by(timedelta(days=10))
        await kring.settle()
    return list(town.players.cases)


def _is_of(cases: Sequence[str], found: Noted) -> bool:
    return found.delivery.origin in {Origin.FACT, Origin.DEADLINE} and found.line[0] in cases


async def _comes_again(one: Running, late: Sequence[Noted]) -> None:
    """Let everything come once more, as something new that was under way all this time."""
    for found in late:
        await one.lane.put(replace(found.delivery, id=f"{found.delivery.id[:12]}{secrets.token_hex(10)}"))


def _kept(one: Running) -> dict[str, list[Any]]:
    kept = {}
    with one.database.read() as tx:
        for table in (shelf.table for shelf in one.service.shelves):
            columns = [column for column in table.c if column.name not in MEANS_NOTHING]
            kept[table.name] = sorted(map(str, tx.execute(select(*columns))))
    return kept


def _of(cases: Sequence[str], one: Running, tables: set[str]) -> list[tuple[str, str]]:
    rows = _kept(one)
    assert tables <= set(rows), sorted(rows)
    return [(table, row) for table in tables for row in rows[table] if any(case_id in row for case_id in cases)]


def _stuck(one: Running) -> list[tuple[str, str]]:
    """Name what waits, or waits for a person, or goes on of its own accord."""
    with one.database.read() as tx:
        found = [(row.kind, row.reason) for row in tx.execute(select(PARKED.c.kind, PARKED.c.reason))]
        found += [(row.name, "errand") for row in tx.execute(select(ERRAND.c.name))]
        found += [(row.kind, "deadline") for row in tx.execute(select(DEADLINE.c.kind, DEADLINE.c.key))]
    return found
