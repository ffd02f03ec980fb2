"""The rows of what was erased."""

from kring_notifications.store.tables import NotificationsTable
from kring_shared.runtime.declared.erased_cases import ErasedCaseColumns


class ErasedCaseRow(NotificationsTable, ErasedCaseColumns, table=True):
    """What was erased of one case."""

    __tablename__ = "erased_case"
