"""What becomes of one message, as a table."""

from kring_notifications.process.message import MESSAGE, Status

__all__ = ["MESSAGE", "Status"]
