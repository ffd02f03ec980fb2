"""Guests that come and go, and what the inn wrote down of them."""

from sqlalchemy import Table

from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.storage.shelves import table_of
from tests.integration.lane.desk import CASE, THIRD, Desk, a_fact
from tests.integration.lane.inn import GuestRow, OfferRow
from tests.integration.lane.inn_messages import GuestLeft, GuestRang

GUESTS: Table = table_of(GuestRow)
OFFERS: Table = table_of(OfferRow)
DOOR = THIRD


def rang(guest_id: str = CASE, door_id: str = DOOR) -> Delivery:
    """Give the fact that somebody rings."""
    return a_fact(GuestRang(case_id=guest_id, door_id=door_id, full_name="Rachel"))


def left(guest_id: str = CASE, *, in_trouble: bool = False) -> Delivery:
    """Give the fact that somebody leaves."""
    return a_fact(GuestLeft(case_id=guest_id, in_trouble=in_trouble))


def guests(desk: Desk) -> list[tuple[str, int, int]]:
    """Read the id, the visits and the version of every guest."""
    return [tuple(row) for row in desk.rows(GUESTS, "id", "visits", "version")]
