"""Requests that look like the same people and wait for a person to decide."""

from sqlalchemy import select

from kring_intake.process import SuspicionStage
from kring_intake.queries.cases import must_be_own
from kring_intake.store.duplicate import SuspicionRow, suspicion_value
from kring_shared.contracts.intake import DuplicateLine, DuplicateList, ListDuplicates
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.shelves import table_of


def list_duplicates(query: ListDuplicates, reader: Reader) -> DuplicateList:
    """List what is suspected at the office that asks, the likeliest first; codes only, nothing is opened."""
    must_be_own(query.office, reader)
    table = table_of(SuspicionRow)
    order = Order((table.c.strength, number), (table.c.pair_id, str), newest_first=True)
    waiting = select(table).where(table.c.office == reader.office, table.c.decision == SuspicionStage.SUSPECTED.value)
    rows = reader.session.execute(order.page(waiting, query.after, query.limit)).all()
    suspicions = map(suspicion_value, rows[: query.limit])
    return DuplicateList(
        duplicates=tuple(
            DuplicateLine(
                case_id=suspicion.case_id,
                other_id=suspicion.other_id or None,
                elsewhere=suspicion.elsewhere,
                strength=suspicion.strength,
                reasons=suspicion.reasons,
                stage=suspicion.decision.value,
            )
            for suspicion in suspicions
        ),
        next=order.next(rows, query.limit),
    )
