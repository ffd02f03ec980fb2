"""The inn: a service that loads in two steps, removes and erases, and hears its own facts for another office."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.declared.service import Service, Surroundings
from kring_shared.runtime.storage.shelves import Shelf
from tests.integration.lane import inn_messages as messages
from tests.integration.lane.inn_messages import (
    DoorShown,
    GuestLeft,
    GuestMoved,
    GuestNoted,
    GuestOffered,
    GuestRang,
    KnockAt,
    OfferGuest,
    OfferLapsed,
    OfferTaken,
    ShowDoor,
)

METADATA = SQLModel.metadata.__class__()
NOTE = "what the other office thinks of it"


@dataclass(frozen=True)
class Kept(Aggregate):
    """What the inn keeps has a key and an office."""

    key: str
    office: str

    @property
    def id(self) -> str:
        """Give its key."""
        return self.key


@dataclass(frozen=True)
class Door(Kept):
    """Who may be behind it."""

    guest_ids: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class Guest(Kept):
    """Somebody, by a sealed name."""

    visits: int
    name: Sealed[str]
    version: int = 0


@dataclass(frozen=True)
class Offer(Kept):
    """A guest another office offered to this one."""

    note: Sealed[str]
    version: int = 0


class DoorRow(SQLModel, table=True):
    """One door."""

    metadata = METADATA
    __tablename__ = "door"
    id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    guest_ids: str = Field(sa_column=Column(Text, nullable=False))
    version: int


class GuestRow(SQLModel, table=True):
    """One guest."""

    metadata = METADATA
    __tablename__ = "guest"
    __table_args__ = (CheckConstraint("visits < 100", name="no_regulars"),)
    id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    visits: int
    name: str = Field(sa_column=Column(Text, nullable=False))
    version: int


class OfferRow(SQLModel, table=True):
    """One offer."""

    metadata = METADATA
    __tablename__ = "offer"
    id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    note: str = Field(sa_column=Column(Text, nullable=False))
    version: int


def door_row(door: Door) -> dict[str, Any]:
    """Write a door down."""
    return {"id": door.id, "office": door.office, "guest_ids": json.dumps(door.guest_ids)}


def door_value(row: Row[Any]) -> Door:
    """Read a door."""
    return Door(row.id, row.office, tuple(json.loads(row.guest_ids)), row.version)


def guest_row(guest: Guest) -> dict[str, Any]:
    """Write a guest down."""
    return {"id": guest.id, "office": guest.office, "visits": guest.visits, "name": guest.name.model_dump_json()}


def guest_value(row: Row[Any]) -> Guest:
    """Read a guest."""
    return Guest(row.id, row.office, row.visits, Sealed[str].model_validate_json(row.name), row.version)


def offer_row(offer: Offer) -> dict[str, Any]:
    """Write an offer down."""
    return {"id": offer.id, "office": offer.office, "note": offer.note.model_dump_json()}


def offer_value(row: Row[Any]) -> Offer:
    """Read an offer."""
    return Offer(row.id, row.office, Sealed[str].model_validate_json(row.note), row.version)


def inn() -> Service:
    """Give the service."""
    return Service(
        name=messages.SERVICE,
        subscribe=subscribe,
        contract=messages,
        shelves=(
            Shelf(Door, DoorRow, door_row, door_value, by=("id",)),
            Shelf(Guest, GuestRow, guest_row, guest_value, by=("id",)),
            Shelf(Offer, OfferRow, offer_row, offer_value, by=("id",)),
        ),
        metadata=METADATA,
        migrations="tests.integration.lane.inn_migrations",
    )


def subscribe(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare what the inn does."""
    broker.hears(GuestRang, let_in, keys=lambda message, _office: (message.door_id,), then=behind_the_door)
    broker.hears(GuestMoved, move, keys=lambda message, _office: (message.door_id,))
    broker.hears(GuestLeft, let_go)
    broker.hears(GuestOffered, take_offer)
    broker.does(OfferGuest, offer)
    broker.does(KnockAt, knock, then=behind_the_door)
    broker.answers(ShowDoor, show_door, then=behind_the_door)
    broker.due(OfferLapsed, lapse)


def person(guest_id: str) -> str:
    """Name the key of a guest."""
    return scope_of(Scope.PERSON, guest_id)


def behind_the_door(message: GuestRang | KnockAt | ShowDoor, _office: str, found: Found) -> tuple[str, ...]:
    """Name the guests of a door."""
    door = found.get(Door, message.door_id if isinstance(message, GuestRang) else message.case_id)
    return door.guest_ids if door else ()


def let_in(message: GuestRang, work: Work) -> None:
    """Count a guest who is known behind this door, or get to know one."""
    door = work.get(Door, message.door_id) or Door(message.door_id, work.office)
    known = [guest for guest_id in door.guest_ids if (guest := work.get(Guest, guest_id))]
    if known:
        guest = replace(known[0], visits=known[0].visits + 1)
    else:
        guest = Guest(message.case_id, work.office, 1, work.seal(person(message.case_id), message.full_name))
        work.save(replace(door, guest_ids=(*door.guest_ids, guest.id)))
    work.save(guest)
    work.tell(GuestNoted(case_id=guest.id, visits=guest.visits))


def move(message: GuestMoved, work: Work) -> None:
    """Put a guest behind a door without a look at them."""
    door = work.get(Door, message.door_id) or Door(message.door_id, work.office)
    work.save(replace(door, guest_ids=(*door.guest_ids, message.case_id)))


def let_go(message: GuestLeft, work: Work) -> None:
    """Forget a guest."""
    work.remove(work.need(Guest, message.case_id))
    work.erase(person(message.case_id), because="guest-left")
    if message.in_trouble:
        raise RuntimeError


def knock(message: KnockAt, work: Work) -> None:
    """Count everybody."""
    for guest_id in work.need(Door, message.case_id).guest_ids:
        guest = work.need(Guest, guest_id)
        work.save(replace(guest, visits=guest.visits + 1))


def offer(message: OfferGuest, work: Work) -> None:
    """Offer a guest to another office."""
    work.need(Guest, message.case_id)
    work.tell(GuestOffered(case_id=message.offer_id, to_office=message.to_office))


def take_offer(message: GuestOffered, work: Work) -> None:
    """Take an offer, as the office it was made to."""
    work.speak_for(message.to_office)
    note = work.seal(scope_of(Scope.CASE, message.case_id), NOTE)
    work.save(Offer(message.case_id, work.office, note))
    work.tell(OfferTaken(case_id=message.case_id))
    work.remind(OfferLapsed(case_id=message.case_id), work.now + timedelta(hours=1))


def lapse(message: OfferLapsed, work: Work) -> None:
    """Take an offer away."""
    work.remove(work.need(Offer, message.case_id))


def show_door(query: ShowDoor, reader: Reader) -> DoorShown:
    """Read who is behind a door."""
    door = reader.get(Door, query.case_id)
    visits = tuple(reader.get(Guest, guest_id).visits for guest_id in door.guest_ids)
    reader.load(query.also)
    also = reader.get(Guest, query.also)
    return DoorShown(visits=visits, also=also.visits if also else None)
