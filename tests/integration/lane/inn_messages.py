"""What the inn of these tests hears, tells and answers: it loads in two steps, erases, and offers guests elsewhere."""

from typing import ClassVar

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Named, Query, Reach
from kring_shared.contracts.rights import Right

SERVICE = "inn"


class GuestRang(Fact, service="street"):
    """Somebody rings at a door; the case is who they are if nobody behind it is known."""

    door_id: Key
    full_name: str = ""


class GuestMoved(Fact, service="street"):
    """A guest may be found behind another door as well."""

    door_id: Key


class GuestLeft(Fact, service="street"):
    """A guest leaves for good."""

    in_trouble: bool = False


class GuestNoted(Fact, service=SERVICE):
    """A guest came once more."""

    visits: int


class GuestOffered(Fact, service=SERVICE):
    """A guest is offered to another office, under an id of this offer only."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: str


class OfferTaken(Fact, service=SERVICE):
    """The other office took the offer."""


class OfferLapsed(Deadline, service=SERVICE):
    """An offer is over."""


class OfferGuest(Command, service=SERVICE):
    """Offer a guest to another office."""

    case_id: Key
    offer_id: Key
    to_office: str


class KnockAt(Command, service=SERVICE):
    """Count everybody behind a door once more."""

    case_id: Key


class ShowDoor(Query, service=SERVICE):
    """Ask who is behind a door, and about one more guest."""

    case_id: Key
    also: str = ""


class DoorShown(Answer):
    """The visits of each."""

    visits: tuple[int, ...]
    also: int | None


RIGHTS: dict[type[Named], dict[Role, Right]] = {
    message: {Role.REGIONAL_MANAGER: Right.OFFICE} for message in (OfferGuest, KnockAt, ShowDoor)
}
