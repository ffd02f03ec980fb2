"""Looks for words in raw bytes: files, broker, databases, in every shape in which a word is likely to lie there."""

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text

from kring_shared.contracts.sealed import Sealed

SHAPES = ("plain", "utf-16", "base64", "json")


def shapes_of(word: str) -> Iterator[tuple[str, bytes]]:
    """Give a word as it may lie in a file; of base64 what is the same at each of the three places it can begin at."""
    plain = word.encode()
    yield "plain", plain
    yield "utf-16", word.encode("utf-16-le")
    yield "utf-16", word.encode("utf-16-be")
    yield "json", json.dumps(word)[1:-1].encode()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        first, last = -(-before * 8 // 6), (before + len(plain)) * 8 // 6
        yield "base64", whole[first:last]


def in_bytes(content: bytes, words: Iterable[str]) -> list[str]:
    """Name the words that are in these bytes, each with its shape."""
    return [f"{word} ({shape})" for word in words for shape, raw in shapes_of(word) if raw in content]


def in_files(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Find words in every file under a folder."""
    wanted = tuple(words)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(f.relative_to(folder)), found) for f in files for found in in_bytes(f.read_bytes(), wanted)]


def in_tables(url: str, words: Iterable[str]) -> list[tuple[str, str]]:
    """Find words in every row of every table of a database, as its driver gives them."""
    wanted = tuple(words)
    engine = create_engine(url)
    found = []
    with engine.connect() as connection:
        for schema, table in _tables(connection):
            rows = connection.execute(text(f'SELECT * FROM "{schema}"."{table}"'))  # noqa: S608 - its own tables
            content = "\n".join(map(_as_text, rows)).encode()
            found += [(table, word) for word in in_bytes(content, wanted)]
    engine.dispose()
    return found


def vacuum(folder: Path) -> list[Path]:
    """Have SQLite throw away what is deleted, in every database of a folder, and give them."""
    files = sorted(folder.glob("*.db"))
    for file in files:
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return files


def in_postgres_files(url: str, words: Iterable[str]) -> list[tuple[str, str]]:
    """Find words in the raw files of a PostgreSQL database on this machine, once it threw away what was deleted."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM FULL"))
        connection.execute(text("CHECKPOINT"))
        cluster, database = connection.execute(
            text("SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()")
        ).one()
    engine.dispose()
    return in_files(Path(cluster) / "base" / str(database), words)


def boxes_in(value: Any) -> Iterator[Sealed[Any]]:  # noqa: ANN401 - JSON
    """Give every sealed value in a message."""
    if isinstance(value, dict):
        if set(value) == {"scope", "box"}:
            yield Sealed(scope=value["scope"], box=value["box"])
        else:
            for inner in value.values():
                yield from boxes_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from boxes_in(inner)


def _tables(connection: Connection) -> list[tuple[str, str]]:
    known = inspect(connection)
    schemas = [name for name in known.get_schema_names() if name != "information_schema"]
    return [(schema, table) for schema in schemas for table in known.get_table_names(schema)]


def _as_text(row: Any) -> str:  # noqa: ANN401 - a row of any table
    return "\t".join(value.hex() if isinstance(value, bytes) else str(value) for value in row)
