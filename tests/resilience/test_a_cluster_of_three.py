"""Servers of a cluster are killed, frozen, restarted and asked to step down while families are on their way."""

import asyncio
from pathlib import Path

from kring_shared.runtime.bus.streams import BACKBONE, FACTS, REFERRALS
from tests.resilience.cluster import SERVERS, answered, in_mid_run


async def test_a_leader_that_is_killed_or_steps_down_loses_doubles_and_reorders_nothing(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path) as (fleet, town, stalls):
        stalls.begin("the leader of the facts is killed")
        lost = await fleet.leader(FACTS)
        await fleet.kill(lost)
        await town.goes_on()
        await fleet.come_back(lost)
        stalls.begin("every leader steps down")
        for stream in (FACTS, BACKBONE, REFERRALS):
            await answered(fleet.connection, f"STREAM.LEADER.STEPDOWN.{stream}")
            await answered(fleet.connection, f"CONSUMER.LEADER.STEPDOWN.{stream}.intake")
        await town.goes_on()
        stalls.begin("the leader of a consumer is killed")
        await fleet.kill(await fleet.consumer_leader(FACTS, "registry"))
        await town.goes_on()


async def test_a_rolling_restart_loses_doubles_and_reorders_nothing(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path) as (fleet, town, stalls):
        for at in range(SERVERS):
            stalls.begin(f"server {at} is restarted")
            await asyncio.to_thread(fleet.cluster.restart, at)
            await town.goes_on()


async def test_a_server_that_hangs_is_left_for_another(tmp_path: Path) -> None:
    async with in_mid_run(tmp_path) as (fleet, town, stalls):
        stalls.begin("the leader of the facts hangs")
        hanging = await fleet.leader(FACTS)
        with fleet.frozen(hanging):
            await town.goes_on()
        stalls.begin("it wakes up, and thinks that it leads")
        await town.goes_on()


async def test_one_server_of_three_takes_nothing_and_everything_goes_on_when_the_others_are_back(
    tmp_path: Path,
) -> None:
    async with in_mid_run(tmp_path) as (fleet, town, stalls):
        left = await fleet.leader(REFERRALS)
        others = [at for at in range(SERVERS) if at != left]
        assert await fleet.takes()
        await fleet.kill(*others)
        assert not await fleet.takes()
        acknowledged = (len(town.references), await fleet.marked())
        assert not await fleet.takes()
        assert (len(town.references), await fleet.marked()) == acknowledged
        stalls.begin("the others are back")
        await fleet.come_back(*others)
        await town.goes_on()
