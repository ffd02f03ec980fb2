"""The list that intake's tables stand in."""

from sqlmodel import SQLModel

from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class IntakeTable(SQLModel):
    """Keeps intake's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class ErasedCaseRow(IntakeTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
