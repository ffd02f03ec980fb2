"""A key store in memory that fails when it is told to, for tests of the vault."""

from collections.abc import Sequence

from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.vault.vault import Vault, WrappedKey

UTRECHT, GENT = bytes(range(32)), bytes(range(32, 64))
OFFICES = {"utrecht": UTRECHT, "gent": GENT}


class TakenAlready(Exception):
    """Another process made the key of that scope first; what a database says by its primary key."""


class KeysInMemory:
    """Rows as a dictionary; `away` makes every call fail as a database that is gone does."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, WrappedKey] = {}
        self.away = False
        self.fetched = 0

    def fetch(self, scope: str) -> WrappedKey | None:
        """Give a row."""
        self._answer()
        self.fetched += 1
        return self.rows.get(scope)

    def add(self, keys: list[WrappedKey]) -> None:
        """Keep rows, all or none."""
        self._answer()
        if any(key.scope in self.rows for key in keys):
            raise TakenAlready
        self.rows |= {key.scope: key for key in keys}

    def destroy(self, scope: str) -> None:
        """Leave a row without a key."""
        self._answer()
        self.rows[scope] = WrappedKey(scope, "-", None)

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        """Give those that left a row without a key."""
        self._answer()
        return {scope for scope in scopes if scope in self.rows and self.rows[scope].wrapped is None}

    def _answer(self) -> None:
        if self.away:
            raise NotYet("the vault does not answer")


class Ticks:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def a_vault(store: KeysInMemory, offices: dict[str, bytes] = OFFICES, ticks: Ticks | None = None) -> Vault:
    """Give a vault over a store, as one process has it."""
    return Vault(store, offices, ticks=ticks or Ticks())
