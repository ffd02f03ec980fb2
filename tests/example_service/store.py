"""One SQLite file: what it knows, what it heard and answered (inbox), and what it has to tell (outbox).

Whatever follows from one message is written in one transaction. So a kill leaves all of it or nothing: what was not
written comes again, what was written and not told yet lies in the outbox.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

Doc = dict[str, Any]
TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS doc (shelf TEXT, id TEXT, place INTEGER, body TEXT, PRIMARY KEY (shelf, id));
CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, answer TEXT);
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY, id TEXT UNIQUE, subject TEXT, told_at TEXT, body TEXT, place INTEGER
);
CREATE TABLE IF NOT EXISTS letter (seq INTEGER PRIMARY KEY, subject TEXT, why TEXT, body BLOB);
CREATE TABLE IF NOT EXISTS looked (at TEXT, actor TEXT, purpose TEXT, asked TEXT, about TEXT, outcome TEXT);
"""


class Row(NamedTuple):
    """A fact to tell: its place in the outbox, and, once it is told, its place in the stream."""

    seq: int
    id: str
    subject: str
    told_at: str
    body: str
    place: int | None


class Store:
    """All that it keeps."""

    def __init__(self, file: str) -> None:
        """Open the file; it is made when it is not there."""
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.executescript(TABLES)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything of the block, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def get(self, shelf: str, key: str | None) -> Doc | None:
        """Give one document."""
        found = self._db.execute("SELECT body FROM doc WHERE shelf = ? AND id = ?", (shelf, key)).fetchone()
        return json.loads(found[0]) if found else None

    def all(self, shelf: str, office: str) -> list[Doc]:
        """Give every document of an office, in the order in which they came."""
        rows = self._db.execute("SELECT body FROM doc WHERE shelf = ? ORDER BY place", (shelf,))
        return [doc for doc in (json.loads(body) for (body,) in rows) if doc["office"] == office]

    def late(self, now: str) -> list[Doc]:
        """Give the searches in which an answer was due by now."""
        due = "SELECT body FROM doc WHERE shelf = 'search' AND json_extract(body, '$.respondBy') <= ?"
        return [json.loads(body) for (body,) in self._db.execute(due, (now,))]

    def put(self, shelf: str, key: str, doc: Doc) -> None:
        """Keep a document in the place of the one before."""
        self._db.execute(
            "INSERT INTO doc VALUES (?, ?, (SELECT count(*) FROM doc), ?) "
            "ON CONFLICT (shelf, id) DO UPDATE SET body = excluded.body",
            (shelf, key, json.dumps(doc)),
        )

    def heard(self, key: str) -> str | None:
        """Give what was answered to a message; empty for a fact, nothing for what never came."""
        found = self._db.execute("SELECT answer FROM inbox WHERE id = ?", (key,)).fetchone()
        return found[0] if found else None

    def note(self, key: str, answer: str = "") -> None:
        """Know a message from now on."""
        self._db.execute("INSERT INTO inbox VALUES (?, ?)", (key, answer))

    def tell(self, fact_id: str, subject: str, told_at: str, body: str, place: int | None = None) -> None:
        """Lay a fact in the outbox; with a place it is in the stream already."""
        row = (fact_id, subject, told_at, body, place)
        self._db.execute("INSERT INTO outbox (id, subject, told_at, body, place) VALUES (?, ?, ?, ?, ?)", row)

    def unsent(self) -> Row | None:
        """Give the oldest fact that is not told yet."""
        found = self._db.execute("SELECT * FROM outbox WHERE place IS NULL ORDER BY seq LIMIT 1").fetchone()
        return Row(*found) if found else None

    def sent(self, seq: int, place: int) -> None:
        """Note where a fact stands in its stream."""
        self._db.execute("UPDATE outbox SET place = ? WHERE seq = ?", (place, seq))

    def told_about(self, office: str, case_id: str) -> list[Row]:
        """Give what was told about a case, in its order."""
        rows = self._db.execute(
            "SELECT * FROM outbox WHERE subject LIKE ? ORDER BY seq", (f"kring.{office}.%.{case_id}",)
        )
        return [Row(*row) for row in rows]

    def set_apart(self, subject: str, why: str, body: bytes) -> None:
        """Keep what could not be read, for a person to look at."""
        self._db.execute("INSERT INTO letter (subject, why, body) VALUES (?, ?, ?)", (subject, why, body))

    def looked(self, at: str, who: tuple[str, str], asked: str, about: str, outcome: str) -> None:
        """Write down who asked what, for what purpose, and what came of it."""
        self._db.execute("INSERT INTO looked VALUES (?, ?, ?, ?, ?, ?)", (at, *who, asked, about, outcome))

    def counts(self) -> tuple[int, int]:
        """Count what is not told yet, and what waits for a person."""
        waits = self._db.execute("SELECT count(*) FROM outbox WHERE place IS NULL").fetchone()
        letters = self._db.execute("SELECT count(*) FROM letter").fetchone()
        return waits[0], letters[0]

    def is_empty(self) -> bool:
        """Tell whether nothing was ever heard or told."""
        return not self._db.execute("SELECT 1 FROM inbox UNION SELECT 1 FROM outbox LIMIT 1").fetchone()
