"""What can be had as rows: every column explained, nothing in it that names a case, and the same bytes in any order."""

import csv
import io
import json
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from kring_registry.domain.record import Countable
from kring_registry.exports.dictionary import ANSWERS, COLUMNS, REGISTRATIONS, as_objects
from kring_registry.exports.writing import Cell, ExportForm, Rows, written
from kring_shared.contracts.registry import ExportTable

TABLES = list(ExportTable)
FORBIDDEN = ("case", "person", "coordinator_id", "name", "day", "date", "municipality", "salt", "number")


def rows() -> Rows:
    """Give two rows that differ."""
    first: dict[str, Cell] = {"office": "gent", "year": 2026, "month": "2026-03", "plan_made": True, "present_count": 9}
    return [first, first | {"month": "2026-04", "plan_made": False, "present_count": None, "topics": "a|b"}]


def test_the_dictionary_explains_every_value_that_counts_and_no_other() -> None:
    counted = {field.name for field in fields(Countable)}
    assert {column.name for column in REGISTRATIONS} == counted | {"office", "year"}


@pytest.mark.parametrize("table", TABLES)
def test_no_column_holds_a_case_a_person_or_a_day(table: ExportTable) -> None:
    names = {column.name for column in COLUMNS[table]}
    assert [name for name in names if name in FORBIDDEN or name.endswith(("_id", "_on", "_at"))] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_means_once(table: ExportTable) -> None:
    lines = as_objects(table)
    assert len({str(line["column"]) for line in lines}) == len(lines)
    assert all(str(line["meaning"]).endswith(".") for line in lines)


@pytest.mark.parametrize("form", [ExportForm.CSV, ExportForm.JSON])
def test_the_order_of_rows_says_nothing(form: ExportForm) -> None:
    found = written(rows(), ExportTable.REGISTRATIONS, form)
    assert found == written(list(reversed(rows())), ExportTable.REGISTRATIONS, form)


def test_csv_has_every_column_and_tells_empty_from_false() -> None:
    text = written(rows(), ExportTable.REGISTRATIONS, ExportForm.CSV).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert list(first) == [column.name for column in REGISTRATIONS]
    assert (first["plan_made"], first["present_count"]) == ("true", "9")
    assert (second["plan_made"], second["present_count"]) == ("false", "")


def test_json_has_the_types_of_the_dictionary() -> None:
    first, second = json.loads(written(rows(), ExportTable.REGISTRATIONS, ExportForm.JSON))
    assert (first["plan_made"], second["present_count"]) == (True, None)


def test_parquet_can_be_read_by_others_with_the_types_of_the_dictionary(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    file.write_bytes(written(rows(), ExportTable.REGISTRATIONS, ExportForm.PARQUET))
    with duckdb.connect(":memory:") as reader:
        found = reader.execute("SELECT month, plan_made, present_count FROM read_parquet(?)", [str(file)]).fetchall()
    assert found == [("2026-03", True, 9), ("2026-04", False, None)]


def test_a_table_without_rows_still_has_its_columns() -> None:
    text = written([], ExportTable.ANSWERS, ExportForm.CSV).decode("utf-8-sig")
    assert text.strip().split(",") == [column.name for column in ANSWERS]
    assert written([], ExportTable.ANSWERS, ExportForm.PARQUET).startswith(b"PAR1")
