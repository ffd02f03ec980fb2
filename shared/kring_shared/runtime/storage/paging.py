"""Pages by key: a page goes on where the one before it ended, by the columns of the list's index.

Whoever leaves so many rows out (`OFFSET`) reads them all first; whoever names the last one goes straight to it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_

from kring_shared.kernel.errors import InvalidFields

BETWEEN: Final = "~"
Read = Callable[[str], Any]
"""Makes the value of a column out of what stands in a cursor; raises `ValueError` when it is none."""
T = TypeVar("T")


class Order:
    """The columns a list is sorted by, all in one direction, and how each is read out of a cursor."""

    def __init__(self, *columns: tuple[ColumnElement[Any], Read], newest_first: bool = False) -> None:
        """Sort by these; the last one tells rows apart that are the same in all others."""
        self._columns = [column for column, _ in columns]
        self._read = [read for _, read in columns]
        self._newest_first = newest_first

    def page(self, statement: Select[Any], cursor: str, limit: int) -> Select[Any]:
        """Take one page of what a statement finds, and one row more, which tells whether there is a next page.

        Raises:
            InvalidFields: the cursor is no `next` of this list.
        """
        if cursor:
            key, here = tuple_(*self._columns), tuple_(*self._values(cursor))
            statement = statement.where(key < here if self._newest_first else key > here)
        sorted_by = [column.desc() if self._newest_first else column for column in self._columns]
        return statement.order_by(*sorted_by).limit(limit + 1)

    def next(self, rows: Sequence[Any], limit: int) -> str:
        """Give where the next page begins: after the last row of this one; empty when nothing follows."""
        if len(rows) <= limit:
            return ""
        last = rows[limit - 1]._mapping  # noqa: SLF001 - how SQLAlchemy names the columns of a row
        return BETWEEN.join(str(last[column]) for column in self._columns)

    def merged(self, pages: Iterator[Sequence[Any]]) -> list[Any]:
        """Sort the rows of several pages, of one statement each, as one."""
        rows = [row for page in pages for row in page]

        def place(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of whatever columns
            return tuple(row._mapping[column] for column in self._columns)  # noqa: SLF001 - as above

        return sorted(rows, key=place, reverse=self._newest_first)

    def _values(self, cursor: str) -> list[Any]:
        parts = cursor.split(BETWEEN)
        try:
            return [read(part) for read, part in zip(self._read, parts, strict=True)]
        except ValueError:
            field = "/before" if self._newest_first else "/after"
            raise InvalidFields((field,), "hand `next` of the page before back as it was, or leave it out").because(
                "page-not-known"
            ) from None


def number(text: str) -> int:
    """Read a number that a column can hold; raises `ValueError`."""
    found = int(text)
    if not -(2**63) <= found < 2**63:
        raise ValueError
    return found


def day(text: str) -> date:
    """Read a day; raises `ValueError`."""
    return date.fromisoformat(text)
