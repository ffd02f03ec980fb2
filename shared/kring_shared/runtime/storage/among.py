"""Rows by many keys at once; in SQLite all keys are one value, so that the statement is the same for any number."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, Connection, CursorResult, Select, String, Table, bindparam, func, or_, select

KEYS: Final = "keys"
NUL: Final = "\0"


@dataclass(frozen=True)
class Keys:
    """Keys as the database of a transaction takes them; made once for all tables that are looked in."""

    given: dict[str, Any]
    as_one: bool

    @classmethod
    def of(cls, tx: Connection, keys: Collection[str]) -> Self:
        """Take keys; one with a NUL, at which SQLite ends a text of JSON, makes all of them go one by one."""
        as_one = tx.dialect.name == "sqlite" and not any(NUL in key for key in keys)
        return cls({KEYS: json.dumps(list(keys), ensure_ascii=False) if as_one else list(keys)}, as_one)

    def find(self, tx: Connection, table: Table, by: tuple[str, ...], only: tuple[str, ...] = ()) -> CursorResult[Any]:
        """Read the rows that hold one of the keys in any of the columns `by`; `only` some columns of them, or all."""
        return tx.execute(_statement(table, by, only, as_one=self.as_one), self.given)


@lru_cache(maxsize=512)
def _statement(table: Table, by: tuple[str, ...], only: tuple[str, ...], *, as_one: bool) -> Select[Any]:
    """Give the statement; made once, since making it anew takes longer than running it."""
    return select(*(table.c[name] for name in only or table.c.keys())).where(
        or_(*(_is_among(table.c[name], as_one=as_one) for name in by))
    )


def _is_among(column: ColumnElement[str], *, as_one: bool) -> ColumnElement[bool]:
    if not as_one:
        return column.in_(bindparam(KEYS, expanding=True))
    each = func.json_each(bindparam(KEYS, type_=String)).table_valued("value")
    return column.in_(select(each.c.value))
