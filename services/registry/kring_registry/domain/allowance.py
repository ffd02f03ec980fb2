"""What a coordinator was given in one year, and what is left of the limits; and how money is rounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kring_shared.contracts.registry import Cap
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate

HUNDREDTHS: Final = 100
"""A rate for kilometres is in hundredths of a cent."""


def times(amount: int, rate: int, per: int = 1) -> int:
    """Give `amount` times `rate` over `per` in whole eurocents: half a cent goes up; the one place where is rounded."""
    return (2 * amount * rate + per) // (2 * per)


def euros(cents: int) -> str:
    """Write eurocents for people: 165929 is 1,659.29."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def year_id(coordinator_id: str, year: int) -> str:
    """Give the id of what a coordinator was given in a year."""
    return id_at(BEGINNING, f"allowance/{coordinator_id}/{year}")


@dataclass(frozen=True)
class Taken:
    """What one claim takes of the limits of a year: eurocents, days, kilometres."""

    cents: int = 0
    days: tuple[date, ...] = ()
    km: int = 0


@dataclass(frozen=True)
class CoordinatorYear(Aggregate):
    """What the claims that were sent in take of a coordinator's limits of one year, claim by claim.

    What a claim takes stands under its id, so that giving it back is exact, whatever happened since. Only this office's
    claims are known here: somebody who volunteers elsewhere as well watches the rest themself.
    """

    coordinator_id: str
    office: str
    year: int
    taken: Mapping[str, Taken] = field(default_factory=dict)
    told: frozenset[Cap] = frozenset()
    """Which limits it was told were reached; each once, also when something is given back later."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id that follows from the coordinator and the year."""
        return year_id(self.coordinator_id, self.year)

    @property
    def cents(self) -> int:
        """Give the flat amounts of the year so far, in eurocents."""
        return sum(taken.cents for taken in self.taken.values())

    @property
    def km(self) -> int:
        """Give the kilometres of the year so far."""
        return sum(taken.km for taken in self.taken.values())

    @property
    def days(self) -> frozenset[date]:
        """Give the days that a flat amount was given for."""
        return frozenset(day for taken in self.taken.values() for day in taken.days)

    def without(self, claim_id: str) -> "CoordinatorYear":
        """Give back all that a claim took."""
        return replace(self, taken={other: taken for other, taken in self.taken.items() if other != claim_id})

    def taking(self, claim_id: str, taken: Taken) -> "CoordinatorYear":
        """Set aside what a claim takes, instead of what it took before; nothing leaves nothing behind."""
        free = self.without(claim_id)
        return free if taken == Taken() else replace(free, taken={**free.taken, claim_id: taken})

    def telling(self, reached: frozenset[Cap]) -> "CoordinatorYear":
        """Remember that these were told."""
        return replace(self, told=self.told | reached)
