"""The cases of an office, as codes and dates: nothing is opened."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row, Select, select

from kring_intake.process import Held, Stage, possible
from kring_intake.store.request import RequestRow
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases
from kring_shared.kernel.errors import NotPermitted
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms

LISTED: Final = ("case_id", "office", "stage", "held", "conference_type", "context", "urgency", "received_ms")
"""The columns of a line; of the rest of a request nothing is read."""
WAITS: Final = tuple(held.value for held in Held if held is not Held.FREE)


def list_cases(query: ListCases, reader: Reader) -> CaseList:
    """List the cases of the office that asks, newest first: the columns of the list only, nothing is opened.

    Each stage that is asked for has a page of its own, straight from the index, and of these together the newest are
    the page: so a page takes as long among many cases as among few.
    """
    must_be_own(query.office, reader)
    table = table_of(RequestRow)
    order = Order((table.c.received_ms, number), (table.c.case_id, str), newest_first=True)
    pages = (reader.session.execute(order.page(one, query.before, query.limit)).all() for one in _asked(query, reader))
    rows = order.merged(pages)
    return CaseList(cases=tuple(map(_line, rows[: query.limit])), next=order.next(rows, query.limit))


def _of_the_office(reader: Reader) -> Select[Any]:
    table = table_of(RequestRow)
    return select(*(table.c[name] for name in LISTED)).where(table.c.office == reader.office)


def _asked(query: ListCases, reader: Reader) -> Iterator[Select[Any]]:
    """Give what is asked as statements that each walk one index."""
    table, cases = table_of(RequestRow), _of_the_office(reader)
    stages = tuple(dict.fromkeys(query.stages))
    if query.held:  # these are few: what waits for a person does not wait for ever
        for held in (held for held in WAITS if query.held_for in {"", held}):
            waiting = cases.where(table.c.held == held)
            yield waiting.where(table.c.stage.in_(stages)) if stages else waiting
        return
    if query.held is False:
        cases = cases.where(table.c.held.not_in(WAITS))
    if not stages:
        yield cases
    for stage in stages:
        yield cases.where(table.c.stage == stage)


def _line(row: Row[Any]) -> CaseLine:
    return CaseLine(
        case_id=row.case_id,
        office=row.office,
        stage=row.stage,
        held="" if row.held == Held.FREE else row.held,
        conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
        context=Context(row.context),
        urgency=Urgency(row.urgency),
        received_at=from_ms(row.received_ms),
        possible=possible(Stage(row.stage), Held(row.held)),
    )


def must_be_own(office: str, reader: Reader) -> None:
    """Refuse a question about another office.

    Raises:
        NotPermitted: the actor is of another office.
    """
    if office != reader.office:
        raise NotPermitted(f"an actor of office {reader.office} cannot ask about {office}").because("another-office")
