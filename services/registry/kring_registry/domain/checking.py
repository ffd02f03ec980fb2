"""Whether a chain holds: its links, and what it commits to, entry by entry. Pure; `queries/chain.py` reads the pages.

It proves that nothing was changed since the head was noted elsewhere. Somebody who can rewrite all of it, entries and
rows and head, can make a chain that holds; only a head that was noted outside this database shows that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kring_registry.domain.chain import NOTHING_BEFORE, Chain, ChainEntry, EntryKind, link_of
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.figures.year_report import YearReport
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_shared.contracts.registry import ChainFault

Row = Registration | Record | Erasure | YearReport | None
"""A row that names a place in the chain; none where its values cannot be read any more."""
MOST: Final = 100
"""Faults that are named; who finds so many looks at a file that was written over."""
WORDS: Final = {
    "entry-missing": "this entry is gone from the chain",
    "link-broken": "this entry is not what it was: its link does not follow from it and the entry before",
    "head-differs": "the chain ends elsewhere than its head says: entries at its end were taken away or added",
    "registration-missing": "the registration that was locked here is gone, and did not leave by its term",
    "registration-back": "the registration that left by its term stands here again",
    "missing": "what this entry commits to is gone",
    "changed": "what this entry commits to is not what it was",
    "outside": "something names this place that its entry does not commit to, or there is no such place",
    "twice": "two rows name this place",
    "older-changed": "a registration that was locked before there was a chain does not fit its own digest any more",
    "left-without-record": "more registrations are said to have left by their term than left a record, or fewer",
}
ADVICE: Final = "compare with a backup from before, and find out who could write in the database file"


@dataclass
class Checking:
    """One walk through an office's chain, from its first entry to its head."""

    before: str = NOTHING_BEFORE
    length: int = 0
    opened: int = 0
    records: int = 0
    outside: int = 0
    left: int = 0
    without_case: int = 0
    faults: list[ChainFault] = field(default_factory=list)

    def entry(self, entry: ChainEntry, named: Mapping[EntryKind, Sequence[Row]]) -> None:
        """Hold the next entry against the one before, and the rows that name its place, by kind, against it."""
        for number in range(self.length + 1, min(entry.number, self.length + 1 + MOST)):
            self._fault(number, "entry-missing")
        link = link_of(self.before, entry.number, entry.office, entry.kind.value, entry.commitment)
        if link != entry.link:
            self._fault(entry.number, "link-broken")
        self.before, self.length = entry.link, entry.number
        for kind in EntryKind:
            rows = named.get(kind, ())
            if kind is entry.kind:
                self._hold(entry, rows)
            elif rows:
                self._fault(entry.number, f"{kind.value}-outside")

    def unreadable(self, number: int) -> None:
        """Name an entry into which somebody wrote what no entry says."""
        self.length = number
        self._fault(number, "link-broken")

    def older(self, registration: Registration | None) -> None:
        """Count what was locked before there was a chain; it has its own digest, without a salt."""
        self.outside += 1
        if registration is None or registration.fingerprint() != registration.digest:
            self._fault(0, "older-changed")

    def beyond(self, numbers: Sequence[int], code: str) -> None:
        """Name places behind the end of the chain that rows claim."""
        for number in numbers:
            self._fault(number, code)

    def end(self, head: Chain) -> None:
        """Hold the head against the last entry, and what left against what it left behind."""
        if (head.length, head.head) != (self.length, self.before):
            self._fault(head.length, "head-differs")
        if self.left != self.without_case:
            self._fault(0, "left-without-record")

    def _hold(self, entry: ChainEntry, rows: Sequence[Row]) -> None:
        """Hold the one row of a place against what was committed."""
        self.without_case += entry.kind is EntryKind.RECORD
        if entry.gone:
            self.left += 1
            if rows:
                self._fault(entry.number, "registration-back")
            return
        if not rows:
            self._fault(entry.number, f"{entry.kind.value}-missing")
            return
        self.opened += entry.kind is EntryKind.REGISTRATION
        self.records += entry.kind is EntryKind.RECORD
        if len(rows) > 1:
            self._fault(entry.number, "twice")
        if not all(_fits(row, entry.commitment) for row in rows):
            self._fault(entry.number, f"{entry.kind.value}-changed")

    def _fault(self, number: int, code: str) -> None:
        place = f"entry {number}" if number else "no single entry"
        words = WORDS.get(code) or WORDS[code.rpartition("-")[2]]
        if len(self.faults) < MOST:
            self.faults.append(ChainFault(number=number, code=code, message=f"{place}: {words}; {ADVICE}"))


def _fits(row: Row, commitment: str) -> bool:
    """Tell whether a row is what was committed to; a registration also has to be locked still, and know its digest."""
    match row:
        case None:
            return False
        case Registration():
            return row.is_sealed and row.digest == row.fingerprint() == commitment
        case YearReport():
            return row.commitment() == commitment
        case _:
            return row.fingerprint() == commitment
