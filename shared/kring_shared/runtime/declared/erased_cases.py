"""The row of what was erased of a case, and the guard that stands before every function once its people are."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Text
from sqlmodel import Field, SQLModel

from kring_shared.contracts.envelope import Command, Named, Query
from kring_shared.kernel.erased import ErasedCase, Gone
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


def unless_erased(message: Named, get: Callable[[type[Any], str], Any]) -> bool:
    """Guard everything against what was erased of the case it is about.

    What other services tell, and what the clock brings, is settled at once: there is nothing left that it could change.

    Raises:
        WasErased: somebody asks something of such a case; they hear since when.
    """
    here = [case for key in message.keys() if key and (case := get(ErasedCase, key)) is not None]
    if isinstance(message, Command | Query):
        for case in here:
            case.must_be_here()
    return all(case.gone_on() is None for case in here)
