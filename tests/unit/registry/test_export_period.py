"""The period of an export tells no more than its columns: no day, and for research no month."""

from datetime import date

import pytest

from kring_registry.queries.exports import export_records
from kring_shared.contracts.registry import ExportRecords, ExportTable
from kring_shared.kernel.errors import InvalidFields
from kring_shared.runtime.declared.routes import Reader

NEW_YEAR, NEXT_YEAR = date(2026, 1, 1), date(2027, 1, 1)


class RowsReadError(Exception):
    """The period was taken: rows would be read now."""


class NoRows:
    """Stands where the rows are, and says that somebody came for them."""

    office = "utrecht"

    @property
    def session(self) -> None:
        raise RowsReadError


def ask(since: date, until: date, table: ExportTable, *, research: bool = False) -> None:
    reader: Reader = NoRows()  # type: ignore[assignment]  # nothing else of it is needed here
    export_records(ExportRecords(table=table, since=since, until=until, research=research), reader)


@pytest.mark.parametrize("table", list(ExportTable))
@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2026, 3, 5), date(2026, 3, 6)), (NEW_YEAR, date(2026, 3, 6)), (date(2026, 3, 2), NEXT_YEAR)],
)
def test_rows_of_some_days_are_refused_because_they_would_say_the_day(
    table: ExportTable, since: date, until: date
) -> None:
    with pytest.raises(InvalidFields, match="whole months"):
        ask(since, until, table)


@pytest.mark.parametrize("table", list(ExportTable))
@pytest.mark.parametrize(("since", "until"), [(date(2026, 3, 1), date(2026, 4, 1)), (NEW_YEAR, date(2026, 12, 1))])
def test_research_of_some_months_is_refused_because_it_would_say_the_month(
    table: ExportTable, since: date, until: date
) -> None:
    with pytest.raises(InvalidFields, match="whole years"):
        ask(since, until, table, research=True)
    with pytest.raises(RowsReadError):
        ask(since, until, table)


@pytest.mark.parametrize("table", list(ExportTable))
def test_whole_years_are_there_for_research(table: ExportTable) -> None:
    with pytest.raises(RowsReadError):
        ask(NEW_YEAR, NEXT_YEAR, table, research=True)
