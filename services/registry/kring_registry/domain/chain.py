"""The chain of an office: what was locked stands in it one after another, so that no link can be changed unseen."""

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate

NOTHING_BEFORE: Final = "0" * 64
"""What the first link builds on."""


class EntryKind(StrEnum):
    """What an entry commits to; the commitment is always a SHA-256, and says nothing by itself."""

    REGISTRATION = "registration"
    """SHA-256 over the registration's salt and the canonical JSON of what is registered."""
    RECORD = "record"
    """The same of a record without a case, under a salt of its own that is kept beside it."""
    ERASURE = "erasure"
    """SHA-256 over the canonical JSON of a finished erasure's receipt."""
    YEAR = "year"
    """SHA-256 over the canonical JSON of an office's figures of a year, as they were published."""


def chain_key(office: str) -> str:
    """Give the id of an office's chain; whatever can add an entry has it among its keys."""
    return id_at(BEGINNING, f"chain/{office}")


def entry_key(office: str, number: int) -> str:
    """Give the id of one entry."""
    return id_at(BEGINNING, f"chain/{office}/{number}")


def link_of(before: str, number: int, office: str, kind: str, commitment: str) -> str:
    """Give the link of an entry: SHA-256 over the link before it and everything the entry says, 64 hex digits."""
    return sha256(f"{before}|{number}|{office}|{kind}|{commitment}".encode()).hexdigest()


@dataclass(frozen=True)
class ChainEntry(Aggregate):
    """One place in the chain. `gone` says that its registration lost its case since; the link does not cover it."""

    office: str
    number: int
    kind: EntryKind
    commitment: str
    link: str
    gone: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id, which follows from office and number."""
        return entry_key(self.office, self.number)


@dataclass(frozen=True)
class Chain(Aggregate):
    """The head of an office's chain (keten): how long it is, and its last link."""

    office: str
    length: int = 0
    head: str = NOTHING_BEFORE
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id, which follows from the office."""
        return chain_key(self.office)

    def with_entry(self, kind: EntryKind, commitment: str) -> tuple["Chain", ChainEntry]:
        """Add an entry at the end: the chain as it is then, and the entry."""
        number = self.length + 1
        link = link_of(self.head, number, self.office, kind.value, commitment)
        return replace(self, length=number, head=link), ChainEntry(self.office, number, kind, commitment, link)
