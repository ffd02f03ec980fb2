"""Stores of a cluster are thrown away, one or all of them, while families are on their way."""

from pathlib import Path
from typing import Literal

import pytest

from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.running.rebuild import rebuild
from tests.resilience.books import read_books
from tests.resilience.cluster import SERVERS, TOGETHER, ClusterFleet, in_mid_run
from tests.resilience.town import Town

SOME = 20


async def test_a_server_whose_store_was_thrown_away_keeps_everything_again(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path) as (fleet, town, stalls):
        stalls.begin("a store is thrown away")
        lost = await fleet.leader(FACTS)
        await fleet.lose_store(lost)
        await town.goes_on()
        stalls.begin("another server is killed, so that the new store counts")
        other = (lost + 1) % SERVERS
        await fleet.kill(other)
        await town.goes_on()
        await fleet.come_back(other)


async def test_services_at_work_tell_everything_again_to_a_cluster_that_lost_every_store(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path, rebuilt=True) as (fleet, town, stalls):
        async with town.nobody_comes():
            await fleet.lose_everything()
            town.forget_places()
            await fleet.provision()
            stalls.begin("provisioned anew")
        await town.goes_on()


async def test_streams_rebuilt_on_a_cluster_that_lost_every_store_have_each_effect_once(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path, rebuilt=True) as (fleet, town, stalls):
        async with town.nobody_comes():
            await fleet.hold()
            told = fleet.told()
            await fleet.lose_everything()
            town.forget_places()
            stalls.begin("rebuilt")
            rebuilt = await rebuild(fleet.connection, fleet.shared, fleet.configured)
            assert 0 < rebuilt.told <= told
            await fleet.provision()
            fleet.start_services()
        await town.goes_on()


@pytest.mark.parametrize(("replicas", "keeps"), [(3, True), (1, False)])
async def test_the_books_tell_a_lost_store_unless_others_keep_what_was_in_it(
    tmp_path: Path, replicas: Literal[1, 3], *, keeps: bool
) -> None:
    fleet = ClusterFleet(tmp_path / "kring", TOGETHER)
    fleet.replicas = replicas
    async with fleet:
        town = Town(fleet)
        await town.open_register()
        await town.refer(1)
        await town.live(until=town.never, in_mid_run=lambda: town.has_seen(SOME))
        await fleet.settle()
        await fleet.hold()  # else they would tell again what is missing
        await fleet.lose_store(await fleet.leader(FACTS))
        books = await read_books(fleet, town.references)
        assert (books.facts.lost == 0) is keeps
