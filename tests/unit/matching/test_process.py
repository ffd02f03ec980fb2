"""A search goes where its table says, and nowhere else."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.matching import AcceptProposal, ProposeCoordinator
from kring_shared.kernel.errors import NotAllowedNow, NotYet, Refused
from tests.unit.matching.searches import (
    ACCEPT,
    CASE,
    CONFIRM,
    DECLINE,
    END,
    EXPIRE,
    JOOST,
    PAUSE,
    PROPOSE,
    REFUSE,
    RESUME,
    TRANSFER,
    WITHDRAW,
    Story,
    at,
)

COMMANDS: tuple[Command, ...] = (PROPOSE, ACCEPT, DECLINE, CONFIRM, REFUSE)
ANYTHING: tuple[Named, ...] = (
    *COMMANDS,
    ProposeCoordinator(case_id=CASE, coordinator_id=JOOST),
    AcceptProposal(case_id=CASE, coordinator_id=JOOST, no_ties=True),
    EXPIRE,
    END,
    WITHDRAW,
    TRANSFER,
    PAUSE,
    RESUME,
)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(stage: Stage, command: Command) -> None:
    story = at(stage)
    before = story.search
    if SEARCH.knows(stage, type(command)):
        story.goes(command)
        assert story.search.stage is SEARCH.next(stage, type(command))
        return
    with pytest.raises(NotAllowedNow) as refusal:
        story.goes(command)
    assert refusal.value.possible == SEARCH.possible(stage)
    assert story.search == before


@given(st.lists(st.sampled_from(ANYTHING), max_size=25))
def test_whatever_is_asked_and_heard_in_whatever_order_the_table_is_followed(messages: list[Named]) -> None:
    story = Story()
    for message in messages:
        before = story.search
        try:
            story.goes(message)
        except (Refused, NotYet):
            assert story.search == before
            continue
        after = story.search
        assert before.paused_at is None or type(message) not in WAITS_IN_A_PAUSE
        if after.stage is not before.stage:
            assert after.stage is SEARCH.next(before.stage, type(message))
        assert (after.coordinator_id is None) == (after.stage is Stage.SEARCHING) or after.stage is Stage.STOPPED
        assert after.coordinator_id not in after.refused


def test_every_stage_can_be_reached_and_a_stop_is_possible_until_the_end() -> None:
    assert set(SEARCH.stages()) == set(Stage)
    for stage in Stage:
        assert SEARCH.is_open(stage) == SEARCH.knows(stage, type(WITHDRAW)) == SEARCH.knows(stage, type(TRANSFER))
