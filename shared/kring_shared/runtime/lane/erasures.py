"""Erasures: decided in a row that is written with the rest of a batch, and carried out after its commit.

A key must not be destroyed for a transaction that may be undone, and not be forgotten by a process that dies after its
commit. So the decision is a row; the key is destroyed when the row stands, and the row then says so. It stays: whoever
restores an old vault destroys again what it names.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kring_shared.kernel.work import Erasure
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import ERASURE
from kring_shared.runtime.vault.vault import Vault

MOST: Final = 256
OPEN: Final = ERASURE.c.done_ms.is_(None)
OLDEST: Final = select(ERASURE.c.scope).where(OPEN).order_by(ERASURE.c.decided_ms).limit(MOST)


def write(tx: Connection, erasures: Sequence[Erasure], now_ms: int) -> None:
    """Decide on erasures; a scope that was erased before stays as it was."""
    rows = [{"scope": e.scope, "office": e.office, "decided_ms": now_ms, "because": e.because} for e in erasures]
    dialect = sqlite if tx.dialect.name == "sqlite" else postgresql
    tx.execute(dialect.insert(ERASURE).on_conflict_do_nothing(index_elements=["scope"]), rows)


def waiting(tx: Connection) -> list[str]:
    """Read the scopes whose keys are not known to be destroyed, the oldest first, so many at most at once."""
    return list(tx.execute(OLDEST).scalars())


def destroy(vault: Vault, ledger: ErasureLedger, service: str, scopes: Sequence[str], day: date) -> None:
    """Destroy keys and note it in the ledger that no backup takes back; a second time does no harm.

    Raises:
        NotYet: the vault is away.
        OSError: the ledger cannot be written.
    """
    for scope in scopes:
        vault.destroy(scope)
    ledger.add_keys(service, scopes, day)


def done(database: Database, scopes: Sequence[str], now_ms: int) -> None:
    """Write down that keys are destroyed."""
    with database.begin() as tx:
        tx.execute(update(ERASURE).where(ERASURE.c.scope.in_(scopes), OPEN).values(done_ms=now_ms))
