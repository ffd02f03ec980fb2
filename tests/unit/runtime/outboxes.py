"""An outbox by itself for tests: its rows, and a bus that never was away."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import METADATA, OUTBOX


class Bus:
    """A connection that never was another one."""

    def __init__(self) -> None:
        self.stats = {"reconnects": 0}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/guestbook.db", "guestbook")
    METADATA.create_all(made.engine)
    yield made
    made.close()


def rows(reach: str, first: int, last: int) -> list[Row]:
    key = "0" * 32
    return [
        Row(seq, f"{seq:032x}", f"kring.utrecht.{reach}.guestbook.signed.v1.{key}", "t", key, "{}", 0)
        for seq in range(first, last + 1)
    ]


def keep(database: Database, more: Sequence[Row], *, told: bool = False) -> None:
    with database.begin() as tx:
        tx.execute(insert(OUTBOX), [row._asdict() | {"place": row.seq if told else None} for row in more])


def tell(database: Database, seqs: Sequence[int]) -> None:
    with database.begin() as tx:
        tx.execute(update(OUTBOX).where(OUTBOX.c.seq.in_(seqs)).values(place=OUTBOX.c.seq))
