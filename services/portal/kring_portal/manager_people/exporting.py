"""Rows for whoever reckons further: registrations or marks, of nobody in particular, as a file."""

import csv
import io
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from kring_portal.web.rows import as_array, rows_of
from kring_portal.web.rows import as_csv as csv_of
from kring_portal.web.sheets import as_text
from kring_portal.web.visit import Manager
from kring_shared.contracts import registry as r

router = APIRouter(prefix="/manager/figures/export")
A_PAGE: Final = 2000
TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@router.get("/{table}.{form}")
async def rows(
    visit: Manager, table: r.ExportTable, form: str, since: date, until: date, *, research: bool = False
) -> Response:
    """Give the rows of a period as a file; no case and no person is in it."""
    asked = r.ExportRecords(table=table, since=since, until=until, research=research, limit=A_PAGE)

    async def page(after: str) -> r.RecordsExported:
        return await visit.ask(asked.model_copy(update={"after": after}), r.RecordsExported)

    found = await rows_of(page)
    kind = form if form in TYPES else "csv"
    name = f"{table.value}-{since.isoformat()}-{until.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    said = as_array(found) if kind == "json" else csv_of(found)
    return StreamingResponse(said, media_type=TYPES[kind], headers=headers)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Write rows as CSV, with every column that one of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, columns)
    writer.writeheader()
    writer.writerows({name: as_text(value) for name, value in row.items()} for row in rows)
    return written.getvalue()
