"""What the rows of a service's database say about how it is doing: counts and ages, never what stands in a row."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, text

from kring_shared.kernel.ids import DAY_MS
from kring_shared.runtime.declared.routes import Origin
from kring_shared.runtime.lane.erasures import OPEN
from kring_shared.runtime.lane.pages import DAY_ONLY
from kring_shared.runtime.lane.settle import Setup
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import DEADLINE, ERASURE, ERRAND, OUTBOX, PARKED, to_ms

Seen = list[tuple[str, tuple[str, ...], float]]
"""Name of the metric, labels, value."""
MOST: Final = 20_000
"""Nothing is counted further, so that a look costs the same however bad it is."""
WITHIN_MS: Final = 2000
MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
OTHER: Final = "other"
"""The label of a kind that this Kring does not declare: rows an older or a newer one left."""

UNSENT: Final = OUTBOX.c.place.is_(None)
RETRIED: Final = PARKED.c.due_ms.is_not(None)
DEAD: Final = PARKED.c.due_ms.is_(None)
OLDEST: Final = {
    # The moment of a fact of which only the day is told stands nowhere, so it has no age either.
    "kring_outbox_oldest_unsent_seconds": select(OUTBOX.c.told_ms)
    .where(UNSENT, OUTBOX.c.type.not_in(DAY_ONLY))
    .order_by(OUTBOX.c.seq),
    "kring_parked_oldest_seconds": select(PARKED.c.parked_ms).where(RETRIED).order_by(PARKED.c.seq),
    "kring_dead_letters_oldest_seconds": select(PARKED.c.parked_ms).where(DEAD).order_by(PARKED.c.seq),
    "kring_erasures_open_oldest_seconds": select(ERASURE.c.decided_ms).where(OPEN).order_by(ERASURE.c.decided_ms),
}
COUNTED: Final = {"kring_outbox_unsent": UNSENT, "kring_parked": RETRIED, "kring_dead_letters": DEAD}


def look_at(setup: Setup) -> Seen:
    """Read it all in one transaction that only reads.

    Raises:
        SQLAlchemyError: the database does not answer, or not in time.
    """
    now = to_ms(setup.clock.now())
    kinds = setup.routes.of(Origin.DEADLINE)
    with setup.database.read() as tx:
        _hurry(tx, setup.database)
        return [
            *((name, (), float(_count(tx, where))) for name, where in COUNTED.items()),
            *((name, (), _age(tx, oldest, now)) for name, oldest in OLDEST.items()),
            ("kring_deadlines_overdue", (), float(_count(tx, DEADLINE.c.due_ms <= now - MINUTE_MS))),
            *_coming_due(tx, kinds, now),
            *_waiting(tx, setup.routes.runners, now),
        ]


def _hurry(tx: Connection, database: Database) -> None:
    """Let a server give up by itself; SQLite has no such word, and its counts end at `MOST`."""
    if not database.is_sqlite:
        tx.execute(text(f"SET LOCAL statement_timeout = {WITHIN_MS}"))


def _count(tx: Connection, where: ColumnElement[bool]) -> int:
    few = select(literal(1)).where(where).limit(MOST).subquery()
    return tx.execute(select(func.count()).select_from(few)).scalar_one()


def _age(tx: Connection, oldest: Select[Any], now: int) -> float:
    since = tx.execute(oldest.limit(1)).scalar()
    return max(0, now - since) / 1000 if since is not None else 0.0


def _coming_due(tx: Connection, kinds: Collection[str], now: int) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Count what comes due by kind; each that is declared is told, also when there is none of it."""
    coming = and_(DEADLINE.c.due_ms > now, DEADLINE.c.due_ms <= now + DAY_MS)
    few = select(DEADLINE.c.kind, DEADLINE.c.due_ms).where(coming).order_by(DEADLINE.c.due_ms).limit(MOST).subquery()
    for within, until in (("1h", now + HOUR_MS), ("24h", now + DAY_MS)):
        by_kind = select(few.c.kind, func.count()).where(few.c.due_ms <= until).group_by(few.c.kind)
        for kind, many in _by_label(tx, by_kind, kinds).items():
            yield "kring_deadlines_due", (kind, within), many


def _waiting(tx: Connection, names: Collection[str], now: int) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Count errands that could begin, by name."""
    due = and_(ERRAND.c.state == "waiting", ERRAND.c.due_ms <= now)
    few = select(ERRAND.c.name).where(due).limit(MOST).subquery()
    by_name = select(few.c.name, func.count()).group_by(few.c.name)
    for name, many in _by_label(tx, by_name, names).items():
        yield "kring_errands_waiting", (name,), many


def _by_label(tx: Connection, counted: Select[Any], labels: Collection[str]) -> dict[str, float]:
    found = dict.fromkeys(labels, 0.0)
    for label, many in tx.execute(counted):
        declared = label if label in labels else OTHER
        found[declared] = found.get(declared, 0.0) + many
    return found
