"""The guestbook of a newer Kring: in a column of its own it counts what it noted itself."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service, Surroundings
from kring_shared.runtime.storage.shelves import Shelf
from tests.integration.lane import messages
from tests.integration.lane.guestbook import Book, book_row, book_value
from tests.integration.lane.messages import DoorOpened, GuestCame, GuestNoted

MIGRATIONS = "tests.resilience.newer.lane.migrations"


@dataclass(frozen=True)
class RemarkedBook(Book):
    """A book, and how many of its guests a newer Kring noted."""

    remarks: int = 0


class RemarkedBookRow(SQLModel, table=True):
    """One book, with a column that the older Kring does not know."""

    metadata = SQLModel.metadata.__class__()
    __tablename__ = "book"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    coordinator_id: str = Field(max_length=32)
    marks: str = Field(sa_column=Column(Text, nullable=False))
    lowest: int
    closed: bool
    rung: str = Field(sa_column=Column(Text, nullable=False))
    version: int
    remarks: int | None


def guestbook() -> Service:
    """Give the service."""
    return Service(
        name=messages.SERVICE,
        subscribe=subscribe,
        contract=messages,
        shelves=(Shelf(RemarkedBook, RemarkedBookRow, remarked_row, remarked_value, by=("case_id",)),),
        metadata=RemarkedBookRow.metadata,
        migrations=MIGRATIONS,
    )


def subscribe(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare what the guestbook does."""
    broker.hears(DoorOpened, open_door)
    broker.hears(GuestCame, note_guest)


def remarked_row(book: RemarkedBook) -> dict[str, Any]:
    """Write a book down."""
    return book_row(book) | {"remarks": book.remarks}


def remarked_value(row: Row[Any]) -> RemarkedBook:
    """Read a book, also one that the older Kring began."""
    return RemarkedBook(**vars(book_value(row)), remarks=row.remarks or 0)


def open_door(message: DoorOpened, work: Work) -> None:
    """Begin a book."""
    if work.get(RemarkedBook, message.case_id) is None:
        work.save(RemarkedBook(message.case_id, message.office, message.coordinator_id))


def note_guest(message: GuestCame, work: Work) -> None:
    """Put a guest's mark in the book, and count it."""
    book = work.need(RemarkedBook, message.case_id)
    work.save(replace(book, marks=(*book.marks, message.mark), remarks=book.remarks + 1))
    work.tell(GuestNoted(case_id=message.case_id, mark=message.mark))
