"""A scenario as it is, and under what the bus and machines do to it: twice, mixed with others, killed."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from kring_shared.testing.conformance.playing import NotConform, Play
from kring_shared.testing.conformance.stage import Stage
from kring_shared.testing.conformance.steps import Expect, Scenario


async def as_it_is(scenario: Scenario, stage: Stage) -> None:
    """Play it once."""
    play = stage.play()
    await play.run(scenario.steps(play.some))
    await stage.candidate.settled()
    _nothing_more(scenario, play, await play.told())


async def twice(scenario: Scenario, stage: Stage) -> None:
    """Play it with every fact delivered twice and every command sent twice: nothing happens twice."""
    play = stage.play(twice=True)
    await play.run(scenario.steps(play.some))
    await stage.candidate.settled()
    _nothing_more(scenario, play, await play.told())


async def mixed(scenarios: Sequence[Scenario], stage: Stage) -> None:
    """Play all of them side by side, so that the facts of their cases come in any order among each other."""
    plays = [(one, stage.play()) for one in scenarios]
    results = await asyncio.gather(*(play.run(one.steps(play.some)) for one, play in plays), return_exceptions=True)
    for (one, _), failed in zip(plays, results, strict=True):
        if isinstance(failed, NotConform):
            raise NotConform(f"{one.name}: {failed}")
        if failed is not None:
            raise failed
    await stage.candidate.settled()
    for one, play in plays:
        _nothing_more(one, play, await play.told())


async def killed(scenario: Scenario, stage: Stage) -> None:
    """Play it with a candidate that is killed at each fact, and while a command is on its way."""

    async def kill() -> None:
        await stage.candidate.kill()
        await stage.candidate.start()

    play = stage.play()
    play.kill = kill
    await play.run(scenario.steps(play.some))
    await stage.candidate.settled()
    _nothing_more(scenario, play, await play.told())


def _nothing_more(scenario: Scenario, play: Play, told: Counter[str]) -> None:
    """Hold what was told against what was expected: of each kind that a scenario names, so many and no more."""
    words = play.some.words()
    wanted = Counter(
        f"{step.fact.kind()} about {about}"
        for step in scenario.steps(play.some)
        if isinstance(step, Expect) and (about := words.get(step.about) or step.names.get("caseId"))
    )
    for what, times in wanted.items():
        if told[what] != times:
            raise NotConform(f"told {told[what]} times, expected {times}: {what}")
