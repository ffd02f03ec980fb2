"""Known people as the service keeps them: hashed blocks in a table, sealed traits beside it, keys in a file apart."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kring_intake.likeness.blocks import MOST_IN_A_BLOCK, blocks_of_family, blocks_of_readings, worth_opening
from kring_intake.likeness.compare import compare_readings
from kring_intake.likeness.likenesses import Likeness
from kring_intake.likeness.readings import Reading, readings_of
from kring_intake.likeness.traits import Traits
from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.runtime.storage.database import SQLITE_PRAGMAS
from kring_shared.runtime.vault.vault import Vault, WrappedKey

OFFICE = "utrecht"
OFFICE_KEYS = {OFFICE: bytes(32)}
TABLES = """
CREATE TABLE person_block (block TEXT NOT NULL, person_id TEXT NOT NULL, case_id TEXT NOT NULL, office TEXT NOT NULL);
CREATE TABLE person_trace (person_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, traits TEXT NOT NULL) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX by_block ON person_block (block, office, case_id);
CREATE INDEX by_case ON person_block (case_id);
CREATE INDEX trace_by_case ON person_trace (case_id);
"""


@dataclass
class Rows:
    """What is kept of some people: their blocks, their sealed traits, their wrapped keys."""

    blocks: list[tuple[str, str, str, str]] = field(default_factory=list)
    traces: list[tuple[str, str, str]] = field(default_factory=list)
    keys: list[WrappedKey] = field(default_factory=list)

    def take(self, vault: Vault, case_id: str, family: Sequence[Traits], blocks: Iterable[Sequence[str]]) -> None:
        """Add a family under its case."""
        for place, (traits, texts) in enumerate(zip(family, blocks, strict=True)):
            person_id = f"{case_id}{place:x}"
            box = vault.seal(OFFICE, scope_of(Scope.PERSON, person_id), traits).box
            self.traces.append((person_id, case_id, box))
            self.blocks += ((vault.blind(OFFICE, text) or "", person_id, case_id, OFFICE) for text in texts)

    def fetch(self, scope: str) -> WrappedKey | None:
        """Give no key: these rows are only written."""

    def add(self, keys: list[WrappedKey]) -> None:
        """Keep keys with the rows, for who writes them later."""
        self.keys += keys

    def destroy(self, scope: str) -> None:
        """Forget nothing: nobody asks it here."""
        raise NotImplementedError(scope)

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        """Give none: nothing is forgotten here."""
        raise NotImplementedError(scopes)


class Keys:
    """Wrapped keys in a SQLite file."""

    def __init__(self, file: Path) -> None:
        self._rows = _opened(file)
        self._rows.execute("CREATE TABLE vault_key (scope TEXT PRIMARY KEY, office TEXT, wrapped BLOB) WITHOUT ROWID")

    def fetch(self, scope: str) -> WrappedKey | None:
        row = self._rows.execute("SELECT scope, office, wrapped FROM vault_key WHERE scope = ?", (scope,)).fetchone()
        return WrappedKey(*row) if row else None

    def add(self, keys: list[WrappedKey]) -> None:
        rows = ((key.scope, key.office, key.wrapped) for key in keys)
        self._rows.execute("BEGIN IMMEDIATE")
        self._rows.executemany("INSERT INTO vault_key VALUES (?, ?, ?)", rows)
        self._rows.execute("COMMIT")

    def destroy(self, scope: str) -> None:
        raise NotImplementedError(scope)

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        raise NotImplementedError(scopes)


class KnownPeople:
    """Everybody who was referred before, found through blocks; never all pairs."""

    def __init__(self, folder: Path, name: str) -> None:
        self._rows = _opened(folder / f"{name}.db")
        self._rows.executescript(TABLES)
        self._keys = Keys(folder / f"{name}-keys.db")
        self._vault = Vault(self._keys, OFFICE_KEYS)
        self.people = 0
        self.compared = 0
        self.too_large = 0

    def index(self) -> None:
        """Make the indexes; in a store of many people, after the bulk is in."""
        self._rows.executescript(INDEXES)

    def begin(self) -> None:
        """Begin a batch, as the lane does."""
        self._rows.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep a batch, keys first."""
        self._vault.flush()
        self._rows.execute("COMMIT")

    def write(self, rows: Rows) -> None:
        """Write what is to be kept."""
        self._rows.executemany("INSERT INTO person_trace VALUES (?, ?, ?)", rows.traces)
        self._rows.executemany("INSERT INTO person_block VALUES (?, ?, ?, ?)", rows.blocks)
        if rows.keys:
            self._keys.add(rows.keys)
        self.people += len(rows.traces)

    def like(self, family: Sequence[Traits]) -> dict[str, Likeness]:
        """Look a family up; give the cases that look like the same people."""
        read = readings_of(family)
        found = worth_opening({text: self._cases(text) for texts in blocks_of_readings(read) for text in texts})
        self.compared += len(found)
        return {case: likeness for case in found if (likeness := self._compare(read, case)).looks_alike}

    def keep(self, case_id: str, family: Sequence[Traits]) -> None:
        """Make a family known."""
        rows = Rows()
        rows.take(self._vault, case_id, family, blocks_of_family(family))
        self.write(rows)

    def _cases(self, text: str) -> list[str]:
        rows = self._rows.execute(
            "SELECT case_id FROM person_block WHERE block = ? AND office = ? LIMIT ?",
            (self._vault.blind(OFFICE, text), OFFICE, MOST_IN_A_BLOCK + 1),
        ).fetchall()
        self.too_large += len(rows) > MOST_IN_A_BLOCK
        return [case_id for (case_id,) in rows]

    def _compare(self, family: Sequence[Reading], case_id: str) -> Likeness:
        rows = self._rows.execute("SELECT person_id, traits FROM person_trace WHERE case_id = ?", (case_id,)).fetchall()
        others: list[Traits] = []
        for person_id, box in rows:
            sealed: Sealed[Traits] = Sealed(scope=scope_of(Scope.PERSON, person_id), box=box)
            traits = self._vault.open(sealed, Traits)
            if isinstance(traits, Traits):
                others.append(traits)
        return compare_readings(family, readings_of(others))


def _opened(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(file, isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        rows.execute(f"PRAGMA {pragma}")
    return rows
