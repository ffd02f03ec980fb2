"""Where systems hear what became of their referrals, and what they did not take."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update

from kring_portal.store.safe import Safe
from kring_portal.store.system_tables import SetApartRow, SystemRow, WebhookRow
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.ids import derived_id, new_id
from kring_shared.runtime.storage.database import Database, upsert
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

HOOK, APART, SYSTEM = table_of(WebhookRow), table_of(SetApartRow), table_of(SystemRow)
MOST_EACH: Final = 5
SECRET_BYTES: Final = 32


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One place where a system hears."""

    id: str
    system_id: str
    system: str
    office: str
    url: str
    secret: str = field(repr=False)
    """Empty where it can no longer be read."""
    disabled: bool
    failing_since: datetime | None
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class SetApart:
    """One event that was not taken after the last try, or was not tried while its webhook was switched off."""

    id: str
    webhook_id: str
    event_id: str
    body: str
    tries: int
    why: str
    at: datetime


class Webhooks:
    """The table of webhooks, and of what was set apart."""

    def __init__(self, database: Database, safe: Safe) -> None:
        """Keep them in a database, their secrets sealed."""
        self._database, self._safe = database, safe

    def add(self, system_id: str, url: str, now: datetime) -> Webhook:
        """Add one, with a secret of its own.

        Raises:
            InvalidFields: the system has as many as it may have.
        """
        if len(self.all(system_id)) >= MOST_EACH:
            raise InvalidFields(("/url",), f"a system has {MOST_EACH} webhooks at most: remove one first")
        made, secret = new_id(now), "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        row = {
            "id": made,
            "system_id": system_id,
            "url": url,
            "secret": self._safe.seal(box_of(made), secret),
            "disabled": False,
            "failing_since_ms": None,
            "made_ms": to_ms(now),
        }
        with self._database.begin() as tx:
            tx.execute(insert(HOOK), row)
        return self.get(made, system_id)

    def all(self, system_id: str = "") -> tuple[Webhook, ...]:
        """Give those of a system, or of all that are let in; in the order they were made."""
        query = _hooks().order_by(HOOK.c.id)
        with self._database.read() as tx:
            rows = tx.execute(query.where(HOOK.c.system_id == system_id) if system_id else query).all()
        return tuple(map(self._hook, rows))

    def get(self, webhook_id: str, system_id: str = "") -> Webhook:
        """Give one; of this system, where it is named.

        Raises:
            NotFound: there is none, or it is another's.
        """
        query = _hooks().where(HOOK.c.id == webhook_id)
        with self._database.read() as tx:
            row = tx.execute(query.where(HOOK.c.system_id == system_id) if system_id else query).one_or_none()
        if row is None:
            raise NotFound("no such webhook")
        return self._hook(row)

    def remove(self, webhook_id: str) -> None:
        """Remove one, with what was set apart for it."""
        with self._database.begin() as tx:
            tx.execute(delete(APART).where(APART.c.webhook_id == webhook_id))
            tx.execute(delete(HOOK).where(HOOK.c.id == webhook_id))

    def failed(self, webhook_id: str, now: datetime) -> datetime:
        """Note that it took nothing now; give since when it does not."""
        with self._database.begin() as tx:
            first = func.coalesce(HOOK.c.failing_since_ms, to_ms(now))
            tx.execute(update(HOOK).where(HOOK.c.id == webhook_id).values(failing_since_ms=first))
            since = tx.execute(select(HOOK.c.failing_since_ms).where(HOOK.c.id == webhook_id)).scalar()
        return from_ms(since) if since is not None else now

    def took(self, webhook_id: str) -> None:
        """Note that it takes events."""
        with self._database.begin() as tx:
            failing = HOOK.c.failing_since_ms.is_not(None)
            tx.execute(update(HOOK).where(HOOK.c.id == webhook_id, failing).values(failing_since_ms=None))

    def switch(self, webhook_id: str, *, off: bool) -> None:
        """Send it nothing for now, or again."""
        with self._database.begin() as tx:
            on_again: dict[str, Any] = {} if off else {"failing_since_ms": None}
            tx.execute(update(HOOK).where(HOOK.c.id == webhook_id).values(disabled=off, **on_again))

    def set_apart(self, webhook_id: str, event_id: str, body: str, tries: int, why: str, now: datetime) -> None:
        """Keep an event that was not taken; the same one is kept once."""
        row = {
            "id": derived_id(webhook_id, event_id),
            "webhook_id": webhook_id,
            "event_id": event_id,
            "body": body,
            "tries": tries,
            "why": why,
            "at_ms": to_ms(now),
        }
        with self._database.begin() as tx:
            upsert(tx, APART, [row], on="id")

    def apart(self, webhook_id: str) -> tuple[SetApart, ...]:
        """Give what was set apart for one, oldest first."""
        with self._database.read() as tx:
            rows = tx.execute(select(APART).where(APART.c.webhook_id == webhook_id).order_by(APART.c.at_ms)).all()
        return tuple(_apart(row) for row in rows)

    def count_apart(self, webhook_id: str) -> int:
        """Count what was set apart for one."""
        with self._database.read() as tx:
            counted = select(func.count()).select_from(APART).where(APART.c.webhook_id == webhook_id)
            return int(tx.execute(counted).scalar_one())

    def settled(self, apart_id: str) -> None:
        """Let go of what was set apart and is taken now."""
        with self._database.begin() as tx:
            tx.execute(delete(APART).where(APART.c.id == apart_id))

    def _hook(self, row: Row[Any]) -> Webhook:
        return Webhook(
            id=row.id,
            system_id=row.system_id,
            system=row.system,
            office=row.office,
            url=row.url,
            secret=self._safe.open(box_of(row.id), row.secret),
            disabled=row.disabled,
            failing_since=from_ms(row.failing_since_ms) if row.failing_since_ms is not None else None,
            made_at=from_ms(row.made_ms),
        )


def _hooks() -> Any:  # noqa: ANN401 - a select
    return (
        select(HOOK, SYSTEM.c.name.label("system"), SYSTEM.c.office.label("office"))
        .join(SYSTEM, SYSTEM.c.id == HOOK.c.system_id)
        .where(SYSTEM.c.revoked.is_(False))
    )


def box_of(webhook_id: str) -> str:
    """Name the box that the secret of a webhook lies in."""
    return f"webhook/{webhook_id}"


def _apart(row: Row[Any]) -> SetApart:
    return SetApart(
        id=row.id,
        webhook_id=row.webhook_id,
        event_id=row.event_id,
        body=row.body,
        tries=row.tries,
        why=row.why,
        at=from_ms(row.at_ms),
    )
