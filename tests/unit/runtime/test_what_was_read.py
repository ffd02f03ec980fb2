"""Rows that were read before are not taken apart again; whatever changed in one is read anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, MetaData, Row, text
from sqlmodel import Field, SQLModel

from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage import shelves
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import Shelf, load, save


class OwnTable(SQLModel):
    """The tables of this file, beside those of every other."""

    metadata = MetaData()


class NoteRow(OwnTable, table=True):
    """One note."""

    __tablename__ = "remembered_note"

    note_id: str = Field(primary_key=True)
    words: str
    version: int


class TaggedRow(OwnTable, table=True):
    """One note with a list in its row."""

    __tablename__ = "remembered_tagged"

    note_id: str = Field(primary_key=True)
    words: list[str] = Field(sa_column=Column(JSON, nullable=False))
    version: int


@dataclass(frozen=True)
class Note(Aggregate):
    """What somebody noted."""

    note_id: str
    words: object
    version: int = 0

    @property
    def id(self) -> str:
        return self.note_id


def note_row(note: Note) -> dict[str, Any]:
    return {"note_id": note.note_id, "words": note.words}


class Reading:
    """Reads notes, and counts how many rows it took apart."""

    def __init__(self) -> None:
        self.rows = 0

    def __call__(self, row: Row[Any]) -> Note:
        self.rows += 1
        return Note(row.note_id, row.words, row.version)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/notes.db", "notes")
    OwnTable.metadata.create_all(made.engine)
    yield made
    made.close()


def shelf_of(model: type[SQLModel]) -> tuple[Shelf[Note], Reading]:
    reading = Reading()
    return Shelf(Note, model, note_row, reading, by=("note_id",)), reading


def read(database: Database, shelf: Shelf[Note], *ids: str) -> list[object]:
    with database.read() as tx:
        found = load(tx, [shelf], ids).loaded
    return [note.words for note_id in ids if isinstance(note := found[Note, note_id], Note)]


def write(database: Database, shelf: Shelf[Note], *notes: Note) -> None:
    with database.begin() as tx:
        save(tx, [shelf], {(Note, note.id): note for note in notes})


def test_a_row_is_taken_apart_once(database: Database) -> None:
    shelf, reading = shelf_of(NoteRow)
    write(database, shelf, Note("a", "hello"))

    assert [read(database, shelf, "a") for _ in range(3)] == [["hello"]] * 3
    assert reading.rows == 1


def test_a_row_that_changed_is_read_anew_also_behind_the_version_s_back(database: Database) -> None:
    shelf, _ = shelf_of(NoteRow)
    write(database, shelf, Note("a", "hello"))
    assert read(database, shelf, "a") == ["hello"]

    with database.begin() as tx:
        tx.execute(text("UPDATE remembered_note SET words = 'erased'"))

    assert read(database, shelf, "a") == ["erased"]


def test_two_rows_that_say_the_same_are_two(database: Database) -> None:
    shelf, reading = shelf_of(NoteRow)
    write(database, shelf, Note("a", "hello"), Note("b", "hello"))

    assert read(database, shelf, "a", "b") == ["hello", "hello"]
    assert reading.rows == 2


def test_a_row_with_a_list_in_it_is_read_each_time(database: Database) -> None:
    shelf, reading = shelf_of(TaggedRow)
    with database.begin() as tx:
        tx.execute(text("""INSERT INTO remembered_tagged VALUES ('a', '["b"]', 1)"""))

    assert [read(database, shelf, "a") for _ in range(2)] == [[["b"]]] * 2
    assert reading.rows == 2


def test_no_more_is_remembered_than_was_said(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_READ", 2)
    shelf, reading = shelf_of(NoteRow)
    write(database, shelf, *(Note(note_id, note_id) for note_id in "abc"))

    assert read(database, shelf, "a", "b", "c") == ["a", "b", "c"]
    assert read(database, shelf, "c") == ["c"], "the newest is remembered"
    assert reading.rows == 3
    assert read(database, shelf, "a") == ["a"]
    assert reading.rows == 4
