"""What people ask the conference, each answer as far as they may know."""

from kring_conference.queries.calendar import show_calendar
from kring_conference.queries.conference import show_conference
from kring_conference.queries.listed import list_conferences, list_own_conferences
from kring_conference.queries.own_part import show_own_part
from kring_conference.queries.plan import show_plan
from kring_conference.queries.signals import list_own_signals, list_signals, show_signal

__all__ = [
    "list_conferences",
    "list_own_conferences",
    "list_own_signals",
    "list_signals",
    "show_calendar",
    "show_conference",
    "show_own_part",
    "show_plan",
    "show_signal",
]
