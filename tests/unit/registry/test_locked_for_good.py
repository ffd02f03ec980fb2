"""Whatever is heard, asked or due, in whatever order: what was locked stays as it is until its term is over."""

from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from kring_registry.domain.registration import Registration
from kring_shared.contracts.envelope import Command, Named
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.published.schemas import example_of
from kring_shared.runtime.storage.shelves import StaleVersionError
from tests.unit.registry.cases import CASE, HANDLERS
from tests.unit.registry.lane import ROUTES, Lane, locked

MESSAGES = {kind: route.model for kind, route in sorted(ROUTES.messages.items())}


def examples(model: type[Named]) -> list[Named]:
    """Make a message with as little as it needs, and one with everything, both about the case."""
    values: list[dict[str, Any]] = [example_of(model, needed_only=needed) for needed in (True, False)]
    return [model.model_validate(value | ({"caseId": CASE} if "caseId" in value else {})) for value in values]


def tried(lane: Lane, message: Named) -> None:
    """Handle a message; what it is refused for does not matter here, nor that a fact is told a second time."""
    try:
        lane.handle(message)
    except (KringError, StaleVersionError):
        return


def test_every_fact_and_command_that_fills_a_registration_is_among_them() -> None:
    assert {model.kind() for model in HANDLERS} <= set(MESSAGES)


@pytest.mark.parametrize("kind", sorted(MESSAGES))
def test_a_locked_registration_stands_whatever_message_comes(kind: str) -> None:
    for message in examples(MESSAGES[kind]):
        lane = locked(1)
        (before,) = lane.all(Registration)
        tried(lane, message)
        (found,) = lane.all(Registration)
        before.must_stand(found)
        assert lane.checked().faults == []


@given(st.lists(st.sampled_from(sorted(MESSAGES)), max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_also_many_after_another_change_nothing(kinds: list[str], data: st.DataObject) -> None:
    lane = locked(1)
    (before,) = lane.all(Registration)
    for kind in kinds:
        tried(lane, data.draw(st.sampled_from(examples(MESSAGES[kind]))))
    (found,) = lane.all(Registration)
    before.must_stand(found)
    assert found.fingerprint() == before.digest == found.digest


def test_each_command_that_would_change_it_is_refused_with_what_is_possible() -> None:
    lane = locked(1)
    for model in (model for model in HANDLERS if issubclass(model, Command)):
        (message, _) = examples(model)
        with pytest.raises(KringError, match="possible"):
            lane.handle(message)


def test_the_store_has_no_way_round_either_as_a_change_without_its_proof_is_found() -> None:
    lane = locked(1)
    (found,) = lane.all(Registration)
    lane.put(replace(found, present_count=found.present_count + 1))
    assert [fault.code for fault in lane.checked().faults] == ["registration-changed"]
