"""Goes through every state a small model can come to, nearest first, and says how it came to one that breaks a promise.

A model is what may happen next in each state. Nothing is drawn by lot: a state is looked at once, so the search ends
when there is no other, and the story it tells of a broken promise is one of the shortest.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

S = TypeVar("S")
Off = frozenset[str]
"""The guards that are taken out, by name."""


class Step(NamedTuple, Generic[S]):
    """What may happen next, in a few words, and the state after it; what is no fault happens sooner or later."""

    said: str
    then: S
    is_fault: bool = False


@dataclass(frozen=True)
class Model(Generic[S]):
    """Where it begins, what may happen, which promise a state breaks, and what is missing where nothing happens."""

    name: str
    start: S
    steps: Callable[[S, Off], Iterator[Step[S]]]
    broken: Callable[[S], str]
    missing: Callable[[S], str]


@dataclass
class Explored:
    """What a search came to: how much it saw, and how a promise was broken, if one was."""

    states: int = 0
    depth: int = 0
    said: Counter[str] = field(default_factory=Counter)
    broken: str = ""
    story: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Give the story with its end."""
        return "\n".join(f"{n}. {said}" for n, said in enumerate([*self.story, f"so: {self.broken}"], 1))


def explore(model: Model[S], off: Off = frozenset()) -> Explored:
    """Go through all states, and stop at the first that breaks a promise."""
    found = Explored()
    came_from: dict[S, tuple[S, str] | None] = {model.start: None}
    onward: dict[S, list[S]] = {}
    edge = [model.start]
    while edge:
        following: list[S] = []
        for state in edge:
            steps = list(model.steps(state, off))
            onward[state] = [step.then for step in steps if not step.is_fault]
            found.broken = model.broken(state) or (model.missing(state) if not onward[state] else "")
            if found.broken:
                found.states, found.story = len(came_from), _story(came_from, state)
                return found
            for step in steps:
                found.said[step.said] += 1
                if step.then not in came_from:
                    came_from[step.then] = state, step.said
                    following.append(step.then)
        edge = following
        found.depth += bool(edge)
    found.states = len(came_from)
    if (state_in_a_circle := _circle(onward)) is not None:
        found.broken, found.story = "it goes on for ever", _story(came_from, state_in_a_circle)
    return found


def _story(came_from: dict[S, tuple[S, str] | None], state: S) -> list[str]:
    story = []
    while (before := came_from[state]) is not None:
        state, said = before
        story.append(said)
    return story[::-1]


def _circle(onward: dict[S, list[S]]) -> S | None:
    """Give a state that comes back to itself without any fault; without one, every fair run comes to an end."""
    into = Counter(then for thens in onward.values() for then in thens)
    free = [state for state in onward if not into[state]]
    left = len(onward)
    while free:
        left -= 1
        for then in onward[free.pop()]:
            into[then] -= 1
            if not into[then]:
                free.append(then)
    return next(state for state in onward if into[state]) if left else None
