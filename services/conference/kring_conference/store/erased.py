"""The rows of what was erased."""

from kring_conference.store.tables import ConferenceTable
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class ErasedCaseRow(ConferenceTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
