"""The words of messages: read, checked, approved, chosen and filled in."""

from kring_notifications.wording.book import OFFICE_LANGUAGE as OFFICE_LANGUAGE
from kring_notifications.wording.book import Choice as Choice
from kring_notifications.wording.book import Worded as Worded
from kring_notifications.wording.book import Wording as Wording
from kring_notifications.wording.book import is_right_to_left as is_right_to_left
from kring_notifications.wording.book import load as load
