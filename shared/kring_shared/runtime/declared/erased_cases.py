"""The row of what was erased of a case, and what stands in front of every handler once its people are.

What other services tell, and what the clock brings, of such a case is settled at once: there is nothing left that it
could change. What somebody asks is refused with the day. One place in front of all handlers cannot be forgotten by
whoever writes the next one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Row, Text
from sqlmodel import Field, SQLModel

from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Query
from kring_shared.kernel.erased import ErasedCase, Gone
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import FurtherKeys, Handler, KeysOf, QueryFunction, Reader
from kring_shared.runtime.storage.shelves import Shelf

GONE: TypeAdapter[tuple[Gone, ...]] = TypeAdapter(tuple[Gone, ...])


class ErasedCaseColumns(SQLModel):
    """The columns; each service makes the table `erased_case` of them in a list of its own."""

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    gone: str = Field(sa_type=Text)
    version: int


def shelf_of(model: type[SQLModel]) -> Shelf[ErasedCase]:
    """Give the shelf for a service's own table."""
    return Shelf(ErasedCase, model, row_of, value_of, by=("case_id",))


def row_of(case: ErasedCase) -> dict[str, Any]:
    """Write down what was erased."""
    return {"case_id": case.case_id, "office": case.office, "gone": GONE.dump_json(case.gone).decode()}


def value_of(row: Row[Any]) -> ErasedCase:
    """Read what was erased."""
    return ErasedCase(row.case_id, row.office, GONE.validate_json(row.gone), row.version)


class BeforeErasure:
    """The lane's declarations, with everything held against what was erased first."""

    def __init__(self, broker: LaneBroker) -> None:
        """Declare through this broker; what must be heard of erased cases too is declared there itself."""
        self.lane = broker

    def hears(
        self, fact: type[Fact], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """React to a fact, unless it is about a case that is erased."""
        self.lane.hears(fact, _settled(handler), keys=keys, then=then)

    def due(
        self, deadline: type[Deadline], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """React to a deadline, unless it is of a case that is erased."""
        self.lane.due(deadline, _settled(handler), keys=keys, then=then)

    def does(
        self, command: type[Command], handler: Handler, *, keys: KeysOf | None = None, then: FurtherKeys | None = None
    ) -> None:
        """Carry out a command, unless it is about a case that is erased: then whoever asks hears since when."""
        self.lane.does(command, _refused(handler), keys=keys, then=then)

    def answers(
        self,
        query: type[Query],
        function: QueryFunction,
        *,
        keys: KeysOf | None = None,
        then: FurtherKeys | None = None,
    ) -> None:
        """Answer a query, unless it is about a case that is erased: then whoever asks hears since when."""
        self.lane.answers(query, _unanswered(function), keys=keys, then=then)


def _settled(handler: Handler) -> Handler:
    @wraps(handler)
    def handle(message: Named, work: Work) -> None:
        if not any(case.gone_on() for case in _cases(message, work.get)):
            handler(message, work)

    return handle


def _refused(handler: Handler) -> Handler:
    @wraps(handler)
    def handle(message: Command, work: Work) -> None:
        for case in _cases(message, work.get):
            case.must_be_here()
        handler(message, work)

    return handle


def _unanswered(function: QueryFunction) -> QueryFunction:
    @wraps(function)
    def answer(query: Query, reader: Reader) -> BaseModel:
        for case in _cases(query, reader.get):
            case.must_be_here()
        return function(query, reader)

    return answer


def _cases(message: Named, get: Callable[[type[ErasedCase], str], ErasedCase | None]) -> tuple[ErasedCase, ...]:
    found = (get(ErasedCase, key) for key in message.keys() if key)
    return tuple(case for case in found if case is not None)
