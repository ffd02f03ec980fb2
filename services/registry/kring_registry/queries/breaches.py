"""The register of breaches, the newest first, with what happened: for the regional manager."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from kring_registry.domain.breach import Breach
from kring_registry.process.breach import BREACH
from kring_registry.store.breach import BreachRow, breach_value
from kring_shared.contracts.registry import BreachList, BreachShown, ListBreaches
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

HOUR: Final = timedelta(hours=1)


def list_breaches(query: ListBreaches, reader: Reader) -> BreachList:
    """List the breaches of the office, the one that was found last first."""
    table = table_of(BreachRow)
    newest = (table.c.found_at_ms.desc(), table.c.breach_id)
    found = select(table).where(table.c.office == reader.office).order_by(*newest).limit(query.limit)
    return BreachList(breaches=tuple(_shown(breach_value(row), reader) for row in reader.session.execute(found)))


def _shown(breach: Breach, reader: Reader) -> BreachShown:
    words = reader.open(breach.words, str)
    return BreachShown(
        breach_id=breach.id,
        stage=breach.stage,
        found_on=breach.found_at.date(),
        report_by=breach.report_by.date(),
        hours_left=(breach.report_by - reader.now) // HOUR,
        people=breach.people,
        risk=breach.risk,
        authority_told=breach.authority_told,
        people_told=breach.people_told,
        words=words,
        possible=BREACH.possible(breach.stage),
    )
