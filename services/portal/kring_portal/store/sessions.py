"""Sessions: begun, found by what the cookie says, kept alive, ended."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from kring_portal.store.tables import SessionRow
from kring_shared.contracts.actor import Role
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE: Final = table_of(SessionRow)
SECRET_BYTES: Final = 32
SEEN_EVERY: Final = timedelta(minutes=1)
"""How often a sign of life is written down; every click would be a write."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """Somebody who is signed in, and as what. Without an office and a role they have to choose one first."""

    csrf: str
    language: str
    purpose: str = "run-the-route"
    digest: str = ""
    account_id: str | None = None
    link: str | None = None
    office: str = ""
    role: Role | None = None
    actor_id: str = ""
    case_id: str = ""
    factors: str = ""
    notice: str = ""
    began_at: datetime | None = None
    seen_at: datetime | None = None
    ends_at: datetime | None = None


class Sessions:
    """The table of who is signed in; only the digest of a cookie stands in it."""

    def __init__(self, database: Database, *, idle: timedelta, at_most: timedelta) -> None:
        """Keep sessions in a database, for so long at most."""
        self._database, self._idle, self._at_most = database, idle, at_most

    def begin(self, session: Session, now: datetime) -> str:
        """Begin a session; give what the cookie says. It lasts no longer than `ends_at`, where that is set."""
        ends = now + self._at_most
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": digest_of(secret),
            "csrf": session.csrf,
            "account_id": session.account_id,
            "link": session.link,
            "office": session.office,
            "role": session.role or "",
            "actor_id": session.actor_id,
            "case_id": session.case_id,
            "purpose": session.purpose,
            "language": session.language,
            "factors": session.factors,
            "notice": session.notice,
            "began_ms": to_ms(now),
            "seen_ms": to_ms(now),
            "ends_ms": to_ms(min(ends, session.ends_at or ends)),
        }
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.ends_ms <= to_ms(now)))
            tx.execute(insert(TABLE), row)
        return secret

    def find(self, secret: str, now: datetime, *, is_sign_of_life: bool = True) -> Session | None:
        """Give the session of a cookie; none when there is none, or it is over."""
        digest = digest_of(secret)
        with self._database.read() as tx:
            row = tx.execute(select(TABLE).where(TABLE.c.digest == digest)).one_or_none()
        if row is None or row.ends_ms <= to_ms(now) or row.seen_ms <= to_ms(now - self._idle):
            return None
        found = _session(row)
        if is_sign_of_life and abs(now - from_ms(row.seen_ms)) > SEEN_EVERY:
            self._set(digest, seen_ms=to_ms(now))
        return found

    def rest(self, session: Session) -> None:
        """Let a session go on without a sign of life until it ends at the latest; the next click counts as before.

        It is for who leaves a circle alone: nothing may be asked of a phone meanwhile, so nothing can keep it awake.
        """
        if session.ends_at is not None:
            self._set(session.digest, seen_ms=to_ms(session.ends_at))

    def lasts(self, digest: str, now: datetime) -> bool:
        """Tell whether a session goes on; unlike `find` this is no sign of life."""
        with self._database.read() as tx:
            row = tx.execute(select(TABLE).where(TABLE.c.digest == digest)).one_or_none()
        return row is not None and row.ends_ms > to_ms(now) and row.seen_ms > to_ms(now - self._idle)

    def change(self, session: Session, **values: Any) -> Session:  # noqa: ANN401 - the session's own fields
        """Change a session, such as its role or its notice; give it as it is now."""
        self._set(session.digest, **values)
        return replace(session, **values)

    def renew(self, session: Session, now: datetime, **values: Any) -> str:  # noqa: ANN401 - the session's own fields
        """Go on under another cookie, such as in another role; the old one opens nothing any more."""
        ends = values.pop("ends_at", None) or session.ends_at
        until = min(ends, session.ends_at) if ends and session.ends_at else ends
        secret = self.begin(replace(session, **values, csrf=new_csrf(), ends_at=until, notice=""), now)
        self.end(session.digest)
        return secret

    def of(self, account_id: str, now: datetime) -> list[Session]:
        """Give the sessions of an account that are not over, the newest first."""
        mine = (TABLE.c.account_id == account_id, TABLE.c.ends_ms > to_ms(now))
        awake = TABLE.c.seen_ms > to_ms(now - self._idle)
        with self._database.read() as tx:
            rows = tx.execute(select(TABLE).where(*mine, awake).order_by(TABLE.c.began_ms.desc())).all()
        return [_session(row) for row in rows]

    def end(self, digest: str) -> None:
        """End one session."""
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.digest == digest))

    def end_all_of(self, account_id: str, *, but: str = "") -> None:
        """End every session of an account, but perhaps the one that asks."""
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.account_id == account_id, TABLE.c.digest != but))

    def _set(self, digest: str, **values: Any) -> None:  # noqa: ANN401 - columns
        with self._database.begin() as tx:
            tx.execute(update(TABLE).where(TABLE.c.digest == digest).values(**values))


def new_csrf() -> str:
    """Make what every form of a session carries."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """Give what is kept of a secret: SHA-256, 64 hex digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _session(row: Any) -> Session:  # noqa: ANN401 - a row
    return Session(
        digest=row.digest,
        csrf=row.csrf,
        account_id=row.account_id,
        link=row.link,
        office=row.office,
        role=Role(row.role) if row.role else None,
        actor_id=row.actor_id,
        case_id=row.case_id,
        purpose=row.purpose,
        language=row.language,
        factors=row.factors,
        notice=row.notice,
        began_at=from_ms(row.began_ms),
        seen_at=from_ms(row.seen_ms),
        ends_at=from_ms(row.ends_ms),
    )
