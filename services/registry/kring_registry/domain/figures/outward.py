"""Which offices' figures of a year may leave: all of them together, once each has published, and never one more.

Figures that grow office by office could be subtracted from each other, and would tell of the office that came last what
its own row hides. So there is one moment for a year, and what comes after it stays inside.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate


@lru_cache(maxsize=256)
def outward_key(year: int) -> str:
    """Give the id of what may leave of a year."""
    return id_at(BEGINNING, f"outward/{year:04d}")


@dataclass(frozen=True)
class OutwardYear(Aggregate):
    """Which offices of this registry have requests of a year, and which published it; it belongs to no office."""

    year: int
    offices: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    complete: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id, which follows from the year."""
        return outward_key(self.year)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Name the offices that did not publish yet."""
        return () if self.complete else tuple(o for o in self.offices if o not in self.published)

    def misses(self, office: str) -> bool:
        """Tell whether an office is to be added: not once it is complete, since nobody can join what is out."""
        return not self.complete and office not in self.offices

    def with_office(self, office: str) -> "OutwardYear":
        """Add an office that has requests of the year."""
        return replace(self, offices=tuple(sorted({*self.offices, office})))

    def with_report(self, office: str) -> "OutwardYear":
        """Note that an office published; with the last one it is complete, and stays as it is then."""
        if self.complete:
            return self
        published = tuple(sorted({*self.published, office}))
        offices = tuple(sorted({*self.offices, office}))
        return replace(self, offices=offices, published=published, complete=set(offices) <= set(published))
