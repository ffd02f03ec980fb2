"""What people ask notifications: which messages there were, and what waits to be told by a person."""

from kring_notifications.queries.messages import list_messages
from kring_notifications.queries.to_tell import list_to_tell, show_to_tell

__all__ = ["list_messages", "list_to_tell", "show_to_tell"]
