"""Who hears from the office about a case, every message to them, and when: frozen values, and decisions about them."""

from kring_notifications.domain.correspondence import Correspondence, desk_of
from kring_notifications.domain.correspondent import AddressKind, Correspondent, correspondent_id, kinds_of
from kring_notifications.domain.form import FORMS, FormOut
from kring_notifications.domain.notification import TO_THE_HOUSE, WITH_A_DAY, Notification, is_too_late
from kring_notifications.domain.timing import Quiet

__all__ = [
    "FORMS",
    "TO_THE_HOUSE",
    "WITH_A_DAY",
    "AddressKind",
    "Correspondence",
    "Correspondent",
    "FormOut",
    "Notification",
    "Quiet",
    "correspondent_id",
    "desk_of",
    "is_too_late",
    "kinds_of",
]
