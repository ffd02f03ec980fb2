"""Whoever only claims to be matching does not pass, and the reason can be understood by whoever wrote it."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import SearchStopped
from kring_shared.testing.conformance import asking, telling, variations
from kring_shared.testing.conformance.candidate import CandidateFailed
from kring_shared.testing.conformance.command import conform
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.scenarios.matching import a_whole_search, is_accepted
from kring_shared.testing.conformance.stage import Stage, a_stage
from kring_shared.testing.conformance.steps import Expect, Scenario, Step, Tell

WRONG = str(Path(__file__).with_name("wrong_matching.py"))
BEGINS = Scenario("a search begins", is_accepted)
WHOLE = Scenario("a whole search", a_whole_search)
Judge = Callable[[Stage], Awaitable[None]]


def wrong(*ways: str) -> tuple[str, ...]:
    return (sys.executable, WRONG, *ways)


async def reason(judge: Judge, stage: Stage) -> str:
    """Hold a candidate not to pass, and give what is said of it."""
    with pytest.raises(NotConform) as said:
        await judge(stage)
    return str(said.value)


async def begins(stage: Stage) -> None:
    await variations.as_it_is(BEGINS, stage)


async def begins_twice(stage: Stage) -> None:
    await variations.twice(BEGINS, stage)


async def goes_on(stage: Stage) -> None:
    await variations.as_it_is(WHOLE, stage)


async def test_one_that_does_a_part_of_it_right_passes_that_part_and_is_told_where_the_rest_stands(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path / "bus", "matching", wrong()) as stage:
        for judge in (begins, begins_twice, *telling.CHECKS.values(), asking.rights):
            await judge(stage)
        said = await reason(goes_on, stage)
        assert "the command matching.register-coordinator.v1 was sent by regional-manager/manager-utrecht" in said
        assert "expected a receipt with kring.done; came refused with kring.not-permitted" in said
        assert said.endswith("see docs/contracts/commands/matching.register-coordinator.v1.json")


async def test_one_that_is_wrong_in_every_way_hears_of_each(tmp_path: Path) -> None:
    ways = ("tells-twice", "answers-anybody", "speaks-for-intake", "says-names", "forgets-its-headers")
    async with a_stage(tmp_path / "bus", "matching", wrong(*ways)) as stage:
        twice = await reason(begins_twice, stage)
        assert twice == "told 2 times, expected 1: matching.search-started.v1 about case"
        told = {judge: await reason(judge, stage) for judge in (telling.headers, telling.nothing_personal)}
        assert "has no header ce-time" in told[telling.headers]
        assert "holds a name or address in the clear; it has to be sealed" in told[telling.nothing_personal]
        denied = await reason(telling.nothing_denied, stage)
        assert "the server denied it: publish of kring.utrecht.office.intake.request-closed.v1." in denied
        for judge in asking.CHECKS.values():
            assert "expected a refusal with" in await reason(judge, stage)
        rights = await reason(asking.rights, stage)
        assert "who has no right to it (docs/rights.md): expected a refusal with kring.not-permitted; came {" in rights


async def test_what_is_not_told_is_said_with_what_went_before_and_what_came_instead(tmp_path: Path) -> None:
    def stops(some: Invented) -> tuple[Step, ...]:
        case = some.id("case")
        return (
            *is_accepted(some),
            Tell(RequestWithdrawn(case_id=case)),
            Expect(SearchStopped, case, {"coordinatorId": "x"}, 1.0),
        )

    async def stop(stage: Stage) -> None:
        await variations.as_it_is(Scenario("it stops", stops), stage)

    async with a_stage(tmp_path / "bus", "matching", wrong()) as stage:
        said = await reason(stop, stage)
    assert said == (
        "after the fact intake.request-withdrawn.v1 was told, matching told no matching.search-stopped.v1 with "
        "coordinatorId = x within 1 s; the candidate told about it: matching.search-started.v1; "
        "see docs/contracts/facts/matching.search-stopped.v1.json"
    )


async def test_one_that_ends_by_itself_is_said_so_with_its_last_words(tmp_path: Path) -> None:
    ends = (sys.executable, "-c", "print('no settings'); raise SystemExit(3)")
    with pytest.raises(CandidateFailed, match="it ended with 3; its last words:\nno settings"):
        async with a_stage(tmp_path / "bus", "matching", ends):
            pass
    with pytest.raises(CandidateFailed, match="/no/such/program cannot be started"):
        async with a_stage(tmp_path / "another", "matching", ("/no/such/program",)):
            pass


def test_the_command_says_what_failed_and_how_many_passed() -> None:
    said = CliRunner().invoke(conform, ["matching", "--only", "without", "--", *wrong("answers-anybody")])
    lines = said.output.splitlines()
    assert said.exit_code == 1
    assert lines[0] == "matching: what holds for every service, and its own part of the route."
    assert "FAILED  every command and query without a signed actor is refused" in lines
    assert lines[-1].startswith("conform: matching: 0 of ")


def test_a_service_that_does_not_exist_is_not_looked_for() -> None:
    said = CliRunner().invoke(conform, ["weather"])
    assert said.exit_code == 2
    assert "there are conference, intake, matching, notifications, registry" in said.output.replace("│", "")
