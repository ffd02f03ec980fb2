"""A search goes where its table says, and nowhere else."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.matching import AcceptProposal, ApproveShortlist, ProposeCoordinator
from kring_shared.kernel.errors import NotAllowedNow, NotYet, Refused
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    CONFIRM,
    DECLARE,
    DECLINE,
    DISMISS,
    END,
    EXPIRE,
    HAND_OVER,
    JOOST,
    PAUSE,
    PROPOSE,
    REFUSE,
    RESUME,
    TOO_LONG,
    TRANSFER,
    WITHDRAW,
    Story,
    at,
)

COMMANDS: tuple[Command, ...] = (
    PROPOSE,
    APPROVE,
    ACCEPT,
    DECLINE,
    CONFIRM,
    REFUSE,
    DECLARE,
    DISMISS,
    HAND_OVER,
)
ANYTHING: tuple[Named, ...] = (
    *COMMANDS,
    ProposeCoordinator(case_id=CASE, coordinator_id=JOOST),
    AcceptProposal(case_id=CASE, coordinator_id=JOOST, no_ties=True),
    EXPIRE,
    TOO_LONG,
    END,
    WITHDRAW,
    TRANSFER,
    PAUSE,
    RESUME,
)
HAS_SOMEBODY = {Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE, Stage.FROZEN}


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
            assert after.stage in _leads_to(before.stage, message)
        assert (after.coordinator_id is not None) == (after.stage in HAS_SOMEBODY) or not SEARCH.is_open(after.stage)
        assert after.coordinator_id not in after.out


def _leads_to(stage: Stage, message: Named) -> set[Stage]:
    """Give where a message leads, and where asking the next of the list leads from there."""
    if not SEARCH.knows(stage, type(message)):
        return {SEARCH.next(stage, ApproveShortlist)}  # a pause is over, and the next is asked
    reached = SEARCH.next(stage, type(message))
    return {reached} | ({SEARCH.next(reached, ApproveShortlist)} if reached is Stage.SEARCHING else set())


def test_every_stage_can_be_reached_and_a_stop_is_possible_until_the_end() -> None:
    assert set(SEARCH.stages()) == set(Stage)
    for stage in Stage:
        assert SEARCH.is_open(stage) == SEARCH.knows(stage, type(WITHDRAW)) == SEARCH.knows(stage, type(TRANSFER))
