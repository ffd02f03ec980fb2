"""The words of messages: read, checked, approved, chosen and filled in."""

from kring_notifications.wording.book import OFFICE_LANGUAGE, Choice, Wording, is_right_to_left, load

__all__ = ["OFFICE_LANGUAGE", "Choice", "Wording", "is_right_to_left", "load"]
