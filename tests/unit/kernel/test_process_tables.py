"""Process tables: they say what is possible, refuse what is not in them, and draw themselves."""

from collections.abc import Callable
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.envelope import Command, Deadline, Fact, Named
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.process import Process, Step, from_each


class Stage(StrEnum):
    CLOSED = "closed"
    AJAR = "a-jar"
    OPEN = "open"
    GONE = "gone"


class Push(Command, service="door"):
    """Push."""


class Pull(Command, service="door"):
    """Pull."""


class WindBlew(Fact, service="weather"):
    """Wind."""


class Night(Deadline, service="door"):
    """Night."""


ON: tuple[type[Named], ...] = (Push, Pull, WindBlew, Night)
DOOR = Process(
    name="door",
    start=Stage.CLOSED,
    steps=(
        Step(Stage.CLOSED, Push, Stage.AJAR, because="It gives way.", source="the hinge"),
        Step(Stage.AJAR, Push, Stage.OPEN, because="A second time.", source="the hinge"),
        *from_each((Stage.AJAR, Stage.OPEN), WindBlew, Stage.CLOSED, because="It slams.", source="the weather"),
        Step(Stage.OPEN, Pull, Stage.GONE, because="It comes off.", source="the carpenter"),
    ),
)


def test_an_arrow_leads_where_the_table_says() -> None:
    assert DOOR.next(Stage.CLOSED, Push) is Stage.AJAR
    assert DOOR.next(Stage.OPEN, WindBlew) is Stage.CLOSED


def test_what_the_table_does_not_have_is_refused_with_what_is_possible() -> None:
    with pytest.raises(NotAllowedNow, match="pull is not possible while a-jar; possible now: push") as refused:
        DOOR.next(Stage.AJAR, Pull)
    assert (refused.value.asked, refused.value.stage, refused.value.possible) == ("pull", "a-jar", ("push",))


def test_where_nothing_is_possible_any_more_that_is_said() -> None:
    with pytest.raises(NotAllowedNow, match="push is not possible while gone; possible now: nothing"):
        DOOR.next(Stage.GONE, Push)
    assert not DOOR.is_open(Stage.GONE)
    assert DOOR.is_open(Stage.CLOSED)


def test_people_are_offered_commands_only() -> None:
    assert DOOR.possible(Stage.OPEN) == ("pull",)
    assert DOOR.knows(Stage.OPEN, WindBlew)
    assert not DOOR.knows(Stage.CLOSED, WindBlew)


def test_two_arrows_for_one_message_in_one_stage_are_refused() -> None:
    twice = Step(Stage.CLOSED, Push, Stage.GONE, because="Or so.", source="nobody")
    with pytest.raises(ValueError, match="door: two arrows for the same message in one stage"):
        Process(name="door", start=Stage.CLOSED, steps=(*DOOR.steps, twice))


def test_it_draws_itself_as_a_state_diagram() -> None:
    assert DOOR.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> closed",
        "    closed --> a_jar: push",
        "    a_jar --> open: push",
        "    a_jar --> closed: wind-blew",
        "    open --> closed: wind-blew",
        "    open --> gone: pull",
        "    gone --> [*]",
    ]


def test_stages_nobody_can_reach_are_not_among_its_stages() -> None:
    apart = Process(name="door", start=Stage.OPEN, steps=DOOR.steps[-1:] + DOOR.steps[:1])
    assert apart.stages() == (Stage.OPEN, Stage.GONE)
    assert DOOR.stages() == (Stage.CLOSED, Stage.AJAR, Stage.OPEN, Stage.GONE)


@st.composite
def tables(draw: Callable[[st.SearchStrategy[object]], object]) -> Process[Stage]:
    arrows = draw(st.dictionaries(st.tuples(st.sampled_from(Stage), st.sampled_from(ON)), st.sampled_from(Stage)))
    assert isinstance(arrows, dict)
    steps = tuple(Step(at, on, to, because="So.", source="chance") for (at, on), to in arrows.items())
    start = draw(st.sampled_from(Stage))
    assert isinstance(start, Stage)
    return Process(name="chance", start=start, steps=steps)


@given(tables(), st.lists(st.sampled_from(ON), max_size=30))
def test_no_order_of_messages_leads_outside_the_table(table: Process[Stage], messages: list[type[Named]]) -> None:
    arrows = {(step.at, step.on): step.to for step in table.steps}
    stage = table.start
    for on in messages:
        if (stage, on) in arrows:
            assert table.knows(stage, on)
            stage = table.next(stage, on)
        else:
            assert not table.knows(stage, on)
            with pytest.raises(NotAllowedNow) as refused:
                table.next(stage, on)
            assert refused.value.possible == table.possible(stage)
        assert stage in table.stages()


@given(tables())
def test_what_is_possible_is_what_next_grants(table: Process[Stage]) -> None:
    for stage in Stage:
        granted = {on.name for on in ON if issubclass(on, Command) and table.knows(stage, on)}
        assert set(table.possible(stage)) == granted
        assert table.is_open(stage) == any(table.knows(stage, on) for on in ON)


@given(tables())
def test_every_way_from_stage_to_stage_is_drawn_once_and_every_end_that_can_be_reached(table: Process[Stage]) -> None:
    lines = table.as_mermaid().splitlines()
    ends = [stage for stage in table.stages() if not table.is_open(stage)]
    ways = {(step.at, step.to) for step in table.steps if step.at != step.to}
    assert len(lines) == len(set(lines)) == 2 + len(ways) + len(ends)
    drawn = [name for line in lines[2:] if ": " in line for name in line.partition(": ")[2].split(", ")]
    assert sorted(drawn) == sorted(step.on.name for step in table.steps if step.at != step.to)
