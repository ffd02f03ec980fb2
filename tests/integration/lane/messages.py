"""What the guestbook of these tests hears, tells and answers: a service as small as can be, with one of everything."""

from enum import StrEnum

from pydantic import BaseModel, Field

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Named, Query
from kring_shared.contracts.rights import Right
from kring_shared.contracts.sealed import Sealed

SERVICE = "guestbook"


class Wish(StrEnum):
    """How a guest makes trouble."""

    NOTHING = "nothing"
    FAULT = "fault"
    REFUSAL = "refusal"
    MAKE_ANEW = "make-anew"


class DoorOpened(Fact, service="hall"):
    """A case has a book from now on."""

    coordinator_id: Key


class GuestCame(Fact, service="street"):
    """A guest leaves a mark in the book of the case; the database refuses a mark below nought."""

    mark: int
    wish: Wish = Wish.NOTHING


class GuestNoted(Fact, service=SERVICE):
    """A mark stands in the book."""

    mark: int
    signed: Sealed[str] | None = None


class BookClosed(Fact, service=SERVICE):
    """The book's time was over."""


class BellRang(Fact, service=SERVICE):
    """The bell was rung, or not."""

    code: str


class SignBook(Command, service=SERVICE):
    """Leave a mark and a name."""

    case_id: Key
    mark: int
    full_name: str = Field("", examples=["Rachel"])


class LendBook(Command, service=SERVICE):
    """Set the hour at which the book closes."""

    case_id: Key
    hours: int = Field(ge=1)


class KeepBook(Command, service=SERVICE):
    """Let the book stay open after all."""

    case_id: Key


class RingBell(Command, service=SERVICE):
    """Have the bell rung, outside."""

    case_id: Key


class HourStruck(Deadline, service=SERVICE):
    """The book closes."""


class ShowBook(Query, service=SERVICE):
    """Ask what stands in a book."""

    case_id: Key


class BookShown(Answer):
    """One book."""

    marks: tuple[int, ...]
    closed: bool
    rung: tuple[str, ...]


class Bell(BaseModel):
    """What the ringer needs."""

    case_id: str


BOTH = {Role.REGIONAL_MANAGER: Right.OFFICE, Role.COORDINATOR: Right.OWN}
RIGHTS: dict[type[Named], dict[Role, Right]] = {
    SignBook: BOTH,
    LendBook: {Role.REGIONAL_MANAGER: Right.OFFICE},
    KeepBook: {Role.REGIONAL_MANAGER: Right.OFFICE},
    RingBell: BOTH,
    ShowBook: BOTH,
}
