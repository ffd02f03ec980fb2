"""A coordinator sees marks in whole blocks: between any two looks there is nothing, or ten answers of three."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_registry.domain.satisfaction import (
    ABOUT,
    Blocks,
    CoordinatorTally,
)
from kring_shared.contracts.registry import (
    Scores,
)
from tests.unit.registry.cases import RACHEL

MARKS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 10)), max_size=120)
"""Answers in the order in which they came: of which conference, and which mark."""


def states_of(marks: list[tuple[int, int]]) -> list[Blocks]:
    """Give everything that was ever shown, one state after each answer."""
    blocks, states = Blocks(), [Blocks()]
    for conference, mark in marks:
        blocks = blocks.with_mark(mark, f"{conference:032x}")
        states.append(blocks)
    return states


def shown(blocks: Blocks) -> tuple[int, int, int]:
    return blocks.total, blocks.answers, len(blocks.conferences)


@given(MARKS)
def test_between_any_two_states_somebody_sees_there_is_nothing_or_ten_answers_of_three_conferences(
    marks: list[tuple[int, int]],
) -> None:
    states = states_of(marks)
    changes = [n for n in range(1, len(states)) if shown(states[n]) != shown(states[n - 1])]
    for earlier, later in zip([0, *changes], changes, strict=False):
        between = marks[earlier:later]
        assert len(between) >= 10
        assert len({conference for conference, _ in between}) >= 3
        assert states[later].answers - states[earlier].answers == len(between)
        assert states[later].total - states[earlier].total == sum(mark for _, mark in between)


@pytest.mark.parametrize(("answers", "conferences", "seen"), [(10, 3, 10), (9, 3, 0), (40, 2, 0)])
def test_ten_answers_of_three_conferences_are_enough_and_one_less_of_either_is_not(
    answers: int, conferences: int, seen: int
) -> None:
    last = states_of([(n % conferences, 8) for n in range(answers)])[-1]
    assert last.answers == seen


@given(MARKS, st.data())
def test_whoever_sees_every_state_cannot_tell_one_conference_from_another(
    marks: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Two answers of a block change places: every state is the same, and the means of two conferences are not."""
    states = states_of(marks)
    ends = [n for n in range(1, len(states)) if states[n].answers != states[n - 1].answers]
    if not ends:
        return
    place = data.draw(st.integers(0, len(ends) - 1))
    begin, end = (ends[place - 1] if place else 0), ends[place]
    one, two = (data.draw(st.integers(begin, end - 1)) for _ in range(2))
    other = list(marks)
    other[one], other[two] = (marks[one][0], marks[two][1]), (marks[two][0], marks[one][1])
    assert [shown(state) for state in states_of(other)] == [shown(state) for state in states]


def test_a_conference_is_counted_once_however_many_blocks_it_is_in() -> None:
    tally = CoordinatorTally(RACHEL)
    for n in range(24):
        tally = tally.counting(Scores(meeting=8, plan=8, coordinator=9), f"{n % 3}")
    assert tally.conferences == 3
    assert tally.questions["plan"].answers == 20
    assert tally.questions["plan"].mean == 8.0


def test_each_question_has_blocks_of_its_own() -> None:
    tally = CoordinatorTally(RACHEL)
    for n in range(10):
        tally = tally.counting(Scores(meeting=8, plan=8 if n else None), f"{n % 3}")
    assert [tally.questions[about].answers for about in ABOUT] == [10, 0, 0]
