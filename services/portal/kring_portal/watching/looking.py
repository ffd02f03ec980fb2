"""What the portal's own tables and the bus say about how it is doing: counts and ages, never what stands in a row."""

from datetime import datetime
from typing import Any, Final

from nats.aio.client import Client as Nats
from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, select, text

from kring_portal.store.system_tables import SetApartRow, WebhookRow
from kring_portal.store.tables import SessionRow
from kring_portal.web.house import House
from kring_shared.runtime.authority.tags import durable_of_portal
from kring_shared.runtime.bus.streams import RECEIPTS
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms

MOST: Final = 20_000
"""Nothing is counted further, so that a look costs the same however bad it is."""
WITHIN_MS: Final = 2000
SESSION, HOOK, APART = table_of(SessionRow), table_of(WebhookRow), table_of(SetApartRow)
OFF: Final = HOOK.c.disabled.is_(True)
FAILING: Final = HOOK.c.failing_since_ms.is_not(None) & HOOK.c.disabled.is_(False)


def look_at(house: House) -> dict[str, float]:
    """Read it all in one transaction that only reads.

    Raises:
        SQLAlchemyError: the database does not answer, or not in time.
    """
    now = house.now()
    idle = SESSION.c.seen_ms > to_ms(now - house.settings.idle)
    with house.database.read() as tx:
        if not house.database.is_sqlite:
            tx.execute(text(f"SET LOCAL statement_timeout = {WITHIN_MS}"))
        return {
            "kring_portal_sessions": _count(tx, SESSION, SESSION.c.ends_ms > to_ms(now), idle),
            "kring_portal_webhooks_failing": _count(tx, HOOK, FAILING),
            "kring_portal_webhooks_failing_oldest_seconds": _age(
                tx, select(HOOK.c.failing_since_ms).where(FAILING).order_by(HOOK.c.failing_since_ms), now
            ),
            "kring_portal_webhooks_off": _count(tx, HOOK, OFF),
            "kring_portal_set_apart": _count(tx, APART),
            "kring_portal_set_apart_oldest_seconds": _age(tx, select(APART.c.at_ms).order_by(APART.c.at_ms), now),
        }


async def waiting(connection: Nats, offices: tuple[str, ...]) -> float:
    """Count the events that the bus keeps for the portal, those handed out included.

    Raises:
        nats.errors.Error: the bus does not answer, or has no consumer of ours yet.
    """
    info = await connection.jetstream().consumer_info(RECEIPTS, durable_of_portal(offices))
    return float((info.num_pending or 0) + (info.num_ack_pending or 0))


def _count(tx: Connection, table: Table, *where: ColumnElement[bool]) -> float:
    few = select(literal(1)).select_from(table).where(*where).limit(MOST).subquery()
    return float(tx.execute(select(func.count()).select_from(few)).scalar_one())


def _age(tx: Connection, oldest: Select[Any], now: datetime) -> float:
    since = tx.execute(oldest.limit(1)).scalar()
    return max(0, to_ms(now) - since) / 1000 if since is not None else 0.0
