"""Services, bus and database killed at random while routes are played: a short round of `make soak`."""

import os
import secrets
from pathlib import Path

import pytest

from kring_shared.testing.servers import postgres, programs_missing
from tests.resilience.soak.rounds import Round, played

FAMILIES, KILLS = 4, 8


def a_seed() -> str:
    """Give a seed of chance, or the one that shall be repeated."""
    seed = os.environ.get("KRING_CHAOS_SEED") or str(secrets.randbelow(10**6))
    print(f"KRING_CHAOS_SEED={seed}")  # noqa: T201  # pytest shows it when the test fails
    return seed


def all_is_well(round_: Round) -> None:
    """Everybody is through, nothing is lost, doubled or readable, and it was not for want of trouble."""
    assert (round_.problems, round_.lost, round_.doubled, round_.personal) == ([], 0, 0, 0)
    assert round_.routes == FAMILIES
    assert round_.facts > FAMILIES * 50
    assert round_.deaths.total() >= FAMILIES


async def test_random_kills_of_services_and_bus_lose_and_double_nothing(tmp_path: Path) -> None:
    all_is_well(await played(tmp_path / "kring", a_seed(), FAMILIES, kills=KILLS))


@pytest.mark.skipif(bool(programs_missing()), reason=programs_missing() or "there is one")
async def test_random_kills_with_a_postgresql_among_them_lose_and_double_nothing(tmp_path: Path) -> None:
    with postgres() as server:
        all_is_well(await played(tmp_path / "kring", a_seed(), FAMILIES, server, kills=KILLS))
