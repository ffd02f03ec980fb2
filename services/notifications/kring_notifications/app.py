"""Notifications, wired: the only place that knows all of it."""

from kring_notifications.process import MESSAGE
from kring_notifications.queries.about_person import about_person
from kring_notifications.settings import Settings
from kring_notifications.store import SHELVES, NotificationsTable
from kring_notifications.subscribers import subscribe
from kring_shared.contracts import notifications
from kring_shared.runtime.declared.service import Service

service = Service(
    name="notifications",
    subscribe=subscribe,
    contract=notifications,
    shelves=SHELVES,
    metadata=NotificationsTable.metadata,
    migrations="kring_notifications.migrations",
    processes=(MESSAGE,),
    settings=Settings,
    about_person=about_person,
    plugin_group="kring.plugins.notifications",
)
