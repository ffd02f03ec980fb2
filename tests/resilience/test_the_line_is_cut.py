"""The line of an office is cut mid-route: both go on, and what was begun between them ends right after it is back."""

import asyncio
from pathlib import Path

import pytest
import structlog

from tests.resilience.two_offices import OFFICES, Two, other, seconds_until, two_offices

log = structlog.get_logger()


async def begin_together(two: Two) -> None:
    """Let each office offer the other a case, and ask it for a coordinator."""
    for name in OFFICES:
        await two.offers_a_transfer(name)
        await two.asks_for_a_loan(name)


async def answer_and_work(two: Two) -> None:
    """Let each office answer what the other asked, and go on with its own work."""
    for name in OFFICES:
        await two.says_yes_to_both(name)
        await two.works_alone(name)


@pytest.mark.parametrize("whose", OFFICES)
async def test_both_work_on_while_a_line_is_down_and_what_was_begun_before_ends_right_after(
    whose: str, tmp_path: Path
) -> None:
    async with two_offices(tmp_path) as two:
        await begin_together(two)
        await two.line(whose).cut()
        await answer_and_work(two)
        assert not await two.ended(whose)
        assert not await two.ended(other(whose))
        assert await two.line(whose).unsent() > 0
        linked = await two.line(whose).heal()
        took = await seconds_until(two.both_ended, "what was begun between the offices ends")
        log.info("line.measured", seconds_until_linked=round(linked, 2), then_until_the_end=round(took, 2))
        await two.must_be_whole()


async def test_a_server_that_is_killed_while_its_line_is_down_loses_nothing(tmp_path: Path) -> None:
    async with two_offices(tmp_path) as two:
        await begin_together(two)
        office = two.line("utrecht")
        await office.cut()
        await two.says_yes_to_both("utrecht")
        await office.server_dies()
        await two.works_alone("utrecht")
        await two.says_yes_to_both("amersfoort")
        await office.server_dies()
        linked = await office.heal()
        took = await seconds_until(two.both_ended, "what was begun between the offices ends")
        log.info("line.measured", seconds_until_linked=round(linked, 2), then_until_the_end=round(took, 2))
        await two.works_alone("amersfoort")
        await two.must_be_whole()


async def test_a_hub_that_is_killed_holds_up_no_office_and_forgets_nothing(tmp_path: Path) -> None:
    async with two_offices(tmp_path) as two:
        await begin_together(two)
        two.backbone.hub.kill9(0)
        await answer_and_work(two)
        assert [await two.ended(name) for name in OFFICES] == [False, False]
        await asyncio.to_thread(two.backbone.hub.restart, 0)
        took = await seconds_until(two.both_ended, "what was begun between the offices ends")
        log.info("line.measured", seconds_from_the_hub_until_the_end=round(took, 2))
        await two.must_be_whole()
