"""What people ask notifications: which messages and links there were, and what waits to be told by a person."""

from kring_notifications.queries.links import list_links, open_link, show_code, show_link
from kring_notifications.queries.messages import list_messages
from kring_notifications.queries.to_tell import list_to_tell, show_to_tell

__all__ = [
    "list_links",
    "list_messages",
    "list_to_tell",
    "open_link",
    "show_code",
    "show_link",
    "show_to_tell",
]
