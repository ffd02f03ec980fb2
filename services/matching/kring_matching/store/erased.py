"""The rows of what was erased."""

from kring_matching.store.tables import MatchingTable
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class ErasedCaseRow(MatchingTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
