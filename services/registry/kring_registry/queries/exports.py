"""Registrations and scores as rows; a case stands in none of them, only in what the next page is asked with."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select

from kring_registry.domain.counted import countable_of
from kring_registry.domain.record import Countable
from kring_registry.process.registration import NOT_COUNTED
from kring_registry.queries.export_period import must_be_whole
from kring_registry.store.record import RecordRow, record_value
from kring_registry.store.registration import RegistrationRow, registration_value
from kring_registry.store.satisfaction import AnswerRow
from kring_shared.contracts.registry import ExportRecords, ExportTable, RecordsExported
from kring_shared.contracts.registry import RecordRow as ExportedRow
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

STILL_HERE: Final = "c"
WITHOUT_CASE: Final = "r"
ANSWERS: Final = "a"
Page = tuple[list[dict[str, Any]], str]


def export_records(query: ExportRecords, reader: Reader) -> RecordsExported:
    """Give one page of rows, and where the next begins.

    Raises:
        InvalidFields: the period is finer than the columns.
    """
    must_be_whole(query)
    if query.table is ExportTable.ANSWERS:
        rows, further = _answers(query, reader)
    else:
        rows, further = _registrations(query, reader)
    return RecordsExported(
        table=query.table.value, rows=tuple(ExportedRow(values=row) for row in rows), next_after=further
    )


def _registrations(query: ExportRecords, reader: Reader) -> Page:
    kind, after = query.after[:1] or STILL_HERE, query.after[1:]
    if kind == STILL_HERE:
        table = table_of(RegistrationRow)
        own = select(table).where(table.c.office == reader.office, table.c.case_id > after)
        own = own.where(table.c.received_on >= query.since, table.c.received_on < query.until)
        own = own.where(table.c.stage.not_in([stage.value for stage in NOT_COUNTED]))
        found = list(reader.session.execute(own.order_by(table.c.case_id).limit(query.limit)))
        rows = [_row(reader.office, countable_of(registration_value(row)), query) for row in found]
        return rows, f"{STILL_HERE}{found[-1].case_id}" if len(found) == query.limit else WITHOUT_CASE
    table = table_of(RecordRow)
    own = select(table).where(table.c.office == reader.office, table.c.record_id > after)
    found = list(reader.session.execute(own.order_by(table.c.record_id).limit(query.limit)))
    held = (record_value(row).counted for row in found)
    months = f"{query.since:%Y-%m}", f"{query.until:%Y-%m}"
    rows = [_row(reader.office, counted, query) for counted in held if months[0] <= counted.month < months[1]]
    return rows, f"{WITHOUT_CASE}{found[-1].record_id}" if len(found) == query.limit else ""


def _row(office: str, counted: Countable, query: ExportRecords) -> dict[str, Any]:
    values = counted.as_json() | {"office": office, "year": counted.year}
    listed = {name: "|".join(values[name] or ()) for name in ("follow_ups", "topics")}
    return values | listed | ({"month": ""} if query.research else {})


def _answers(query: ExportRecords, reader: Reader) -> Page:
    table = table_of(AnswerRow)
    after = query.after[1:]
    own = select(table).where(table.c.office == reader.office, table.c.answer_id > after)
    found = list(reader.session.execute(own.order_by(table.c.answer_id).limit(query.limit)))
    rows = list(_marks(found, reader.office, query))
    return rows, f"{ANSWERS}{found[-1].answer_id}" if len(found) == query.limit else ""


def _marks(found: list[Any], office: str, query: ExportRecords) -> Iterator[dict[str, Any]]:
    quarters = _quarter(query.since), _quarter(query.until)
    for row in found:
        if not quarters[0] <= row.quarter < quarters[1] or (query.research and not row.research):
            continue
        yield {
            "office": office,
            "year": int(row.quarter[:4]),
            "quarter": "" if query.research else row.quarter,
            "conference_type": row.conference_type,
            "context": row.context,
            "group": row.of_group,
            "meeting": row.meeting,
            "plan": row.plan,
            "coordinator": row.coordinator,
        }


def _quarter(day: Any) -> str:  # noqa: ANN401 - a date
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
