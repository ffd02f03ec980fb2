"""To be written."""

from kring_shared.contracts.conference import CalendarShown, ShowCalendar
from kring_shared.runtime.routes import Reader


def show_calendar(query: ShowCalendar, reader: Reader) -> CalendarShown:
    raise NotImplementedError
