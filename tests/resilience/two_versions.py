"""A porter who tells of guests in one version or the next, and a book that hears the first only, or both."""

from dataclasses import replace

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact, Key, Named
from kring_shared.contracts.rights import Right
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service, Surroundings
from kring_shared.runtime.storage.shelves import Shelf
from tests.integration.lane import messages
from tests.integration.lane.guestbook import Book, BookRow, book_row, book_value
from tests.integration.lane.messages import GuestNoted

PORTER = "porter"
MIGRATIONS = "tests.integration.lane.migrations"
NOBODY = "019aa0000000700080000000000000c0"


class GuestAdmitted(Fact, service=PORTER):
    """A guest was let in."""

    mark: int


class GuestAdmittedV2(Fact, service=PORTER, version=2):
    """A guest was let in, and to which floor."""

    mark: int
    floor: int


class AdmitGuest(Command, service=PORTER):
    """Let a guest in."""

    case_id: Key
    mark: int


RIGHTS: dict[type[Named], dict[Role, Right]] = {AdmitGuest: {Role.REGIONAL_MANAGER: Right.OFFICE}}
SERVICES = {
    "porter-1": lambda: porter(1),
    "porter-2": lambda: porter(2),
    "reader-1": lambda: reader(1),
    "reader-2": lambda: reader(2),
}


def porter(version: int) -> Service:
    """Give who tells, of a Kring that tells this version."""
    tells = {1: admit, 2: admit_to_a_floor}[version]

    def subscribe(broker: LaneBroker, _around: Surroundings) -> None:
        broker.does(AdmitGuest, tells)

    return Service(PORTER, subscribe, messages, shelves=(), metadata=BookRow.metadata, migrations=MIGRATIONS)


def reader(version: int) -> Service:
    """Give who hears, of a Kring that knows this version."""
    shelf = Shelf(Book, BookRow, book_row, book_value, by=("case_id",))
    hears = {1: hear_first, 2: hear_both}[version]
    return Service(messages.SERVICE, hears, messages, (shelf,), metadata=BookRow.metadata, migrations=MIGRATIONS)


def hear_first(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare what a Kring heard that knew no floors."""
    broker.hears(GuestAdmitted, note)


def hear_both(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare what a Kring hears that knows floors."""
    broker.hears(GuestAdmitted, note_with_floor, read_as=to_the_ground_floor)
    broker.hears(GuestAdmittedV2, note_with_floor)


def to_the_ground_floor(older: GuestAdmitted) -> GuestAdmittedV2:
    """Read an older fact as a newer one: nobody was let in further then."""
    return GuestAdmittedV2(**older.model_dump(), floor=0)


def admit(message: AdmitGuest, work: Work) -> None:
    """Let a guest in."""
    work.tell(GuestAdmitted(case_id=message.case_id, mark=message.mark))


def admit_to_a_floor(message: AdmitGuest, work: Work) -> None:
    """Let a guest in, and further."""
    work.tell(GuestAdmittedV2(case_id=message.case_id, mark=message.mark, floor=1))


def note(message: GuestAdmitted, work: Work) -> None:
    """Put a guest in the book."""
    book = work.get(Book, message.case_id) or Book(message.case_id, message.office, NOBODY)
    work.save(replace(book, marks=(*book.marks, message.mark), rung=(*book.rung, "nobody asked")))
    work.tell(GuestNoted(case_id=message.case_id, mark=message.mark))


def note_with_floor(message: GuestAdmittedV2, work: Work) -> None:
    """Put a guest and a floor in the book."""
    book = work.get(Book, message.case_id) or Book(message.case_id, message.office, NOBODY)
    work.save(replace(book, marks=(*book.marks, message.mark), rung=(*book.rung, str(message.floor))))
    work.tell(GuestNoted(case_id=message.case_id, mark=message.mark))
