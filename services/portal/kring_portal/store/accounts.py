"""Accounts: made, found, closed; their password, their second factor, and who they are with a provider."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kring_portal.store.sessions import digest_of
from kring_portal.store.tables import AccountRow, HatRow, IdentityRow, RecoveryRow, SessionRow
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms

TABLE: Final = table_of(AccountRow)
RECOVERY: Final = table_of(RecoveryRow)
IDENTITY: Final = table_of(IdentityRow)
SESSION: Final = table_of(SessionRow)
HAT: Final = table_of(HatRow)
BY_LOGIN: Final = Order((TABLE.c.login, str))
PAGE: Final = 50
CODES: Final = 8
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the letters and digits that look alike."""
CODE_LETTERS: Final = 16


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may sign in."""

    id: str
    login: str
    name: str
    language: str
    password: str = ""
    totp: str = ""
    closed: bool = False


class Accounts:
    """The table of who may sign in."""

    def __init__(self, database: Database) -> None:
        """Keep accounts in a database."""
        self._database = database

    def any(self) -> bool:
        """Tell whether there is any account at all."""
        with self._database.read() as tx:
            return tx.execute(select(TABLE.c.id).limit(1)).first() is not None

    def make(self, login: str, name: str, language: str, now: datetime) -> Account:
        """Make an account, which nobody can sign in to yet.

        Raises:
            Refused: somebody has this login already.
        """
        made = Account(id=new_id(now), login=written(login), name=name.strip(), language=language)
        row = {"id": made.id, "login": made.login, "name": made.name, "language": language, "made_ms": to_ms(now)}
        empty = {"password": "", "totp": "", "totp_step": 0, "closed": False}
        try:
            with self._database.begin() as tx:
                tx.execute(insert(TABLE), row | empty)
        except IntegrityError:
            raise Refused("somebody signs in with that login already: choose another") from None
        return made

    def find(self, account_id: str) -> Account | None:
        """Give an account by its id."""
        return self._one(TABLE.c.id == account_id)

    def by_login(self, login: str) -> Account | None:
        """Give an account by what somebody types."""
        return self._one(TABLE.c.login == written(login))

    def page(self, after: str = "", limit: int = PAGE, *, office: str = "") -> tuple[list[Account], str]:
        """Give a page of accounts by login, and where the next one begins; of an office: whoever had a role there."""
        there = select(HAT.c.account_id).where(HAT.c.office == office)
        wanted = select(TABLE).where(TABLE.c.id.in_(there)) if office else select(TABLE)
        with self._database.read() as tx:
            rows = tx.execute(BY_LOGIN.page(wanted, after, limit)).all()
        return [_account(row) for row in rows[:limit]], BY_LOGIN.next(rows, limit)

    def names(self, account_ids: Iterable[str]) -> dict[str, str]:
        """Give what people are called, by account."""
        with self._database.read() as tx:
            rows = tx.execute(select(TABLE.c.id, TABLE.c.name).where(TABLE.c.id.in_(set(account_ids)))).all()
        return {row.id: row.name for row in rows}

    def set(self, account_id: str, **values: Any) -> None:  # noqa: ANN401 - columns
        """Change an account."""
        with self._database.begin() as tx:
            tx.execute(update(TABLE).where(TABLE.c.id == account_id).values(**values))

    def close(self, account_id: str) -> None:
        """Close an account, and end all its sessions in the same moment."""
        with self._database.begin() as tx:
            tx.execute(update(TABLE).where(TABLE.c.id == account_id).values(closed=True, password="", totp=""))
            tx.execute(delete(SESSION).where(SESSION.c.account_id == account_id))
            _forget(tx, account_id)

    def reset(self, account_id: str) -> None:
        """Forget how somebody showed who they are, and end their sessions; they begin anew with a link."""
        with self._database.begin() as tx:
            values = {"password": "", "totp": "", "totp_step": 0, "closed": False}
            tx.execute(update(TABLE).where(TABLE.c.id == account_id).values(**values))
            tx.execute(delete(SESSION).where(SESSION.c.account_id == account_id))
            _forget(tx, account_id)

    def use_step(self, account_id: str, step: int) -> bool:
        """Use the code of a half minute; false when it, or a later one, was used before."""
        later = (TABLE.c.id == account_id) & (TABLE.c.totp_step < step)
        with self._database.begin() as tx:
            return tx.execute(update(TABLE).where(later).values(totp_step=step)).rowcount == 1

    def new_recovery(self, account_id: str) -> list[str]:
        """Make recovery codes, shown once; those of before are good no more."""
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)) for _ in range(CODES)]
        with self._database.begin() as tx:
            tx.execute(delete(RECOVERY).where(RECOVERY.c.account_id == account_id))
            rows = [{"digest": _recovery_digest(account_id, code), "account_id": account_id} for code in codes]
            tx.execute(insert(RECOVERY), rows)
        return codes

    def use_recovery(self, account_id: str, code: str) -> bool:
        """Use a recovery code; it is gone then."""
        mine = RECOVERY.c.digest == _recovery_digest(account_id, code)
        with self._database.begin() as tx:
            return tx.execute(delete(RECOVERY).where(mine)).rowcount == 1

    def recovery_left(self, account_id: str) -> int:
        """Count the recovery codes somebody still has."""
        with self._database.read() as tx:
            mine = RECOVERY.c.account_id == account_id
            return tx.execute(select(func.count()).select_from(RECOVERY).where(mine)).scalar_one()

    def bind(self, account_id: str, issuer: str, subject: str, now: datetime) -> None:
        """Note who somebody is with a provider.

        Raises:
            Refused: that is somebody else's account.
        """
        row = {"digest": _identity_digest(issuer, subject), "account_id": account_id, "made_ms": to_ms(now)}
        try:
            with self._database.begin() as tx:
                tx.execute(insert(IDENTITY), row)
        except IntegrityError:
            raise Refused("that person has an account here already: sign in with it") from None

    def by_identity(self, issuer: str, subject: str) -> Account | None:
        """Give the account of somebody a provider vouches for; never found by an address alone."""
        with self._database.read() as tx:
            mine = IDENTITY.c.digest == _identity_digest(issuer, subject)
            found = tx.execute(select(IDENTITY.c.account_id).where(mine)).scalar()
        return self.find(found) if found else None

    def _one(self, where: Any) -> Account | None:  # noqa: ANN401 - a condition
        with self._database.read() as tx:
            row = tx.execute(select(TABLE).where(where)).one_or_none()
        return None if row is None else _account(row)


def written(login: str) -> str:
    """Write a login as it is kept: without spaces around it, in small letters."""
    return login.strip().lower()


def _forget(tx: Connection, account_id: str) -> None:
    tx.execute(delete(RECOVERY).where(RECOVERY.c.account_id == account_id))
    tx.execute(delete(IDENTITY).where(IDENTITY.c.account_id == account_id))


def _recovery_digest(account_id: str, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return digest_of(f"{account_id}/{plain}")


def _identity_digest(issuer: str, subject: str) -> str:
    return hashlib.sha256(f"{issuer}\x00{subject}".encode()).hexdigest()


def _account(row: Any) -> Account:  # noqa: ANN401 - a row
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        language=row.language,
        password=row.password,
        totp=row.totp,
        closed=row.closed,
    )
