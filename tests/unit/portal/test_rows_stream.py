"""A file of very many rows goes out while it is read: a page at a time, and each row once."""

import csv
import io
import json
from collections.abc import AsyncIterator

import pytest

from kring_portal.web.rows import as_array, as_csv, as_lines, rows_of
from kring_shared.contracts.registry import RecordRow, RecordsExported

MANY, A_PAGE = 50_000, 500


class Registry:
    """Gives rows by key, and remembers which pages were asked for."""

    def __init__(self, many: int) -> None:
        self._many = many
        self.asked: list[str] = []

    async def page(self, after: str) -> RecordsExported:
        """Give the rows after a key."""
        self.asked.append(after)
        begin = int(after or 0)
        end = min(begin + A_PAGE, self._many)
        rows = tuple(RecordRow(values={"number": n, "about": f"=row {n}"}) for n in range(begin, end))
        return RecordsExported(table="registrations", rows=rows, next_after=str(end) if end < self._many else "")


async def gathered(said: AsyncIterator[str]) -> str:
    """Put a file together."""
    return "".join([part async for part in said])


async def test_no_page_is_asked_for_before_the_one_before_went_out() -> None:
    registry = Registry(MANY)
    said = as_csv(await rows_of(registry.page))
    went, ahead = 0, 0
    async for part in said:
        went += part.count("\r\n") - (went == 0)
        ahead = max(ahead, len(registry.asked) * A_PAGE - went)
    assert (went, len(registry.asked)) == (MANY, MANY // A_PAGE)
    assert ahead < A_PAGE, "more than a page was held"


async def test_every_row_is_there_once_in_each_form() -> None:
    numbers = list(range(MANY))
    table = await gathered(as_csv(await rows_of(Registry(MANY).page)))
    assert [int(row["number"]) for row in csv.DictReader(io.StringIO(table))] == numbers
    lines = await gathered(as_lines(await rows_of(Registry(MANY).page)))
    assert [json.loads(line)["number"] for line in lines.splitlines()] == numbers
    array = await gathered(as_array(await rows_of(Registry(MANY).page)))
    assert [row["number"] for row in json.loads(array)] == numbers


async def test_where_there_is_no_row_each_form_says_so() -> None:
    forms = [await gathered(form(await rows_of(Registry(0).page))) for form in (as_csv, as_lines, as_array)]
    assert forms == ["", "", "[]\n"]


async def test_a_refusal_comes_before_the_file_begins() -> None:
    async def refused(_after: str) -> RecordsExported:
        raise PermissionError

    with pytest.raises(PermissionError):
        await rows_of(refused)


async def test_what_a_spreadsheet_would_reckon_with_stays_text() -> None:
    (_, first, *_) = (await gathered(as_csv(await rows_of(Registry(2).page)))).split("\r\n")
    assert first == "0,'=row 0"
