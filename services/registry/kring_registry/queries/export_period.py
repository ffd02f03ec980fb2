"""Which periods rows may be asked of: whole months, and for research whole years.

What a column leaves out the period would tell all the same: rows of one day say the day, and research of one month the
month. Two periods that differ by a day would say it as well.
"""

from kring_shared.contracts.registry import ExportRecords
from kring_shared.kernel.errors import InvalidFields


def must_be_whole(query: ExportRecords) -> None:
    """Refuse a period by which rows could be told apart further than their columns do.

    Raises:
        InvalidFields: it does not begin and end on the first of a month, or for research of a year.
    """
    days = (query.since, query.until)
    if any(day.day != 1 for day in days):
        raise InvalidFields(
            ("/since", "/until"),
            "rows are had by whole months: begin on the first day of one, and end on the first day after the last",
        ).because("whole-months")
    if query.research and any(day.month != 1 for day in days):
        raise InvalidFields(
            ("/since", "/until"), "for research rows are had by whole years: begin and end on the first of January"
        ).because("whole-years")
