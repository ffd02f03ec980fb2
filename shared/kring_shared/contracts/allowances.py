"""How coordinators are paid, or get back what they spent: the ways there are, and the limits of a country and a year.

Rule: no amount is guessed. A year that is not in `ALLOWANCES` is filled in by whoever found its source, here or for one
office in its card; what an office pays for an hour or a conference no source gives, so it is the office's own data.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from pydantic import Field

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.terms import Country


class CompensationMode(StrEnum):
    """For what a coordinator is paid; the sources contradict each other, so a policy says which it is."""

    HOURLY = "hourly"
    """A fee for each hour, and what was spent (recruitment folder, Netherlands)."""
    PER_CONFERENCE = "per-conference"
    """A fee for a conference, and what was spent (website, Netherlands)."""
    VOLUNTEER_FLAT = "volunteer-flat"
    """A flat amount a day for a volunteer, within the limits of a year, and kilometres; no costs beside it."""
    REAL_COSTS = "real-costs"
    """What was spent, and kilometres, and nothing else."""


class YearAllowance(Message):
    """What a volunteer may get in one country in one year (forfaitaire kostenvergoeding), all organisations together.

    `km_rate` is in hundredths of a eurocent a kilometre, since such rates have four decimals: 0.4269 euro is 4269.
    """

    country: Country = Field(description="Whose rules.")
    year: int = Field(ge=1990, le=2200, description="Which year.")
    day_cents: int = Field(ge=1, description="Eurocents, the most for one day.")
    year_cents: int = Field(ge=1, description="Eurocents, the most for the year.")
    km: int = Field(ge=0, description="Kilometres, the most for the year beside a flat amount.")
    km_rate: int = Field(ge=0, description="Hundredths of a eurocent a kilometre.")
    source: str = Field(min_length=10, description="Where the amounts come from, and what was not seen.")


class PayRates(Message):
    """What one office pays; what is left empty cannot be claimed there until it is filled in."""

    hour_cents: int | None = Field(None, ge=1, le=100_000, description="Eurocents for an hour worked.")
    conference_cents: int | None = Field(None, ge=1, le=1_000_000, description="Eurocents for a conference.")
    day_cents: int | None = Field(
        None, ge=1, le=100_000, description="Eurocents a volunteer gets for a day; empty: as much as a day may have."
    )
    km_rate: int | None = Field(
        None, ge=0, le=20_000, description="Hundredths of a eurocent a kilometre; empty: as the year has it."
    )
    years: tuple[YearAllowance, ...] = Field(
        (), description="Years that do not come with Kring, or that the office knows better; these go first."
    )


ALLOWANCES: Final = (
    YearAllowance(
        country="BE",
        year=2024,
        day_cents=4148,
        year_cents=165_929,
        km=2000,
        km_rate=4269,
        source="Pages of the Flemish support point for volunteering and of social secretariats, 2024; the text of the "
        "law was not seen. The rate for kilometres is said to move within the year (0.4265 from April on): look it up.",
    ),
)
"""The years whose amounts were found."""


def allowance_of(country: Country, year: int, own: Iterable[YearAllowance] = ()) -> YearAllowance | None:
    """Give the limits of a country and a year, the office's own first; nothing where nobody filled them in."""
    return next((one for one in (*own, *ALLOWANCES) if (one.country, one.year) == (country, year)), None)
