"""What was missing when nobody was found, or only from far: kept by itself, without case and without person."""

from dataclasses import dataclass
from datetime import date

from kring_shared.kernel.work import Aggregate

UNFILLED, FAR, LEFT = "unfilled", "far", "left"


@dataclass(frozen=True)
class Missing(Aggregate):
    """One thing that one search, or one leaver, made felt; the month is all that is kept of when."""

    missing_id: str
    office: str
    month: date
    because: str
    what: str
    value: str
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.missing_id
