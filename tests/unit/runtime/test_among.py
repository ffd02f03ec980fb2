"""Rows by many keys: whatever stands in a key, and by the index of each column that is looked in."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Connection, MetaData, String, Table

from kring_shared.runtime.storage.among import Keys
from kring_shared.runtime.storage.database import Database

CHAIRS = Table(
    "chair",
    MetaData(),
    Column("id", String(40), primary_key=True),
    Column("room", String(40), index=True),
    Column("colour", String(40)),
)
STRANGE = ('"', "\\", "\n", "é", "😀", "'; --", "[", "a\0b", "")


@pytest.fixture
def tx() -> Iterator[Connection]:
    database = Database("sqlite://", "chairs")
    with database.begin() as opened:
        CHAIRS.metadata.create_all(opened)
        opened.execute(CHAIRS.insert(), [{"id": key, "room": f"room of {key}", "colour": "red"} for key in STRANGE])
        opened.execute(CHAIRS.insert(), [{"id": "a", "room": "hall"}, {"id": "b", "room": "hall"}])
        yield opened
    database.close()


def found(tx: Connection, *keys: str) -> list[str]:
    return sorted(row.id for row in Keys.of(tx, keys).find(tx, CHAIRS, ("id", "room")))


@pytest.mark.parametrize("key", STRANGE)
def test_a_key_finds_its_own_row_and_no_other_whatever_stands_in_it(tx: Connection, key: str) -> None:
    assert found(tx, key) == [key]
    assert found(tx, key, "b") == sorted([key, "b"])


def test_any_column_may_hold_the_key_and_each_row_comes_once(tx: Connection) -> None:
    assert found(tx, "hall", "a", "nobody") == ["a", "b"]
    assert found(tx) == []


def test_only_what_is_asked_for_is_read(tx: Connection) -> None:
    (row,) = Keys.of(tx, ["a"]).find(tx, CHAIRS, ("id",), ("room", "id"))
    assert tuple(row) == ("hall", "a")


def test_each_column_is_looked_up_in_its_index_however_many_keys_there_are(tx: Connection) -> None:
    wanted = Keys.of(tx, ["a", "hall"])
    statement = wanted.find(tx, CHAIRS, ("id", "room")).context.statement
    steps = [step for *_, step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[]", "[]"))]
    assert not [step for step in steps if step.startswith("SCAN chair")]
    assert len([step for step in steps if step.startswith("SEARCH chair USING")]) == 2
