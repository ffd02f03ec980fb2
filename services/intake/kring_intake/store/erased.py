"""The rows of what was erased."""

from kring_intake.store.tables import IntakeTable
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class ErasedCaseRow(IntakeTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
