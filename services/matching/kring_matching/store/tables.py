"""The list of matching's own tables, and the small ways in which values are written down."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import SQLModel

from kring_shared.runtime.storage.tables import from_ms, to_ms


class MatchingTable(SQLModel):
    """Keeps matching's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


def ms_of(moment: datetime | None) -> int | None:
    """Write a moment down."""
    return to_ms(moment) if moment is not None else None


def moment_of(ms: int | None) -> datetime | None:
    """Read a moment."""
    return from_ms(ms) if ms is not None else None


def text_of(form: TypeAdapter[Any], value: object) -> str:
    """Write a value of several parts down, as JSON."""
    return form.dump_json(value).decode()
