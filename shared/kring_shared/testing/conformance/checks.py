"""What is checked of one service: a sentence for each check, and the function that makes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from kring_shared.testing.conformance import asking, hearing, telling, variations
from kring_shared.testing.conformance.scenarios import SCENARIOS
from kring_shared.testing.conformance.stage import Stage


@dataclass(frozen=True)
class Check:
    """One line of the report."""

    name: str
    judge: Callable[[Stage], Awaitable[None]]
    """Raises `NotConform` when the candidate does not do what the name says."""


def checks_of(service: str) -> tuple[Check, ...]:
    """Give every check of a service, in the order in which they are made; what looks at all of it comes last."""
    scenarios = SCENARIOS[service]
    played = [Check(one.name, partial(variations.as_it_is, one)) for one in scenarios]
    twice = [Check(f"with every message sent again: {one.name}", partial(variations.twice, one)) for one in scenarios]
    mixed = [Check("all of these at the same time, their facts mixed", partial(variations.mixed, scenarios))]
    killed = [
        Check(f"killed at each fact and while a command is on its way: {one.name}", partial(variations.killed, one))
        for one in scenarios
        if one.kills
    ]
    erasing = [Check(hearing.ERASING, hearing.an_order_to_erase)] if hearing.answers_to_erasure(service) else []
    return (
        *(Check(name, judge) for name, judge in asking.CHECKS.items()),
        *(Check(name, judge) for name, judge in hearing.CHECKS.items()),
        *erasing,
        *played,
        *twice,
        *mixed,
        *killed,
        *(Check(name, judge) for name, judge in telling.CHECKS.items()),
    )
