"""Replicas divide the offices of a service among themselves, and divide them anew when one comes, goes or dies."""

from collections.abc import Sequence
from pathlib import Path

from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH
from tests.resilience.replicas import SLOW, Callers, Replica, Street, a_house

pytestmark = SLOW

OFFICES = ("utrecht", "gent", "amersfoort", "den-haag", "zwolle")


async def shared_as(replicas: Sequence[Replica], *numbers: int) -> None:
    """Wait until the replicas work for so many offices each, and all together for all."""

    def divided() -> bool:
        offices = [replica.offices() for replica in replicas]
        worked = sorted(office for each in offices for office in each)
        return sorted(map(len, offices)) == sorted(numbers) and worked == sorted(OFFICES)

    await until(divided, f"the offices are divided as {numbers}", within=60)


@BOTH
async def test_what_comes_in_meanwhile_is_handled_once_and_in_order(kind: str, tmp_path: Path) -> None:
    async with a_house(kind, tmp_path, serves=OFFICES, divided=True) as house:
        first, second = house.replica(), house.replica()
        await shared_as((first, second), 3, 2)
        cases = await house.open_doors(OFFICES, 4)
        street = Street(house, cases)
        async with street.busy():
            third = house.replica()
            await shared_as((first, second, third), 2, 2, 1)
            first.kill()
            await shared_as((second, third), 3, 2)
            await second.stop()
            await shared_as((third,), 5)
            fourth = house.replica()
            await shared_as((third, fourth), 3, 2)
        await street.all_noted()


async def test_more_replicas_than_offices_stand_by_until_one_dies(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=OFFICES[:1], divided=True) as house:
        first = house.replica()
        await until(lambda: first.offices() == ["utrecht"], "the first one works")
        second = house.replica()
        cases = await house.open_doors(OFFICES[:1], 3)
        await until(lambda: len(house.marks()) == 3, "every book is there")
        callers = Callers(house, cases)
        async with callers.at_it(8):
            await callers.more(50)
            assert second.offices() == []
            first.kill()
            await until(lambda: second.offices() == ["utrecht"], "the second one works", within=20)
            await callers.more(50)
        assert callers.strange == set()
        await second.stop()
        assert await house.problems() == []
