"""Whether a chain holds: its links, and what it commits to, entry by entry. Pure; `queries/chain.py` reads the pages.

It proves that nothing was changed since the head was noted elsewhere. Somebody who can rewrite all of it, entries and
rows and head, can make a chain that holds; only a head that was noted outside this database shows that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kring_registry.domain.chain import NOTHING_BEFORE, Chain, ChainEntry, EntryKind, link_of
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_shared.contracts.registry import ChainFault

Row = Registration | Record | None
"""A row that names a place in the chain; none where its values cannot be read any more."""
MOST: Final = 100
"""Faults that are named; who finds so many looks at a file that was written over."""
WORDS: Final = {
    "entry-missing": "this entry is gone from the chain",
    "link-broken": "this entry is not what it was: its link does not follow from it and the entry before",
    "head-differs": "the chain ends elsewhere than its head says: entries at its end were taken away or added",
    "registration-missing": "the registration that was locked here is gone, and did not leave by its term",
    "registration-changed": "the registration that was locked here is not what it was",
    "registration-back": "the registration that left by its term stands here again",
    "registration-outside": "a registration names this place, and no entry here commits to a registration",
    "record-missing": "the record without a case that stands here is gone",
    "record-changed": "the record without a case that stands here is not what it was",
    "record-outside": "a record names this place, and no entry here commits to a record",
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

    def entry(self, entry: ChainEntry, registrations: Sequence[Row], records: Sequence[Row]) -> None:
        """Hold the next entry against the one before, and the rows that name its place against it."""
        for number in range(self.length + 1, min(entry.number, self.length + 1 + MOST)):
            self._fault(number, "entry-missing")
        link = link_of(self.before, entry.number, entry.office, entry.kind.value, entry.commitment)
        if link != entry.link:
            self._fault(entry.number, "link-broken")
        self.before, self.length = entry.link, entry.number
        self._hold_registrations(entry, registrations)
        self._hold_records(entry, records)

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

    def _hold_registrations(self, entry: ChainEntry, rows: Sequence[Row]) -> None:
        if entry.kind is not EntryKind.REGISTRATION:
            self._none_may_stand(entry, rows, "registration-outside")
        elif entry.gone:
            self.left += 1
            self._none_may_stand(entry, rows, "registration-back")
        else:
            self.opened += self._hold(entry, rows, "registration")

    def _hold_records(self, entry: ChainEntry, rows: Sequence[Row]) -> None:
        if entry.kind is not EntryKind.RECORD:
            self._none_may_stand(entry, rows, "record-outside")
        else:
            self.without_case += 1
            self.records += self._hold(entry, rows, "record")

    def _hold(self, entry: ChainEntry, rows: Sequence[Row], what: str) -> bool:
        """Hold the one row of a place against what was committed; tell whether there was one to hold."""
        if not rows:
            self._fault(entry.number, f"{what}-missing")
            return False
        if len(rows) > 1:
            self._fault(entry.number, "twice")
        if not all(_fits(row, entry.commitment) for row in rows):
            self._fault(entry.number, f"{what}-changed")
        return True

    def _none_may_stand(self, entry: ChainEntry, rows: Sequence[Row], code: str) -> None:
        if rows:
            self._fault(entry.number, code)

    def _fault(self, number: int, code: str) -> None:
        place = f"entry {number}" if number else "no single entry"
        said = f"{place}: {WORDS[code]}; {ADVICE}"
        if len(self.faults) < MOST:
            self.faults.append(ChainFault(number=number, code=code, message=said))


def _fits(row: Row, commitment: str) -> bool:
    """Tell whether a row is what was committed to; a registration also has to be locked still, and know its digest."""
    if row is None or row.fingerprint() != commitment:
        return False
    return not isinstance(row, Registration) or (row.is_sealed and row.digest == commitment)
