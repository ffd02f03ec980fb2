"""Rows and aggregates of notifications, and both ways between them; an address is sealed in its column too."""

from typing import Final

from kring_notifications.domain import Correspondence, Correspondent, Notification
from kring_notifications.domain.link import AccessCode, PersonalLink
from kring_notifications.store import correspondence, correspondent, link, notification
from kring_notifications.store.correspondence import CorrespondenceRow
from kring_notifications.store.correspondent import CorrespondentRow
from kring_notifications.store.erased import ErasedCaseRow
from kring_notifications.store.link import AccessCodeRow, PersonalLinkRow
from kring_notifications.store.notification import NotificationRow
from kring_notifications.store.tables import NotificationsTable
from kring_shared.runtime.declared.erased_cases import shelf_of
from kring_shared.runtime.storage.shelves import Shelf

__all__ = ["SHELVES", "NotificationsTable"]

SHELVES: Final = (
    Shelf(Correspondence, CorrespondenceRow, correspondence.row_of, correspondence.value_of, by=("case_id",)),
    Shelf(
        Correspondent,
        CorrespondentRow,
        correspondent.row_of,
        correspondent.value_of,
        by=("correspondent_id", "case_id"),
    ),
    Shelf(
        Notification,
        NotificationRow,
        notification.row_of,
        notification.value_of,
        by=("message_id", "case_id", "teller", "sending_id"),
    ),
    Shelf(PersonalLink, PersonalLinkRow, link.row_of, link.value_of, by=("link_id", "case_id")),
    Shelf(AccessCode, AccessCodeRow, link.code_row_of, link.code_value_of, by=("code_id", "case_id")),
    shelf_of(ErasedCaseRow),
)
