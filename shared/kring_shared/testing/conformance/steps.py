"""What a scenario is made of: steps as data, each with a sentence for whoever reads a failure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from kring_shared.contracts.envelope import Command, Fact, Query
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.who import As

WITHIN_SECONDS: Final = 30.0
"""A service tells in milliseconds what follows from a message; a busy machine may need longer."""


ANY_CODE: Final = "any code"
"""Stands for a refusal with whatever code: its words are the service's own."""
NOT_PERMITTED: Final = "kring.not-permitted"
NOT_NOW: Final = "kring.not-allowed-now"
NOT_READY: Final = "kring.not-ready"
NOT_FOUND: Final = "kring.not-found"


@dataclass(frozen=True)
class Tell:
    """Another service tells a fact."""

    fact: Fact
    office: str = ""
    """The office it is told at; the candidate's own unless another is named."""
    by: str = "system"
    """Who did it, as the fact says; `import` where it was before Kring."""

    def __str__(self) -> str:
        """Say what was sent."""
        return f"the fact {self.fact.kind()} was told"


@dataclass(frozen=True)
class Do:
    """Somebody asks for something: it is done, or refused with a code."""

    command: Command
    by: As
    refused: str = ""
    """The code it has to be refused with; empty where it has to be done."""
    on_its_way: bool = False
    """Whether a run that kills the candidate also does so while this is on its way, and sends it again."""

    def __str__(self) -> str:
        """Say what was sent."""
        return f"the command {self.command.kind()} was sent by {self.by}"


@dataclass(frozen=True)
class Ask:
    """Somebody asks a question: the answer holds these fields, or it is refused with a code."""

    query: Query
    by: As
    shows: Mapping[str, object] = field(default_factory=dict)
    """What stands where in the answer; see `missing_in`."""
    refused: str = ""
    patient: bool = False
    """Whether it is asked until it is so: what it waits for is told by nobody."""

    def __str__(self) -> str:
        """Say what was asked."""
        return f"the query {self.query.kind()} was sent by {self.by}"


@dataclass(frozen=True)
class Expect:
    """The candidate tells a fact about something, after all that was expected of it before."""

    fact: type[Fact]
    about: str
    """What its subject ends with; empty where only the candidate knows."""
    shows: Mapping[str, object] = field(default_factory=dict)
    within: float = WITHIN_SECONDS
    names: Mapping[str, str] = field(default_factory=dict)
    """Which ids the candidate made up: the word they have from now on, by their place in the fact."""

    @property
    def wanted(self) -> Mapping[str, object]:
        """Give all that has to stand in the fact: what it shows, and the ids that are named."""
        return dict.fromkeys(self.names, ANYTHING) | dict(self.shows)

    def __str__(self) -> str:
        """Say what is waited for."""
        return f"{self.fact.kind()}"


@dataclass(frozen=True)
class ExpectNothing:
    """By now the candidate has told none of these about something, apart from what was expected."""

    facts: tuple[type[Fact], ...]
    about: str

    def __str__(self) -> str:
        """Say what must not be told."""
        return f"no {', '.join(fact.kind() for fact in self.facts)}"


class OwnStep(Protocol):
    """What only one service is asked beside its commands, queries and facts: it takes itself."""

    async def taken(self, play: Any) -> None:  # noqa: ANN401 - the `Play` that knows of steps, and not they of it
        """Take it; `NotConform` says what is not as the contract says."""


Step: TypeAlias = Tell | Do | Ask | Expect | ExpectNothing | OwnStep


@dataclass(frozen=True)
class Scenario:
    """A sentence, and the steps that make it so; ids and people are made up anew for each run."""

    name: str
    steps: Callable[[Invented], Iterable[Step]]
    """Where ids are named on the way, one step is made after the other was taken."""
    kills: bool = False
    """Whether it is also played with a candidate that is killed at each fact, and while a command is on its way."""


ANYTHING: Final = object()
"""Stands for a value that has to be there and may be anything but nothing."""


def found_at(shown: Any, place: str) -> Any:  # noqa: ANN401 - JSON is whatever it is
    """Give what stands at a place that is written with dots, or nothing; in a list a number is a place."""
    for name in place.split("."):
        if isinstance(shown, list):
            shown = shown[int(name)] if int(name) < len(shown) else None
        else:
            shown = shown.get(name) if isinstance(shown, dict) else None
    return shown


def missing_in(shown: Any, wanted: Mapping[str, object]) -> str:  # noqa: ANN401 - JSON is whatever it is
    """Say what of the wanted is not shown, or nothing.

    A place is written with dots; in a list a number is that member, `*` some one, `each` every one where there is any.
    """
    for place, value in wanted.items():
        if not _holds(shown, tuple(place.split(".")), value):
            return f"{place} {'to be there' if value is ANYTHING else f'= {value!r}'}"
    return ""


def _holds(shown: Any, place: tuple[str, ...], value: object) -> bool:  # noqa: ANN401 - JSON
    if not place:
        return shown not in (None, "", [], {}) if value is ANYTHING else bool(shown == value)
    here, rest = place[0], place[1:]
    if here in {"*", "each"}:
        found = [_holds(one, rest, value) for one in shown] if isinstance(shown, list) else []
        return bool(found) and (any if here == "*" else all)(found)
    if isinstance(shown, list) and here.isdecimal():
        return int(here) < len(shown) and _holds(shown[int(here)], rest, value)
    return isinstance(shown, dict) and here in shown and _holds(shown[here], rest, value)
