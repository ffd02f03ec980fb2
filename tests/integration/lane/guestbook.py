"""The guestbook: the service these tests run through the lane."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_shared.contracts.actor import Role
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.declared.service import Service, Surroundings
from kring_shared.runtime.lane.timers import ErrandDone
from kring_shared.runtime.storage.shelves import Shelf
from tests.integration.lane import messages
from tests.integration.lane.messages import (
    Bell,
    BellRang,
    BookClosed,
    BookShown,
    DoorOpened,
    GuestCame,
    GuestNoted,
    HourStruck,
    KeepBook,
    LendBook,
    RingBell,
    ShowBook,
    SignBook,
    Wish,
)

PRIVATE = "Rachel van der Lindestraat"
"""Stands in every error that a handler raises; it may be seen nowhere afterwards."""


@dataclass(frozen=True)
class Book(Aggregate):
    """The marks of one case, in the order they came."""

    case_id: str
    office: str
    coordinator_id: str
    marks: tuple[int, ...] = ()
    closed: bool = False
    rung: tuple[str, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the coordinator."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)})


class BookRow(SQLModel, table=True):
    """One book."""

    metadata = SQLModel.metadata.__class__()
    __tablename__ = "book"
    __table_args__ = (CheckConstraint("lowest >= 0", name="no_mark_below_nought"),)

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    coordinator_id: str = Field(max_length=32)
    marks: str = Field(sa_column=Column(Text, nullable=False))
    lowest: int
    closed: bool
    rung: str = Field(sa_column=Column(Text, nullable=False))
    version: int


def book_row(book: Book) -> dict[str, Any]:
    """Write a book down."""
    return {
        "case_id": book.case_id,
        "office": book.office,
        "coordinator_id": book.coordinator_id,
        "marks": json.dumps(book.marks),
        "lowest": min(book.marks, default=0),
        "closed": book.closed,
        "rung": json.dumps(book.rung),
    }


def book_value(row: Row[Any]) -> Book:
    """Read a book."""
    marks, rung = tuple(json.loads(row.marks)), tuple(json.loads(row.rung))
    return Book(row.case_id, row.office, row.coordinator_id, marks, row.closed, rung, row.version)


async def _no_bell(_bell: Bell) -> str:
    return "kring.done"


@dataclass
class Weather:
    """What goes on outside the service while it works; a test changes it."""

    storms: set[str] = field(default_factory=set)
    """Cases whose guests meet a fault of ours."""
    ring: Callable[[Bell], Awaitable[str]] = _no_bell

    def service(self) -> Service:
        """Give the service in this weather."""
        return Service(
            name=messages.SERVICE,
            subscribe=self._subscribe,
            contract=messages,
            shelves=(Shelf(Book, BookRow, book_row, book_value, by=("case_id",)),),
            metadata=BookRow.metadata,
            migrations="tests.integration.lane.migrations",
        )

    def _subscribe(self, broker: LaneBroker, _around: Surroundings) -> None:
        broker.hears(DoorOpened, open_door)
        broker.hears(GuestCame, self._note_guest)
        broker.does(SignBook, sign)
        broker.does(LendBook, lend)
        broker.does(KeepBook, keep)
        broker.does(RingBell, ring_bell)
        broker.due(HourStruck, close_book)
        broker.answers(ShowBook, show_book)
        broker.carries_out("bell", Bell, self._ring, ErrandDone, bell_rung)

    async def _ring(self, bell: Bell) -> str:
        return await self.ring(bell)

    def _note_guest(self, message: GuestCame, work: Work) -> None:
        """Put a guest's mark in the book."""
        book = work.need(Book, message.case_id)
        if message.wish is Wish.FAULT or message.case_id in self.storms:
            raise RuntimeError(PRIVATE)
        if message.wish is Wish.REFUSAL:
            raise Refused("no guest of that kind")
        if message.wish is Wish.MAKE_ANEW:
            work.save(Book(message.case_id, message.office, book.coordinator_id))
            return
        work.save(replace(book, marks=(*book.marks, message.mark)))
        work.tell(GuestNoted(case_id=message.case_id, mark=message.mark))


def open_door(message: DoorOpened, work: Work) -> None:
    """Begin a book; a door that opens twice changes nothing."""
    if work.get(Book, message.case_id) is None:
        work.save(Book(message.case_id, message.office, message.coordinator_id))


def sign(message: SignBook, work: Work) -> None:
    """Leave a mark, and a name that only the case's key opens."""
    book = work.need(Book, message.case_id)
    if book.closed:
        raise Refused("the book is closed")
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.full_name)
    work.save(replace(book, marks=(*book.marks, message.mark)))
    work.tell(GuestNoted(case_id=message.case_id, mark=message.mark, signed=sealed))


def lend(message: LendBook, work: Work) -> None:
    """Wait for the hour."""
    work.need(Book, message.case_id)
    work.remind(HourStruck(case_id=message.case_id), work.now + timedelta(hours=message.hours))


def keep(message: KeepBook, work: Work) -> None:
    """Wait no more."""
    work.need(Book, message.case_id)
    work.forget((HourStruck,), message.case_id)
    work.call_back("bell", message.case_id)


def close_book(message: HourStruck, work: Work) -> None:
    """The hour struck."""
    book = work.need(Book, message.case_id)
    work.save(replace(book, closed=True))
    work.tell(BookClosed(case_id=message.case_id))


def ring_bell(message: RingBell, work: Work) -> None:
    """Have the bell rung."""
    work.need(Book, message.case_id)
    work.send_out("bell", message.case_id, Bell(case_id=message.case_id))


def bell_rung(message: ErrandDone, work: Work) -> None:
    """Keep what came of it."""
    book = work.need(Book, message.case_id)
    work.save(replace(book, rung=(*book.rung, message.code)))
    work.tell(BellRang(case_id=message.case_id, code=message.code))


def show_book(query: ShowBook, reader: Reader) -> BookShown:
    """Read a book."""
    book = reader.get(Book, query.case_id)
    if book is None:
        raise Refused("no book")
    return BookShown(marks=book.marks, closed=book.closed, rung=book.rung)
