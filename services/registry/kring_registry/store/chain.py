"""Rows of the chain: its head and its entries."""

from typing import Any

from sqlalchemy import Index, Row
from sqlmodel import Field

from kring_registry.domain.chain import Chain, ChainEntry, EntryKind
from kring_registry.store.tables import RegistryTable


class ChainRow(RegistryTable, table=True):
    """The head of one office's chain."""

    __tablename__ = "chain"

    chain_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    length: int
    head: str = Field(max_length=64)
    version: int


class ChainEntryRow(RegistryTable, table=True):
    """One entry."""

    __tablename__ = "chain_entry"
    __table_args__ = (Index("chain_entry_place", "office", "number", unique=True),)

    entry_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    number: int
    kind: str = Field(max_length=20)
    commitment: str = Field(max_length=64)
    link: str = Field(max_length=64)
    gone: bool
    version: int


def chain_row(chain: Chain) -> dict[str, Any]:
    """Write the head down."""
    return {"chain_id": chain.id, "office": chain.office, "length": chain.length, "head": chain.head}


def chain_value(row: Row[Any]) -> Chain:
    """Read the head."""
    return Chain(row.office, row.length, row.head, row.version)


def entry_row(entry: ChainEntry) -> dict[str, Any]:
    """Write an entry down."""
    return {
        "entry_id": entry.id,
        "office": entry.office,
        "number": entry.number,
        "kind": entry.kind.value,
        "commitment": entry.commitment,
        "link": entry.link,
        "gone": entry.gone,
    }


def entry_value(row: Row[Any]) -> ChainEntry:
    """Read an entry."""
    return ChainEntry(row.office, row.number, EntryKind(row.kind), row.commitment, row.link, row.gone, row.version)
