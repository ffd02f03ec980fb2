"""What people asked the office: never to whom a complaint is about, and its words only to who handles it."""

from itertools import islice
from typing import Final

from sqlalchemy import select

from kring_registry.domain.asked import SEE, Asked
from kring_registry.process.asked import ASKED, AskedStage
from kring_registry.store.asked import AskedRow, asked_value
from kring_shared.contracts.registry import AskedList, AskedShown, ListAsked, ShowAsked
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, day
from kring_shared.runtime.storage.shelves import table_of

MOST: Final = 100_000
"""More than any office keeps; what is read of them ends with the page."""


def show_asked(query: ShowAsked, reader: Reader) -> AskedShown:
    """Show one of them; to whom a complaint is about it does not exist."""
    asked: Asked | None = reader.get(Asked, query.asked_id)
    if asked is None or asked.is_about(reader.actor.id):
        raise NotFound("nothing that somebody asked is known under that id in this office")
    if asked.handler != reader.actor.id:
        return _shown(asked, "")
    words = reader.open(asked.words, str)
    return _shown(asked, words)


def list_asked(query: ListAsked, reader: Reader) -> AskedList:
    """List what people asked, the first to answer first, without what they said."""
    table = table_of(AskedRow)
    chosen = [table.c.office == reader.office]
    if query.open_only:
        chosen.append(table.c.stage != AskedStage.ANSWERED.value)
    order = Order((table.c.answer_by, day), (table.c.asked_id, str))
    found = reader.session.execute(order.page(select(table).where(*chosen), query.after, MOST))
    theirs = (row for row in found if not asked_value(row).is_about(reader.actor.id))
    rows = tuple(islice(theirs, query.limit + 1))  # what somebody may not see takes no place on their page either
    page = map(asked_value, rows[: query.limit])
    return AskedList(asked=tuple(_shown(asked, "") for asked in page), next=order.next(rows, query.limit))


def _shown(asked: Asked, words: str | Erased) -> AskedShown:
    return AskedShown(
        asked_id=asked.id,
        case_id=asked.case_id,
        person_id=asked.person_id,
        asks_for=asked.asks_for,
        stage=asked.stage,
        received_on=asked.received_on,
        answer_by=asked.answer_by,
        handler=asked.handler,
        words=words,
        answered_with=asked.answered_with,
        code=asked.code,
        erasure_id=asked.erasure_id,
        possible=ASKED.possible(asked.stage),
        see=SEE[asked.asks_for],
        extended_for=asked.extended_for,
    )
