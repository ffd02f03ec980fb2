"""Who hears from the office about a case, every message to them, and when: frozen values, and decisions about them."""

from kring_notifications.domain.correspondence import Correspondence as Correspondence
from kring_notifications.domain.correspondence import desk_of as desk_of
from kring_notifications.domain.correspondent import (
    AddressKind as AddressKind,
)
from kring_notifications.domain.correspondent import (
    Correspondent as Correspondent,
)
from kring_notifications.domain.correspondent import (
    correspondent_id as correspondent_id,
)
from kring_notifications.domain.correspondent import (
    kinds_of as kinds_of,
)
from kring_notifications.domain.form import FORMS as FORMS
from kring_notifications.domain.form import FormOut as FormOut
from kring_notifications.domain.notification import (
    FOR_COORDINATORS as FOR_COORDINATORS,
)
from kring_notifications.domain.notification import (
    TO_THE_HOUSE as TO_THE_HOUSE,
)
from kring_notifications.domain.notification import (
    WITH_A_DAY as WITH_A_DAY,
)
from kring_notifications.domain.notification import (
    Notification as Notification,
)
from kring_notifications.domain.notification import (
    is_too_late as is_too_late,
)
from kring_notifications.domain.timing import Quiet as Quiet
