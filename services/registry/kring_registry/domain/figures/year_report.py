"""An office's figures of a year as they were published: they stand, whatever comes later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from kring_registry.domain.figures.cells import Groups
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate


def report_key(office: str, year: int) -> str:
    """Give the id of an office's report of a year."""
    return id_at(BEGINNING, f"report/{office}/{year:04d}")


@dataclass(frozen=True)
class YearReport(Aggregate):
    """One published year (jaarcijfers): its counts, frozen, and the place in the chain that proves them."""

    office: str
    year: int
    published_on: date
    definitions: int
    counts: Groups
    """Over the whole year."""
    by_month: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For each month, over all types and contexts."""
    number: int = 0
    head: str = ""
    """The last link of the office's chain, with this year in it."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id, which follows from office and year."""
        return report_key(self.office, self.year)

    def commitment(self) -> str:
        """Give the SHA-256 over the canonical JSON of what is published, 64 hexadecimal digits."""
        held = {
            "office": self.office,
            "year": self.year,
            "publishedOn": self.published_on.isoformat(),
            "definitions": self.definitions,
            "counts": self.counts,
            "byMonth": self.by_month,
        }
        text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()
