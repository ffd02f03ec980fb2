"""Which message goes to which function, and how a delivery looks on its way there."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Concatenate, Final, TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate, Found, Sealer, Work
from kring_shared.runtime.storage.shelves import Shelf, View, load

T = TypeVar("T", bound="str | BaseModel")
Handler = Callable[Concatenate[Any, Work, ...], None]
"""Takes the message, the work, and what it is given beside them."""
KeysOf = Callable[[Any, str], tuple[str, ...]]
"""Names the aggregates a message touches, from the message and the office."""
FurtherKeys = Callable[[Any, str, Found], tuple[str, ...]]
"""Names what else it touches, now that those are found; the same finds give the same names, for it is asked again."""
ReadAs = Callable[[Any], Named]
"""Makes a newer version of an older one; pure, since a message may be read more than once."""
Guard = Callable[[Named, Callable[[type[Any], str], Any]], bool]
"""Stands before a function, and sees the message and what is found: false when there is nothing to do; raises when
what somebody asks is refused."""

RESULT: Final = "-done"
"""Ends the id of what came of an errand; the rest is the errand's own."""


class Origin(StrEnum):
    """Where a delivery comes from; it decides what becomes of an error."""

    FACT = "fact"
    COMMAND = "command"
    DEADLINE = "deadline"
    ERRAND = "errand"
    INGRESS = "ingress"


@dataclass(slots=True)
class Delivery:
    """One message on its way into the lane; `done` acknowledges or answers it after the commit."""

    id: str
    kind: str
    body: bytes
    origin: Origin
    office: str = ""
    actor: str | None = None
    done: Callable[[bytes | None], Awaitable[None]] | None = None
    tries: int | None = None  # set when it comes back from the parked rows
    stream: str = ""  # of a fact that was fetched: acknowledging the last one of a stream is enough
    formerly: str = ""  # the id an older Kring knew it by, so that what it settled is not settled again
    trace: str = ""  # the `traceparent` of what it follows from
    linked: str = ""  # one of which it is no part: what set a deadline weeks ago, or an outsider's own


@dataclass(frozen=True)
class Route:
    """One message a service handles, the function, and how to tell which aggregates it touches."""

    model: type[Named]
    handler: Handler
    origin: Origin
    keys: KeysOf
    then: FurtherKeys | None = None
    before: tuple[Guard, ...] = ()
    given: tuple[Any, ...] = ()
    """What the handler takes beside the message and the work."""
    read_as: ReadAs | None = None

    @cached_property
    def is_fact(self) -> bool:
        """Tell whether it is of a fact."""
        return issubclass(self.model, Fact)

    def read(self, body: bytes) -> Named:
        """Understand a body; an older version is read as the newer one that the handler takes.

        Raises:
            ValidationError: it is not what its class says.
        """
        message = self.model.model_validate_json(body)
        return message if self.read_as is None else self.read_as(message)

    def handle(self, message: Named, work: Work) -> None:
        """Do what is declared, unless a guard says that there is nothing to do."""
        for guard in self.before:
            if not guard(message, work.get):
                return
        self.handler(message, work, *self.given)


@dataclass(frozen=True)
class Read:
    """A delivery whose body was understood."""

    delivery: Delivery
    route: Route
    message: Named
    keys: tuple[str, ...]

    @property
    def office(self) -> str:
        """Give the office it is of: a fact says it itself, all else comes for one."""
        office: str = getattr(self.message, "office", "") if self.route.is_fact else self.delivery.office
        return office


class Reader:
    """What a query sees: the service's tables, sealed values opened, and the time."""

    def __init__(
        self,
        session: Session,
        view: View,
        vault: Sealer,
        now: datetime,
        actor: Actor,
        shelves: Collection[Shelf[Any]] = (),
    ) -> None:
        """Use one read transaction."""
        self.session, self.view, self.now, self.actor = session, view, now, actor
        self._vault, self._shelves = vault, shelves

    @property
    def office(self) -> str:
        """Give the office that asks; a query reads no other's."""
        return self.actor.office

    def get(self, kind: type[Any], key: str) -> Any:  # noqa: ANN401 - an aggregate of that kind, or nothing
        """Give an aggregate the query's keys name, or nothing."""
        return self.view.loaded.get((kind, key))

    def all(self, kind: type[Any], key: str) -> list[Any]:
        """Give every aggregate of a kind that belongs to a key."""
        return [self.view.loaded[kind, i] for i in sorted(self.view.groups.get((kind, key), ()))]

    def load(self, *keys: str) -> None:
        """Read what more keys name, for `get` and `all`.

        Raises:
            NotFound: something under these keys is another office's.
        """
        load(self.session.connection(), self._shelves, [key for key in keys if key], into=self.view)
        must_belong(self.view.about(keys), self.office)

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text as handlers do, to find by it; none when there is no key of that realm."""
        return self._vault.blind(realm, text)

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        """Open a sealed value; `Erased` when its key is destroyed."""
        return self._vault.open(sealed, form)


QueryFunction = Callable[Concatenate[Any, Reader, ...], BaseModel]
"""Takes the query, the reader, and what it is given beside them."""
ErrandRunner = Callable[[Any], Awaitable[str]]
"""Carries one errand out and gives a code: `kring.done`, or why it could not be done."""
PlacesOf = Callable[[str], int]
"""Says how many errands that go by one way (`via`) are carried out at the same time."""


@dataclass(frozen=True)
class Question:
    """One query a service answers, the function, and how to tell which aggregates it reads."""

    model: type[Named]
    function: QueryFunction
    keys: KeysOf
    then: FurtherKeys | None = None
    before: tuple[Guard, ...] = ()
    given: tuple[Any, ...] = ()
    """What the function takes beside the query and the reader."""

    def answer(self, query: Named, reader: Reader) -> BaseModel:
        """Answer as declared; a guard refuses by raising, since a question is always answered."""
        for guard in self.before:
            guard(query, reader.get)
        return self.function(query, reader, *self.given)


@dataclass
class Routes:
    """Everything one service handles, by kind."""

    messages: dict[str, Route] = field(default_factory=dict)
    queries: dict[str, Question] = field(default_factory=dict)
    runners: dict[str, tuple[type[BaseModel], ErrandRunner]] = field(default_factory=dict)
    places: dict[str, PlacesOf] = field(default_factory=dict)
    settle_here: Callable[[Named, Origin], Awaitable[None]] | None = None
    """Set by tests that use FastStream's test client: settles one message without a bus."""

    def of(self, origin: Origin) -> Mapping[str, Route]:
        """Give the routes of one origin."""
        return {kind: route for kind, route in self.messages.items() if route.origin is origin}

    def heard(self) -> tuple[type[Fact], ...]:
        """Give the facts that are heard, in the order they were declared."""
        return tuple(route.model for route in self.of(Origin.FACT).values() if issubclass(route.model, Fact))


def belongs_to(aggregate: Aggregate, office: str) -> bool:
    """Tell whether an aggregate is of an office; what has no office belongs to all."""
    return getattr(aggregate, "office", office) == office


def must_belong(about: Collection[Aggregate], office: str) -> None:
    """Raise `NotFound` when any of these is another office's: nobody learns that it exists."""
    if not all(belongs_to(aggregate, office) for aggregate in about):
        raise NotFound("nothing is known under that id in this office")
