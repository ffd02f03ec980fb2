"""The built-in key store: one table of wrapped keys, in a database of its own."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, select, text
from sqlalchemy.exc import OperationalError

from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.storage.database import Database, upsert
from kring_shared.runtime.vault.vault import WrappedKey

METADATA: Final = MetaData()
KEYS: Final = Table(
    "vault_key",
    METADATA,
    Column("scope", String(80), primary_key=True),
    Column("office", String(40), nullable=False),
    Column("wrapped", LargeBinary),  # none: destroyed
)
AWAY: Final = "the vault does not answer"


class SqlKeyStore:
    """Wrapped keys as rows; a destroyed key leaves a row without a key, so that none is made again."""

    def __init__(self, database: Database) -> None:
        """Use a database whose `vault` migrations have run."""
        self._database = database

    def fetch(self, scope: str) -> WrappedKey | None:
        """Give the key of a scope; `NotYet` when the database is away."""
        try:
            with self._database.read() as tx:
                row = tx.execute(select(KEYS).where(KEYS.c.scope == scope)).one_or_none()
        except OperationalError as error:
            raise NotYet(AWAY) from error
        return None if row is None else WrappedKey(row.scope, row.office, row.wrapped)

    def add(self, keys: list[WrappedKey]) -> None:
        """Keep new keys; another process that made one for the same scope first makes this fail."""
        rows = [{"scope": k.scope, "office": k.office, "wrapped": k.wrapped} for k in keys]
        try:
            with self._database.begin() as tx:
                tx.execute(KEYS.insert(), rows)
        except OperationalError as error:
            raise NotYet(AWAY) from error

    def destroy(self, scope: str) -> None:
        """Put a row without a key in its place."""
        try:
            with self._database.begin() as tx:
                upsert(tx, KEYS, [{"scope": scope, "office": "-", "wrapped": None}], on="scope")
        except OperationalError as error:
            raise NotYet(AWAY) from error

    def write_anew(self) -> None:
        """Have a server write the table into a new file, while no service works: it keeps for long what rows held.

        SQLite overwrites at once what is destroyed.
        """
        if self._database.is_sqlite:
            return
        try:
            with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"VACUUM FULL {KEYS.name}"))
        except OperationalError as error:
            raise NotYet(AWAY) from error

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        """Give those whose row has no key; `NotYet` when the database is away."""
        gone = select(KEYS.c.scope).where(KEYS.c.scope.in_(scopes), KEYS.c.wrapped.is_(None))
        try:
            with self._database.read() as tx:
                return set(tx.execute(gone).scalars())
        except OperationalError as error:
            raise NotYet(AWAY) from error
