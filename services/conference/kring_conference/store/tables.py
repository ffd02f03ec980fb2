"""The list that the conference's tables stand in, and the forms that several of them write in one column."""

from pydantic import TypeAdapter
from sqlmodel import SQLModel

from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns

SEALED: TypeAdapter[Sealed[str] | None] = TypeAdapter(Sealed[str] | None)
IDS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])


class ConferenceTable(SQLModel):
    """Keeps the conference's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class ErasedCaseRow(ConferenceTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
