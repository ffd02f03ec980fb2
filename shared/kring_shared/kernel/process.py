"""A process of the field as a table: stages, arrows, and why each arrow is there.

Rule: everything about where a case can go from here lives in such a table. A table draws itself, says what is possible,
and refuses what is not in it; the code that fires it is short.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar

from kring_shared.contracts.envelope import Command, Named
from kring_shared.kernel.errors import NotAllowedNow

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[S]):
    """One arrow: in stage `at`, `on` this message the case goes `to`, `because` of one sentence of the field."""

    at: S
    on: type[Named]
    to: S
    because: str
    source: str


@dataclass(frozen=True)
class Process(Generic[S]):
    """Stages and arrows of one aggregate; `start` is where it begins, stages without arrows are its ends.

    In a stage of `rests` it may stay for good, though something can still happen there.
    """

    name: str
    start: S
    steps: tuple[Step[S], ...]
    rests: tuple[S, ...] = ()
    _table: dict[tuple[S, str], Step[S]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the arrows; two arrows for one message in one stage would be a choice nobody made."""
        table = {(step.at, step.on.kind()): step for step in self.steps}
        if len(table) != len(self.steps):
            raise ValueError(f"{self.name}: two arrows for the same message in one stage")
        object.__setattr__(self, "_table", table)

    def next(self, stage: S, on: type[Named]) -> S:
        """Give the stage that follows; raise `NotAllowedNow` (and change nothing) when the table has no such arrow."""
        step = self._table.get((stage, on.kind()))
        if step is None:
            raise NotAllowedNow(asked=on.name, stage=stage.value, possible=self.possible(stage))
        return step.to

    def knows(self, stage: S, on: type[Named]) -> bool:
        """Tell whether `on` leads anywhere from `stage`."""
        return (stage, on.kind()) in self._table

    def possible(self, stage: S) -> tuple[str, ...]:
        """Name the commands a person can give in `stage`, sorted."""
        return tuple(sorted({s.on.name for s in self.steps if s.at == stage and issubclass(s.on, Command)}))

    def is_open(self, stage: S) -> bool:
        """Tell whether anything can still happen after `stage`."""
        return any(step.at == stage for step in self.steps)

    def may_stay(self, stage: S) -> bool:
        """Tell whether it may stay in `stage` for good: an end, or where it rests."""
        return stage in self.rests or not self.is_open(stage)

    def stages(self) -> tuple[S, ...]:
        """Give every stage the arrows reach from the start, in the order of the table."""
        found = {self.start: None}
        grown = True
        while grown:
            reached = [step.to for step in self.steps if step.at in found and step.to not in found]
            grown = bool(reached)
            found |= dict.fromkeys(reached)
        return tuple(found)

    def as_mermaid(self) -> str:
        """Draw the table as a Mermaid state diagram, one line for two stages: what stays where it is, is not drawn."""
        arrows: dict[tuple[S, S], list[str]] = {}
        for step in self.steps:
            if step.at != step.to:
                arrows.setdefault((step.at, step.to), []).append(step.on.name)
        lines = ["stateDiagram-v2", f"    [*] --> {_box(self.start)}"]
        lines += [f"    {_box(at)} --> {_box(to)}: {', '.join(names)}" for (at, to), names in arrows.items()]
        lines += [f"    {_box(stage)} --> [*]" for stage in self.stages() if self.may_stay(stage)]
        return "\n".join(lines)


class Staged(Generic[S]):
    """What stands in a stage and goes where its table says: a frozen dataclass with a field `stage`."""

    process: ClassVar[Process[Any]]
    stage: S

    def moved(self, on: type[Named]) -> Self:
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=self.process.next(self.stage, on))  # type: ignore[type-var] # it is a dataclass

    def knows(self, on: type[Named]) -> bool:
        """Tell whether the table says anything about it now: a fact that came twice, or late, is passed over."""
        return self.process.knows(self.stage, on)


def from_each(stages: Iterable[S], on: type[Named], to: S, *, because: str, source: str) -> tuple[Step[S], ...]:
    """Write the same arrow once for several stages."""
    return tuple(Step(at, on, to, because, source) for at in stages)


def stays(stages: Iterable[S], on: type[Named], *, because: str, source: str) -> tuple[Step[S], ...]:
    """Write once what may be done in several stages without leaving them."""
    return tuple(Step(at, on, at, because, source) for at in stages)


def _box(stage: StrEnum) -> str:
    return stage.value.replace("-", "_")
