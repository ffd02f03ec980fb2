"""What the conference's tables share: their list, and how values of several fields stand in one column."""

from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter
from sqlmodel import SQLModel

from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import from_ms, to_ms

T = TypeVar("T")
SEALED: TypeAdapter[Sealed[str] | None] = TypeAdapter(Sealed[str] | None)
IDS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])


class ConferenceTable(SQLModel):
    """Keeps the conference's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


def text_of(form: TypeAdapter[T], value: T) -> str:
    """Write a value of several fields as JSON."""
    return form.dump_json(value).decode()


def ms(moment: datetime | None) -> int | None:
    """Write a moment that may be missing."""
    return to_ms(moment) if moment is not None else None


def moment(ms: int | None) -> datetime | None:
    """Read a moment that may be missing."""
    return from_ms(ms) if ms is not None else None
