"""How far a service is in this process, and how much lies in its database that is not done."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select

from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX, PARKED


class Standing(StrEnum):
    """From the first thought of a service in a process to its last."""

    STARTS = "starts"
    WORKS = "works"
    STOPS = "stops"


class Left(NamedTuple):
    """What is not done: facts that are not told, messages to be tried again, messages that wait for a person."""

    unsent: int
    parked: int
    dead: int


def left_in(database: Database) -> Left:
    """Count it.

    Raises:
        OperationalError: the database does not answer.
    """
    with database.read() as tx:
        unsent = tx.execute(select(func.count()).where(OUTBOX.c.place.is_(None))).scalar_one()
        waiting = tx.execute(select(func.count()).where(PARKED.c.due_ms.is_not(None))).scalar_one()
        dead = tx.execute(select(func.count()).where(PARKED.c.due_ms.is_(None))).scalar_one()
    return Left(unsent, waiting, dead)
