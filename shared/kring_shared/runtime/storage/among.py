"""Rows by many keys at once; all keys are one value, so that the statement is the same for any number."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    CursorResult,
    Select,
    String,
    Table,
    any_,
    bindparam,
    func,
    or_,
    select,
)

KEYS: Final = "keys"
NUL: Final = "\0"
ONE_BY_ONE: Final = "one by one"
AS_JSON: Final = "as JSON"
AS_ARRAY: Final = "as an array"


@dataclass(frozen=True)
class Keys:
    """Keys as the database of a transaction takes them; made once for all tables that are looked in."""

    given: dict[str, Any]
    way: str

    @classmethod
    def of(cls, tx: Connection, keys: Collection[str]) -> Self:
        """Take keys; one with a NUL, at which SQLite ends a text of JSON, makes all of them go one by one."""
        one_by_one = any(NUL in key for key in keys)
        way = ONE_BY_ONE if one_by_one else AS_JSON if tx.dialect.name == "sqlite" else AS_ARRAY
        return cls({KEYS: json.dumps(list(keys), ensure_ascii=False) if way == AS_JSON else list(keys)}, way)

    def find(self, tx: Connection, table: Table, by: tuple[str, ...], only: tuple[str, ...] = ()) -> CursorResult[Any]:
        """Read the rows that hold one of the keys in any of the columns `by`; `only` some columns of them, or all."""
        return tx.execute(_statement(table, by, only, self.way), self.given)


@lru_cache(maxsize=512)
def _statement(table: Table, by: tuple[str, ...], only: tuple[str, ...], way: str) -> Select[Any]:
    """Give the statement; made once, since making it anew takes longer than running it."""
    return select(*(table.c[name] for name in only or table.c.keys())).where(
        or_(*(_is_among(table.c[name], way) for name in by))
    )


def _is_among(column: ColumnElement[str], way: str) -> ColumnElement[bool]:
    if way == ONE_BY_ONE:
        return column.in_(bindparam(KEYS, expanding=True))
    if way == AS_ARRAY:
        return column == any_(bindparam(KEYS, type_=ARRAY(String)))
    each = func.json_each(bindparam(KEYS, type_=String)).table_valued("value")
    return column.in_(select(each.c.value))
