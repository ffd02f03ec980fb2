"""The declarations of one service: which message goes to which function, on a FastStream broker.

FastStream documents them (AsyncAPI), types them and serves them to its test client. The broker is only *connected*,
never started, so its subscribers open no consumer: the lane fetches for all of them together, in order, in batches.

What stands before every function, or is handed to many, is said once: `behind` and `giving` give the same broker, whose
declarations have one guard or one given more. A guard before all cannot be forgotten by whoever writes the next.
"""

import copy
from typing import Any, Self

from faststream.nats import JStream, NatsBroker
from nats.aio.client import Client
from pydantic import BaseModel

from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Query, Reach
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import stay_connected
from kring_shared.runtime.bus.streams import BACKBONE, FACTS
from kring_shared.runtime.declared.routes import (
    ErrandRunner,
    FurtherKeys,
    Guard,
    Handler,
    KeysOf,
    Origin,
    PlacesOf,
    QueryFunction,
    Question,
    ReadAs,
    Route,
    Routes,
)


class _Connection(NatsBroker):
    """FastStream's broker, connected as every process of Kring is: its own gives up trying when it is refused once."""

    def __init__(self, bus: BusAddress, name: str) -> None:
        super().__init__(list(bus.urls), logger=None, name=name)
        self._bus, self._name = bus, name

    async def _connect(self) -> Client:
        connection = await stay_connected(self._bus, name=self._name)
        self.config.connect(connection)
        return connection


class LaneBroker:
    """What a service hears, does, answers and waits for. `routes` is what the lane works from.

    `connection` is what the lane works over, `faststream` the same with every declaration said to it: a service at work
    needs none of them there, and saying them took a third of its start.
    """

    def __init__(self, bus: BusAddress | str, *, name: str = "kring") -> None:
        """Prepare a connection; nothing is opened yet."""
        self.connection = _Connection(bus if isinstance(bus, BusAddress) else BusAddress.of(bus), name)
        self._unsaid: list[tuple[str, type[Named], Any, JStream | None]] = []
        self.routes = Routes()
        self.before: tuple[Guard, ...] = ()
        self.given: tuple[Any, ...] = ()

    @property
    def faststream(self) -> NatsBroker:
        """Give the broker with all that is declared so far, to be documented or tried."""
        while self._unsaid:
            self._say(*self._unsaid.pop(0))
        return self.connection

    def behind(self, guard: Guard) -> Self:
        """Give this broker with one guard more before whatever is declared through it, after those it has."""
        behind = copy.copy(self)
        behind.before = (*self.before, guard)
        return behind

    def giving(self, *things: Any) -> Self:  # noqa: ANN401 - what the functions say they take
        """Give this broker with more that whatever is declared through it takes, after the message and the work."""
        giving = copy.copy(self)
        giving.given = (*self.given, *things)
        return giving

    def hears(
        self,
        fact: type[Fact],
        handler: Handler,
        *,
        keys: KeysOf | None = None,
        then: FurtherKeys | None = None,
        read_as: ReadAs | None = None,
    ) -> None:
        """React to a fact another service tells, or this one for another office.

        What `keys` name is loaded first; what `then` names, seeing that, is loaded as well. `read_as` makes the newer
        version of an older fact; handler, `keys` and `then` know the newer one only.
        """
        self._route(fact.kind(), fact, handler, Origin.FACT, keys, then, read_as)
        stream = BACKBONE if fact.reach is Reach.BACKBONE else FACTS
        self._declare(fact.address(), fact, handler, stream=JStream(stream, declare=False))

    def does(
        self, command: type[Command], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """Carry out a command; everything `keys` and `then` find must be of the actor's office."""
        self._route(command.kind(), command, handler, Origin.COMMAND, keys, then)
        self._declare(command.address(), command, handler)

    def answers(
        self,
        query: type[Query],
        function: QueryFunction,
        *,
        keys: KeysOf | None = None,
        then: FurtherKeys | None = None,
    ) -> None:
        """Answer a query; everything `keys` and `then` find must be of the actor's office."""
        self.routes.queries[query.kind()] = Question(query, function, keys or _own_keys, then, self.before, self.given)
        self._declare(query.address(), query, function)

    def due(
        self, deadline: type[Deadline], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """React when a deadline this service set is due."""
        self._route(deadline.kind(), deadline, handler, Origin.DEADLINE, keys, then)

    def takes_in(
        self, message: type[Named], handler: Handler, *, keys: KeysOf, then: FurtherKeys | None = None
    ) -> None:
        """React to what outside systems send in (the ingress stream), as if it were `message`."""
        self._route(f"ingress/{message.kind()}", message, handler, Origin.INGRESS, keys, then)

    def carries_out(
        self,
        name: str,
        body: type[BaseModel],
        runner: ErrandRunner,
        result: type[Named],
        handler: Handler,
        *,
        then: FurtherKeys | None = None,
        at_once: PlacesOf | None = None,
    ) -> None:
        """Carry out errands of a name with `runner`; what came of one is handled as `result`.

        `at_once` says how many go by one way at the same time: no more are begun, since what was begun is unclear to
        everybody when the service is killed.
        """
        self.routes.runners[name] = (body, runner)
        if at_once is not None:
            self.routes.places[name] = at_once
        self._route(f"errand/{name}", result, handler, Origin.ERRAND, None, then)

    def _route(
        self,
        kind: str,
        model: type[Named],
        handler: Handler,
        origin: Origin,
        keys: KeysOf | None,
        then: FurtherKeys | None,
        read_as: ReadAs | None = None,
    ) -> None:
        if kind in self.routes.messages:
            raise ValueError(f"{kind} is declared twice")
        self.routes.messages[kind] = Route(
            model, handler, origin, keys or _own_keys, then, self.before, self.given, read_as
        )

    def _declare(self, subject: str, model: type[Named], function: Any, stream: JStream | None = None) -> None:  # noqa: ANN401 - any function with a docstring
        self._unsaid.append((subject, model, function, stream))

    def _say(self, subject: str, model: type[Named], function: Any, stream: JStream | None) -> None:  # noqa: ANN401 - as above
        async def settle_one(message: Named) -> None:
            if self.routes.settle_here is not None:
                origin = Origin.FACT if isinstance(message, Fact) else Origin.COMMAND
                await self.routes.settle_here(message, origin)

        settle_one.__name__ = getattr(function, "__name__", model.__name__)
        settle_one.__annotations__ = {"message": model, "return": None}
        about = (model.__doc__ or "").strip()
        self.connection.subscriber(subject, stream=stream, title=model.__name__, description=about)(settle_one)


def _own_keys(message: Named, _office: str) -> tuple[str, ...]:
    return message.keys()
