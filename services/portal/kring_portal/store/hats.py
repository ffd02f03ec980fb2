"""Hats: which role somebody has at which office, for how long, and who named them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update

from kring_portal.store.tables import AccountRow, HatRow, SessionRow
from kring_shared.contracts.actor import Role
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE: Final = table_of(HatRow)
ACCOUNT: Final = table_of(AccountRow)
SESSION: Final = table_of(SessionRow)


@dataclass(frozen=True, kw_only=True)
class Hat:
    """One role at one office; a deputy's has an end, and says who named them."""

    id: str
    account_id: str
    office: str
    role: Role
    actor_id: str
    begins: datetime
    ends: datetime | None = None
    named_by: str = ""

    def fits(self, now: datetime) -> bool:
        """Tell whether it can be worn now."""
        return self.begins <= now and (self.ends is None or now < self.ends)


class Hats:
    """The table of who may sign in as what."""

    def __init__(self, database: Database) -> None:
        """Keep hats in a database."""
        self._database = database

    def give(
        self,
        account_id: str,
        office: str,
        role: Role,
        now: datetime,
        *,
        actor_id: str = "",
        begins: datetime | None = None,
        ends: datetime | None = None,
        named_by: str = "",
    ) -> Hat:
        """Give somebody a role; services know them by an id of its own, unless one is named."""
        hat = Hat(
            id=new_id(now),
            account_id=account_id,
            office=office,
            role=role,
            actor_id=actor_id or new_id(now),
            begins=begins or now,
            ends=ends,
            named_by=named_by,
        )
        row = {
            "id": hat.id,
            "account_id": account_id,
            "office": office,
            "role": str(role),
            "actor_id": hat.actor_id,
            "from_ms": to_ms(hat.begins),
            "until_ms": None if ends is None else to_ms(ends),
            "named_by": named_by,
        }
        with self._database.begin() as tx:
            tx.execute(insert(TABLE), row)
        return hat

    def of(self, account_id: str, now: datetime) -> list[Hat]:
        """Give the roles of somebody that are not over."""
        return self._where(TABLE.c.account_id == account_id, now)

    def find(self, hat_id: str, now: datetime) -> Hat | None:
        """Give a role that is not over."""
        return next(iter(self._where(TABLE.c.id == hat_id, now)), None)

    def deputies_of(self, office: str, now: datetime) -> list[Hat]:
        """Give who stands in for the manager of an office, now or later."""
        return self._where((TABLE.c.office == office) & (TABLE.c.named_by != ""), now)

    def colleagues(self, office: str, now: datetime) -> list[tuple[str, str]]:
        """Give who has any role at an office: account and name."""
        open_now = or_(TABLE.c.until_ms.is_(None), TABLE.c.until_ms > to_ms(now))
        wanted = (
            select(ACCOUNT.c.id, ACCOUNT.c.name)
            .join(TABLE, TABLE.c.account_id == ACCOUNT.c.id)
            .where(TABLE.c.office == office, ~ACCOUNT.c.closed, open_now)
            .distinct()
            .order_by(ACCOUNT.c.name, ACCOUNT.c.id)
        )
        with self._database.read() as tx:
            return [(row.id, row.name) for row in tx.execute(wanted)]

    def wearing(self, office: str, role: Role, now: datetime) -> list[tuple[str, str]]:
        """Give who may work in a role at an office now: the id that services know them by, and the account's name."""
        open_now = or_(TABLE.c.until_ms.is_(None), TABLE.c.until_ms > to_ms(now))
        wanted = (
            select(TABLE.c.actor_id, ACCOUNT.c.name)
            .join(ACCOUNT, ACCOUNT.c.id == TABLE.c.account_id)
            .where(TABLE.c.office == office, TABLE.c.role == str(role), TABLE.c.from_ms <= to_ms(now))
            .where(~ACCOUNT.c.closed, open_now)
            .distinct()
            .order_by(ACCOUNT.c.name, TABLE.c.actor_id)
        )
        with self._database.read() as tx:
            return [(row.actor_id, row.name) for row in tx.execute(wanted)]

    def ever_at(self, account_id: str, office: str) -> bool:
        """Tell whether somebody has or had a role at an office."""
        with self._database.read() as tx:
            theirs = (TABLE.c.account_id == account_id, TABLE.c.office == office)
            return tx.execute(select(TABLE.c.id).where(*theirs).limit(1)).first() is not None

    def worn_by(self, actor_id: str, office: str, role: Role, now: datetime) -> set[str]:
        """Give the accounts that services know by one id, in a role at an office."""
        worn = (TABLE.c.actor_id == actor_id) & (TABLE.c.office == office) & (TABLE.c.role == str(role))
        return {hat.account_id for hat in self._where(worn, now)}

    def administrators(self, now: datetime, office: str = "") -> set[str]:
        """Give the accounts that may manage accounts; of one office, where it is named."""
        open_now = or_(TABLE.c.until_ms.is_(None), TABLE.c.until_ms > to_ms(now))
        wanted = select(TABLE.c.account_id).join(ACCOUNT, ACCOUNT.c.id == TABLE.c.account_id)
        if office:
            wanted = wanted.where(TABLE.c.office == office)
        with self._database.read() as tx:
            return set(
                tx.execute(wanted.where(TABLE.c.role == Role.ADMINISTRATOR, ~ACCOUNT.c.closed, open_now)).scalars()
            )

    def end(self, hat: Hat, now: datetime) -> None:
        """Take a role back; whoever works in it now is signed out in the same moment."""
        with self._database.begin() as tx:
            tx.execute(update(TABLE).where(TABLE.c.id == hat.id).values(until_ms=to_ms(now)))
            worn = (SESSION.c.account_id == hat.account_id, SESSION.c.actor_id == hat.actor_id)
            tx.execute(delete(SESSION).where(*worn, SESSION.c.office == hat.office, SESSION.c.role == str(hat.role)))

    def _where(self, condition: Any, now: datetime) -> list[Hat]:  # noqa: ANN401 - a condition
        open_now = or_(TABLE.c.until_ms.is_(None), TABLE.c.until_ms > to_ms(now))
        with self._database.read() as tx:
            rows = tx.execute(select(TABLE).where(condition, open_now).order_by(TABLE.c.office, TABLE.c.id)).all()
        return [_hat(row) for row in rows]


def _hat(row: Any) -> Hat:  # noqa: ANN401 - a row
    return Hat(
        id=row.id,
        account_id=row.account_id,
        office=row.office,
        role=Role(row.role),
        actor_id=row.actor_id,
        begins=from_ms(row.from_ms),
        ends=None if row.until_ms is None else from_ms(row.until_ms),
        named_by=row.named_by,
    )
