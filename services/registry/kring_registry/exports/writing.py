"""Rows as CSV, JSON or Parquet. They are sorted by what they hold, so that their order says nothing more."""

import csv
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kring_registry.exports.dictionary import COLUMNS, ColumnType
from kring_shared.contracts.registry import ExportTable
from kring_shared.kernel.errors import WrongSetup

Cell = str | int | float | bool | None
Rows = Sequence[dict[str, Cell]]
PARQUET_TYPES: Final = {ColumnType.TEXT: "VARCHAR", ColumnType.WHOLE: "BIGINT", ColumnType.TRUTH: "BOOLEAN"}


class ExportForm(StrEnum):
    """How rows can be written."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def written(rows: Rows, table: ExportTable, form: ExportForm) -> bytes:
    """Write rows; the same rows in any order give the same bytes in CSV and JSON.

    Raises:
        WrongSetup: Parquet is asked, and the package that writes it is not there.
    """
    names = [column.name for column in COLUMNS[table]]
    ordered = sorted(([row.get(name) for name in names] for row in rows), key=lambda row: [str(cell) for cell in row])
    if form is ExportForm.CSV:
        return _csv(names, ordered)
    if form is ExportForm.JSON:
        return json.dumps([dict(zip(names, row, strict=True)) for row in ordered], ensure_ascii=False).encode()
    return _parquet(table, ordered)


def _csv(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")  # with the mark by which Excel sees that it is UTF-8


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def _parquet(table: ExportTable, rows: Sequence[Sequence[Cell]]) -> bytes:
    try:
        import duckdb  # noqa: PLC0415 - large, and only asked for by who wants Parquet
    except ImportError:
        raise WrongSetup(
            "Parquet is written by duckdb, which is not there: install kring-registry[parquet], or ask for csv"
        ) from None
    columns = ", ".join(f'"{column.name}" {PARQUET_TYPES[column.type]}' for column in COLUMNS[table])
    places = ", ".join("?" for _ in COLUMNS[table])
    with TemporaryDirectory() as folder, duckdb.connect(":memory:") as reckoner:
        reckoner.execute(f"CREATE TABLE rows ({columns})")
        if rows:
            reckoner.executemany(f"INSERT INTO rows VALUES ({places})", [list(row) for row in rows])  # noqa: S608 - question marks only
        file = Path(folder) / "rows.parquet"
        reckoner.execute(f"COPY rows TO '{file}' (FORMAT parquet)")
        return file.read_bytes()
