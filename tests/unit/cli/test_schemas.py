"""What is shown and published of a message is what its own class says."""

import pytest

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.matching import RegisterCoordinator
from kring_shared.runtime.published.schemas import example_of, fields_of, sentence_of

EVERY = {**FACTS, **COMMANDS, **QUERIES}


@pytest.mark.parametrize("kind", EVERY)
def test_the_example_of_every_message_is_accepted_by_its_class(kind: str) -> None:
    model: type[Named] = EVERY[kind]
    for needed_only in (True, False):
        model.model_validate(example_of(model, needed_only=needed_only), extra="forbid")


@pytest.mark.parametrize("kind", EVERY)
def test_every_message_says_in_one_sentence_what_it_is(kind: str) -> None:
    assert sentence_of(EVERY[kind]).endswith(".")


def test_a_field_is_described_by_its_name_on_the_wire() -> None:
    fields = {field.name: field for field in fields_of(RegisterCoordinator)}
    assert fields["scopes"].type == "list of family|restorative|community|learning"
    assert fields["scopes"].required
    assert not fields["birthYear"].required
    assert fields["screeningValidUntil"].type == "date"
