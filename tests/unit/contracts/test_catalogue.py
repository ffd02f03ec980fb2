"""The catalogue: every message that is written down is in it, once."""

from types import ModuleType

import pytest

from kring_shared.contracts import catalogue
from kring_shared.contracts.catalogue import COMMANDS, FACTS, MODULES, QUERIES
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Query
from kring_shared.contracts.retention import ErasureAnswer

BY_KIND: tuple[tuple[dict[str, type[Named]], type[Named]], ...] = (
    (dict(FACTS), Fact),
    (dict(COMMANDS), Command),
    (dict(QUERIES), Query),
)


def below(kind: type[Named]) -> set[type[Named]]:
    return {kind}.union(*(below(child) for child in kind.__subclasses__()))


def test_every_class_that_is_written_in_a_contract_module_is_in_it_under_its_kind() -> None:
    for found, kind in BY_KIND:
        # The shape that all answers to an order to erase share is told by nobody itself.
        shapes = {kind, ErasureAnswer}
        written = {m for m in below(kind) if m.__module__.startswith("kring_shared.contracts.")} - shapes
        assert set(found.values()) == written
        assert {model.kind(): model for model in written} == found


def test_no_kind_stands_for_two_things() -> None:
    kinds = [kind for found, _ in BY_KIND for kind in found]
    assert len(kinds) == len(set(kinds))


def test_it_is_sorted() -> None:
    assert all(list(found) == sorted(found) for found, _ in BY_KIND)


def test_every_service_tells_something_and_deadlines_stay_inside() -> None:
    telling = {fact.service for fact in FACTS.values()}
    assert telling == {module.__name__.rpartition(".")[2] for module in MODULES} - {"every_service"}
    assert not any(issubclass(model, Deadline) for found, _ in BY_KIND for model in found.values())


def test_two_of_one_kind_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    room = ModuleType("room")
    for variable in ("first", "second"):

        class ChairMoved(Fact, service="room"):
            """It was moved."""

        ChairMoved.__module__ = room.__name__
        setattr(room, variable, ChairMoved)
    monkeypatch.setattr(catalogue, "MODULES", (room,))
    with pytest.raises(ValueError, match=r"two messages of one kind: room\.chair-moved\.v1"):
        catalogue._by_kind(Fact)
