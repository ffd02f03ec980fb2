"""What people ask the conference, each answer as far as they may know."""

from kring_conference.queries.calendar import show_calendar
from kring_conference.queries.conference import show_conference
from kring_conference.queries.plan import show_plan
from kring_conference.queries.signals import list_signals, show_signal

__all__ = ["list_signals", "show_calendar", "show_conference", "show_plan", "show_signal"]
