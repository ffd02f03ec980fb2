"""Rows as a file that begins before its last row was read: page by page, never all of them at once."""

import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from kring_portal.web.sheets import as_text
from kring_shared.contracts.registry import RecordsExported

Page = Callable[[str], Awaitable[RecordsExported]]
Rows = AsyncIterator[Mapping[str, Any]]


async def rows_of(page: Page) -> Rows:
    """Give every row, asking for the next page when the one before was handed on.

    The first page is asked for before this returns, so that a refusal is an answer, and not half a file.
    """
    return _on_from(await page(""), page)


async def _on_from(shown: RecordsExported, page: Page) -> Rows:
    while True:
        for row in shown.rows:
            yield row.values
        if not shown.next_after:
            return
        shown = await page(shown.next_after)


async def as_csv(rows: Rows) -> AsyncIterator[str]:
    """Write them as CSV; every row has the columns of the first."""
    out, writer = io.StringIO(), None
    async for values in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(values))
            writer.writeheader()
        writer.writerow({name: as_text(value) for name, value in values.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()


async def as_lines(rows: Rows) -> AsyncIterator[str]:
    """Write them as a JSON object a line."""
    async for values in rows:
        yield json.dumps(values, ensure_ascii=False) + "\n"


async def as_array(rows: Rows) -> AsyncIterator[str]:
    """Write them as one JSON array, a row a line."""
    before = "[\n"
    async for values in rows:
        yield before + json.dumps(values, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"
