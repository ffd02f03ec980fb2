"""Everything told twice, and facts in another order: what a service keeps in the end is the same."""

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from tests.resilience.retelling import at_rest, retell, stores, twice_and_shuffled, write_down
from tests.resilience.town import Town

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
SEEDS = (1, 2)
FAMILIES = 3
LONG = 36_500
"""Days: a hundred years."""


async def test_twice_and_shuffled_the_services_keep_what_they_kept_in_the_straight_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_NOTIFICATIONS_CHANNELS", '["console"]')
    keep_for_long(monkeypatch)
    clock = DrivenClock(START)
    noted = write_down(monkeypatch, clock)
    async with Embedded(with_empty_databases(tmp_path / "kring"), clock=clock) as kring:
        await _play(kring, clock)
        straight = await at_rest(kring)
        assert all(straight[name]["outbox"] for name in straight)
        for seed in SEEDS:
            folder = tmp_path / str(seed)
            folder.mkdir()
            waiting = 0
            for one in kring.running:
                chance = random.Random(seed)  # noqa: S311  # it must repeat
                order = twice_and_shuffled(noted[one.service.name], chance)
                database, waited = await asyncio.to_thread(retell, one, folder, order, chance)
                waiting += waited
                again = await asyncio.to_thread(stores, one, database)
                database.close()
                for table, rows in straight[one.service.name].items():
                    other = set(rows) ^ set(again[table])
                    assert again[table] == rows, (f"{one.service.name}.{table}, seed {seed}", sorted(other))
            assert waiting > FAMILIES  # so facts did come before their time


def keep_for_long(patch: pytest.MonkeyPatch) -> None:
    """Let no term be over in this run: it is told again with the same vault, where what was erased opens no more."""
    for name, policy in POLICIES.items():
        rules = tuple(rule.model_copy(update={"days": LONG}) for rule in policy.retention)
        patch.setitem(POLICIES, name, policy.model_copy(update={"retention": rules}))


@dataclass
class Here:
    """A Kring in this process, on a clock that is driven."""

    client: Client
    clock: DrivenClock

    async def at_rest(self) -> bool:
        raise AssertionError


async def _play(kring: Embedded, clock: DrivenClock) -> None:
    client = await kring.client()
    town = Town(Here(client, clock), _temper)
    await town.open_register()
    await town.refer(FAMILIES)
    observer = Observer(client.connection)
    await observer.start()
    await play(kring, clock, observer, town.players, town.agenda)


def _temper(received: RequestReceived) -> Temper:
    """Let nobody stop; some coordinators say no first, and some plans are sent back."""
    urgent = received.dossier.urgency.value == "urgent"
    return Temper(first_coordinator="declines" if urgent else "accepts", plan_is_sent_back=bool(received.mandates))
