"""What becomes of one message, as a table."""

from kring_notifications.process.message import MESSAGE as MESSAGE
from kring_notifications.process.message import Status as Status
