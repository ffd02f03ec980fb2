"""The list that matching's tables stand in."""

from sqlmodel import SQLModel

from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class MatchingTable(SQLModel):
    """Keeps matching's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class ErasedCaseRow(MatchingTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
