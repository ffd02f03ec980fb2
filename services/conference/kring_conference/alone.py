"""While private time runs, nothing but what the circle itself needs reaches a handler or a query.

Rule: every command and every query of this service is declared through `Undisturbed`. The table of the conference holds
back only what moves the conference; much else does not (a receipt, an answer to what was asked, a review). One place in
front of all of them cannot be forgotten by whoever writes the next handler; a call in each handler can.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from pydantic import BaseModel

from kring_conference.domain.conference import Conference
from kring_shared.contracts.conference import ShowConference
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Query
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.erased_cases import BeforeErasure
from kring_shared.runtime.declared.routes import FurtherKeys, Handler, KeysOf, QueryFunction, Reader

TELLS_ONLY_THAT_IT_IS: Final[frozenset[type[Query]]] = frozenset({ShowConference})
"""What still answers: that the circle is alone, and what it can do, and nothing else."""


class Undisturbed:
    """The lane's declarations, with every command and query held against private time first.

    What other steps tell, and what the clock brings, is heard as ever: it comes from outside the room, and a request
    that is withdrawn stops everything.
    """

    def __init__(self, broker: BeforeErasure) -> None:
        """Declare through this broker."""
        self._broker = broker

    def hears(self, fact: type[Fact], handler: Handler) -> None:
        """React to a fact."""
        self._broker.hears(fact, handler)

    def due(self, deadline: type[Deadline], handler: Handler) -> None:
        """React to a deadline."""
        self._broker.due(deadline, handler)

    def does(
        self, command: type[Command], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """Carry out a command, unless it would disturb a circle that is alone."""
        self._broker.does(command, _held_back(handler), keys=keys, then=then)

    def answers(
        self,
        query: type[Query],
        function: QueryFunction,
        *,
        keys: KeysOf | None = None,
        then: FurtherKeys | None = None,
    ) -> None:
        """Answer a query, unless it is about a circle that is alone."""
        answer = function if query in TELLS_ONLY_THAT_IT_IS else _silent(function)
        self._broker.answers(query, answer, keys=keys, then=then)


def _held_back(handler: Handler) -> Handler:
    @wraps(handler)
    def handle(message: Command, work: Work) -> None:
        _hold(message, work.get)
        handler(message, work)

    return handle


def _silent(function: QueryFunction) -> QueryFunction:
    @wraps(function)
    def answer(query: Query, reader: Reader) -> BaseModel:
        _hold(query, reader.get)
        return function(query, reader)

    return answer


def _hold(message: Named, get: Callable[[type[Conference], str], Any]) -> None:
    for key in message.keys():
        conference: Conference | None = get(Conference, key)
        if conference is not None:  # a safety signal has an id of its own, and a route that always stays open
            conference.must_not_disturb(type(message))
