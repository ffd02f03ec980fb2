"""Turns: what touches nothing shared runs side by side; the shared register is used in order, whoever was quicker."""

import asyncio

from kring_shared.contracts.conference import ArrangeFood
from kring_shared.contracts.matching import RankCoordinators
from kring_shared.testing.people.desk import PlayError
from kring_shared.testing.simulation import turns

CASE = "0" * 32
SHARED, OWN = RankCoordinators(case_id=CASE), ArrangeFood(case_id=CASE)


async def nothing() -> None:
    return None


async def test_the_shared_register_is_used_in_the_order_of_the_cases_and_not_of_their_speed() -> None:
    used: list[str] = []
    slow = asyncio.Event()

    async def first() -> None:
        await slow.wait()
        await turns.in_turn(SHARED)
        used.append("first")

    async def second() -> None:
        slow.set()
        await turns.in_turn(SHARED)
        used.append("second")

    found = [turns.Turn("a-1", "a", (first,)), turns.Turn("a-2", "a", (second,))]
    assert await turns.take_turns(found, nothing) == []
    assert used == ["first", "second"]


async def test_all_that_waits_for_no_turn_is_done_and_settled_before_the_first_turn() -> None:
    done: list[str] = []

    async def free() -> None:
        await turns.in_turn(OWN)
        done.append("free")

    async def shared() -> None:
        await turns.in_turn(SHARED)
        done.append("shared")

    async def settle() -> None:
        done.append("settled")

    await turns.take_turns([turns.Turn("a-1", "a", (shared,)), turns.Turn("b-1", "b", (free,))], settle)
    assert done == ["free", "settled", "shared"]


async def test_who_is_refused_is_named_and_the_others_go_on() -> None:
    done: list[str] = []

    async def refused() -> None:
        message = "not now"
        raise PlayError(message)

    async def act() -> None:
        await turns.in_turn(SHARED)
        done.append("act")

    found = [turns.Turn("a-1", "a", (refused,)), turns.Turn("a-2", "a", (act,))]
    assert await turns.take_turns(found, nothing) == ["a-1: not now"]
    assert done == ["act"]
