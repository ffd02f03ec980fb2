"""The lane as a small model: every interleaving to its end keeps the promises, and none is kept without its guard."""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache, partial, reduce
from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.lane.instants import Instant
from tests.architecture.tree import ROOT
from tests.unit.model.exploring import Explored, Model, Step, explore
from tests.unit.model.guards import GUARDS, Guard
from tests.unit.model.hearing import hearing
from tests.unit.model.telling import far, near
from tests.unit.model.waiting import waiting

PAGE = ROOT / "docs" / "lane-model.md"
WHOLE: list[tuple[str, Callable[[], Model[Any]], int, int]] = [
    ("telling on our own bus, three faults", partial(near, 3), 20_400, 27),
    ("telling across a line, two faults", partial(far, 2), 16_800, 28),
    ("hearing, two faults", partial(hearing, 2, 0), 19_000, 26),
    ("hearing, one fault and one handler that fails", partial(hearing, 1, 1), 6_600, 24),
    ("waiting, three kills and one handler that fails", partial(waiting, 3, 1), 5_600, 24),
]
each_guard = pytest.mark.parametrize(("name", "held"), list(GUARDS.items()), ids=["-".join(name) for name in GUARDS])


@cache
def whole(model: Callable[[], Model[Any]]) -> Explored:
    """Go through a model to its end, once for all tests."""
    return explore(model())


@pytest.mark.parametrize(("name", "model", "states", "depth"), WHOLE, ids=[name for name, *_ in WHOLE])
def test_every_interleaving_to_its_end_keeps_every_promise(
    name: str, model: Callable[[], Model[Any]], states: int, depth: int
) -> None:
    found = whole(model)
    assert not found.broken, found.told()
    assert found.states >= states
    assert found.depth >= depth
    assert f"| {name} | {found.states:,} | {found.depth} |" in PAGE.read_text(encoding="utf-8")


@each_guard
def test_without_a_guard_a_promise_is_broken(name: tuple[str, str], held: Guard) -> None:
    found = explore(held.model(), frozenset({name[1]}))
    assert found.broken, "nothing needs it"
    assert held.breaks in found.broken, found.told()


@each_guard
def test_a_guard_stands_where_the_model_says(name: tuple[str, str], held: Guard) -> None:
    module, _, path = held.where.partition(":")
    assert reduce(getattr, path.split("."), importlib.import_module(module)) is not None


def test_the_model_dies_at_every_instant_at_which_the_lane_can() -> None:
    said = " ".join(said for _, model, *_ in WHOLE for said in whole(model).said if "killed" in said)
    assert {instant.value for instant in Instant} <= set(re.findall(r"[a-z-]+", said))


def test_a_guard_that_no_model_asks_for_is_none() -> None:
    asked = {
        off
        for module in ("telling", "hearing", "waiting")
        for off in re.findall(r'"([a-z-]+)" (?:not )?in off', _source(module))
    }
    named = {
        off
        for group in re.findall(r"not \{([^}]*)\} & off", _source("hearing"))
        for off in re.findall(r"[a-z-]+", group)
    }
    assert asked | named == {guard for _, guard in GUARDS}


def test_the_page_names_every_guard_and_tells_a_story_that_the_model_tells() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for (model, guard), held in GUARDS.items():
        assert f"| {model} | {held.does} | `{held.where.partition(':')[2]}` |" in page, guard
    told = GUARDS["waiting", "still-stands"]
    assert explore(told.model(), frozenset({"still-stands"})).told() in page


def test_what_goes_round_for_ever_is_found() -> None:
    def round_and_round(state: int, _off: frozenset[str]) -> Iterator[Step[int]]:
        yield Step("on", (state + 1) % 3)

    found = explore(Model("round", 0, round_and_round, lambda _: "", lambda _: ""))
    assert (found.broken, found.states) == ("it goes on for ever", 3)


def _source(module: str) -> str:
    return (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
