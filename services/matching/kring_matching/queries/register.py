"""What people ask of the register: who is in it, and what it says of one of them."""

from collections.abc import Mapping

from sqlalchemy import Text, cast, select

from kring_matching.domain import Coordinator, Lending, Search
from kring_matching.domain.load import load_of
from kring_matching.domain.standing import in_the_way
from kring_matching.queries.loads import loads_of
from kring_matching.store.coordinator import CoordinatorRow, value_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    CoordinatorLine,
    CoordinatorList,
    CoordinatorShown,
    IssuedLine,
    ListCoordinators,
    SelfDeclared,
    ShowCoordinator,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import name_of
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of


def list_coordinators(query: ListCoordinators, reader: Reader) -> CoordinatorList:
    """Read the register of the office, those who left too; guests of a loan stand in another office's.

    Languages and types are lists of codes in one column each: a code is found in it with its quotes.
    """
    loads = loads_of(reader.session, reader.office)
    table = table_of(CoordinatorRow)
    ours = select(table).where(table.c.office == reader.office, table.c.lent_by.is_(None))
    for column, wanted in ((table.c.standing, query.standing), (table.c.municipality, query.municipality)):
        ours = ours.where(column == wanted) if wanted else ours
    for codes, code in ((table.c.languages, query.language), (cast(table.c.scopes, Text), query.scope)):
        ours = ours.where(codes.contains(f'"{code}"', autoescape=True)) if code else ours
    order = Order((table.c.coordinator_id, str))
    rows = reader.session.execute(order.page(ours, query.after, query.limit)).all()
    lines = (_line(one, loads[one.id], reader) for one in map(value_of, rows[: query.limit]))
    return CoordinatorList(coordinators=tuple(lines), next=order.next(rows, query.limit))


class RegisterShower:
    """Shows one entry, with the name of the proof that the office's policy asks for."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Show the register of these."""
        self._offices = offices

    def show_coordinator(self, query: ShowCoordinator, reader: Reader) -> CoordinatorShown:
        """Tell what the register says of somebody; religion and background to themselves only."""
        entry: Coordinator | None = reader.get(Coordinator, query.coordinator_id)
        if entry is None:
            raise NotFound("no coordinator is known under that id in this office")
        load = load_of(reader.all(Search, entry.id), reader.all(Lending, entry.id))
        said = _declared(entry, reader)
        return CoordinatorShown(
            line=_line(entry, load, reader),
            levels=entry.levels,
            gender=entry.gender,
            birth_year=entry.birth_year,
            municipalities=entry.municipalities,
            travel_limit_km=entry.travel_limit_km,
            away=entry.away,
            screening=POLICIES[self._offices[entry.office].policy].screening,
            screening_checked_on=entry.screening_checked_on,
            certified_on=entry.certified_on,
            statute=entry.statute,
            issued=tuple(
                IssuedLine(thing=one.thing, issued_on=one.issued_on, returned_on=one.returned_on)
                for one in entry.issued
            ),
            ties=entry.ties,
            religion=said.religion,
            background=said.background,
            standing_because=entry.standing_because,
            standing_since=entry.standing_since,
            in_the_way=in_the_way(entry, reader.now.date()),
            possible=entry.possible,
        )


def _declared(entry: Coordinator, reader: Reader) -> SelfDeclared:
    """Open what somebody declared for themselves; for anybody else there is nothing, and nothing is opened."""
    themselves = reader.actor.role is Role.COORDINATOR and reader.actor.id == entry.id
    said = reader.open(entry.declared, SelfDeclared) if themselves and entry.declared is not None else None
    return said if isinstance(said, SelfDeclared) else SelfDeclared()


def _line(entry: Coordinator, load: int, reader: Reader) -> CoordinatorLine:
    return CoordinatorLine(
        coordinator_id=entry.id,
        name=name_of(entry.card.contact, reader),
        languages=entry.card.languages,
        scopes=entry.scopes,
        municipality=entry.municipality,
        active_cases=load,
        maximum_load=entry.maximum_load,
        standing=entry.standing.value,
        supervised=entry.supervised,
        screening_valid_until=None if entry.lent_by else entry.screening_valid_until,
    )
