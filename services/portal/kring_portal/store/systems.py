"""Systems that were let in: made, found by a secret or a token, given another secret, shut out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update

from kring_portal.store.sessions import digest_of
from kring_portal.store.system_tables import SystemRow, SystemSecretRow, SystemTokenRow
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

SYSTEM, SECRET, TOKEN = table_of(SystemRow), table_of(SystemSecretRow), table_of(SystemTokenRow)
SCOPES: Final = {
    "referrals:write": "Hand in referrals.",
    "referrals:read": "See what became of one's own referrals.",
    "cases:read": "See the cases of one's office: codes and dates.",
    "exports:read": "Take figures and registrations of one's office.",
    "webhooks": "Be told by webhook.",
}
"""What a system may be let in for, as the API's own description says it."""
OF_OFFICES: Final = ("cases:read", "exports:read")
OF_REFERRERS: Final = tuple(one for one in SCOPES if one not in OF_OFFICES)
SECRET_BYTES: Final = 32
TOKEN_LASTS: Final = timedelta(minutes=15)
OLD_SECRET_LASTS: Final = timedelta(days=7)
"""How long the one before is good beside a new one."""


@dataclass(frozen=True, kw_only=True)
class System:
    """One system; `office` is empty when the municipality in each referral says which it is for."""

    id: str
    name: str
    office: str
    scopes: tuple[str, ...]
    revoked: bool
    made_at: datetime
    secrets: int = 0
    """How many of its secrets are good now."""


class Systems:
    """The table of systems; only digests of what they show stand in it."""

    def __init__(self, database: Database) -> None:
        """Keep them in a database."""
        self._database = database

    def add(self, name: str, office: str, scopes: tuple[str, ...], now: datetime) -> tuple[System, str]:
        """Let a system in; give it with its secret, which is never shown again.

        Raises:
            InvalidFields: another is called so, it may do nothing, or it would see an office and names none.
        """
        if not scopes or set(scopes) - set(SCOPES) or (set(scopes) & set(OF_OFFICES) and not office):
            raise InvalidFields(("/scopes",), "name what it may; cases and exports are for a system of one office")
        system_id = new_id(now)
        row = {
            "id": system_id,
            "name": name,
            "office": office,
            "scopes": " ".join(scopes),
            "revoked": False,
            "made_ms": to_ms(now),
        }
        with self._database.begin() as tx:
            if tx.execute(select(SYSTEM.c.id).where(SYSTEM.c.name == name)).first():
                raise InvalidFields(("/name",), "another system is called so")
            tx.execute(insert(SYSTEM), row)
        secret = self.new_secret(system_id, now)
        return self.get(system_id, now), secret

    def new_secret(self, system_id: str, now: datetime) -> str:
        """Give another secret; the newest before it stays good for a week, and no older one."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        mine = SECRET.c.system_id == system_id
        with self._database.begin() as tx:
            newest = tx.execute(select(SECRET.c.digest).where(mine).order_by(SECRET.c.made_ms.desc())).scalars().first()
            tx.execute(delete(SECRET).where(mine, SECRET.c.digest != (newest or "")))
            tx.execute(update(SECRET).where(mine).values(until_ms=to_ms(now + OLD_SECRET_LASTS)))
            tx.execute(
                insert(SECRET),
                {"digest": digest_of(secret), "system_id": system_id, "made_ms": to_ms(now), "until_ms": None},
            )
        return secret

    def get(self, system_id: str, now: datetime) -> System:
        """Give a system.

        Raises:
            NotFound: there is none.
        """
        found = [one for one in self.all(now) if one.id == system_id]
        if not found:
            raise NotFound("no such system")
        return found[0]

    def all(self, now: datetime) -> tuple[System, ...]:
        """Give all there are, by name, also those that were shut out."""
        good = select(SECRET.c.system_id).where(or_(SECRET.c.until_ms.is_(None), SECRET.c.until_ms > to_ms(now)))
        with self._database.read() as tx:
            counted = list(tx.execute(good).scalars())
            rows = tx.execute(select(SYSTEM).order_by(SYSTEM.c.name)).all()
        return tuple(_system(row, counted.count(row.id)) for row in rows)

    def revoke(self, system_id: str) -> None:
        """Shut a system out: its secrets and tokens are good for nothing from now on."""
        with self._database.begin() as tx:
            tx.execute(delete(TOKEN).where(TOKEN.c.system_id == system_id))
            tx.execute(delete(SECRET).where(SECRET.c.system_id == system_id))
            tx.execute(update(SYSTEM).where(SYSTEM.c.id == system_id).values(revoked=True))

    def by_secret(self, system_id: str, secret: str, now: datetime) -> System | None:
        """Find a system by its id and one of its secrets."""
        good = or_(SECRET.c.until_ms.is_(None), SECRET.c.until_ms > to_ms(now))
        joined = (
            select(SYSTEM)
            .join(SECRET, SECRET.c.system_id == SYSTEM.c.id)
            .where(SYSTEM.c.id == system_id, SECRET.c.digest == digest_of(secret), good, SYSTEM.c.revoked.is_(False))
        )
        with self._database.read() as tx:
            row = tx.execute(joined).one_or_none()
        return _system(row, 1) if row is not None else None

    def give_token(self, system: System, scopes: tuple[str, ...], now: datetime) -> str:
        """Give a token that is good for a quarter of an hour."""
        token = secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": digest_of(token),
            "system_id": system.id,
            "scopes": " ".join(scopes),
            "ends_ms": to_ms(now + TOKEN_LASTS),
        }
        with self._database.begin() as tx:
            tx.execute(delete(TOKEN).where(TOKEN.c.ends_ms <= to_ms(now)))
            tx.execute(insert(TOKEN), row)
        return token

    def by_token(self, token: str, now: datetime) -> System | None:
        """Find a system by its token; its scopes are then those of the token."""
        joined = (
            select(SYSTEM, TOKEN.c.scopes.label("granted"))
            .join(TOKEN, TOKEN.c.system_id == SYSTEM.c.id)
            .where(TOKEN.c.digest == digest_of(token), TOKEN.c.ends_ms > to_ms(now), SYSTEM.c.revoked.is_(False))
        )
        with self._database.read() as tx:
            row = tx.execute(joined).one_or_none()
        return _system(row, 1, row.granted) if row is not None else None


def _system(row: Any, good: int, scopes: str = "") -> System:  # noqa: ANN401 - a row
    return System(
        id=row.id,
        name=row.name,
        office=row.office,
        scopes=tuple((scopes or row.scopes).split()),
        revoked=row.revoked,
        made_at=from_ms(row.made_ms),
        secrets=good,
    )
