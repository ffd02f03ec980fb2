"""What a claim comes to: each way of paying, the limits of the year, and the words that explain every amount."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from kring_registry.domain.allowance import HUNDREDTHS, CoordinatorYear, Taken, euros, times
from kring_registry.domain.claim import Claim
from kring_shared.contracts.allowances import CompensationMode, PayRates, YearAllowance, allowance_of
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import Cap, ClaimLine, LineKind
from kring_shared.contracts.terms import Country

MINUTES: Final = 60
NOTHING_SET: Final = PayRates()


@dataclass(frozen=True)
class Rules:
    """How a claim is paid: the policy its case began under, and what the office pays."""

    mode: CompensationMode
    country: Country
    pay: PayRates = NOTHING_SET

    def allowance(self, year: int) -> YearAllowance | None:
        """Give the limits of a year, where they are known."""
        return allowance_of(self.country, year, self.pay.years)

    def km_rate(self, year: int) -> int | None:
        """Give the rate for a kilometre in hundredths of a cent: the office's own, else the year's."""
        if self.pay.km_rate is not None:
            return self.pay.km_rate
        found = self.allowance(year)
        return found.km_rate if found is not None else None


def rules_of(claim: Claim, card: OfficeCard | None) -> Rules:
    """Give how this claim is paid; the card is the office's of the case."""
    policy = POLICIES[claim.policy]
    pay = card.pay if card is not None and card.pay is not None else NOTHING_SET
    return Rules(policy.compensation, policy.country, pay)


@dataclass(frozen=True)
class Reckoned:
    """What a claim comes to, what it takes of each year, and which limits that reached."""

    lines: tuple[ClaimLine, ...]
    taken: Mapping[int, Taken] = field(default_factory=dict)
    reached: Mapping[int, frozenset[Cap]] = field(default_factory=dict)


def what_to_set(claim: Claim, rules: Rules) -> str:
    """Say what the office has to fill in before this claim can be reckoned; empty when nothing is missing."""
    rates = [f"pay.{name}" for name, needed in _needed(claim, rules) if needed]
    missing = [f"{' and '.join(rates)} in the office's card"] if rates else []
    if rules.mode is CompensationMode.VOLUNTEER_FLAT:
        missing += [
            f"the limits of {rules.country} {year} (pay.years in the office's card, or contracts/allowances.py)"
            for year in sorted(claim.years)
            if rules.allowance(year) is None
        ]
    return f"fill in {' and '.join(missing)}: no amount is guessed" if missing else ""


def what_is_left_out(claim: Claim, rules: Rules) -> str:
    """Say what the coordinator has to add before it can be sent in; empty when nothing is left out."""
    worked = claim.days_worked or claim.minutes_worked
    if rules.mode is CompensationMode.VOLUNTEER_FLAT and worked and not claim.days:
        return "name the days you worked on with change-claim: a volunteer's amount has a limit for each day"
    return ""


def reckon(claim: Claim, rules: Rules, years: Mapping[int, CoordinatorYear]) -> Reckoned:
    """Say what a claim comes to; `years` are those of `claim.years`, whatever this claim took of them before.

    Nothing may be missing any more: `what_to_set` is empty.
    """
    free = {year: one.without(claim.id) for year, one in years.items()}
    if rules.mode is CompensationMode.VOLUNTEER_FLAT:
        return _flat(claim, rules, free)
    lines = [*_fee(claim, rules), *_travel(claim, rules.km_rate(claim.year), claim.distance_km), *_costs(claim)]
    return Reckoned(tuple(lines))


def _needed(claim: Claim, rules: Rules) -> Iterable[tuple[str, bool]]:
    pay, mode = rules.pay, rules.mode
    yield "hourCents", mode is CompensationMode.HOURLY and bool(claim.minutes_worked) and pay.hour_cents is None
    by_conference = mode is CompensationMode.PER_CONFERENCE and claim.conferences
    yield "conferenceCents", bool(by_conference) and pay.conference_cents is None
    travelled = claim.distance_km and mode is not CompensationMode.VOLUNTEER_FLAT
    yield "kmRate", bool(travelled) and rules.km_rate(claim.year) is None


def _fee(claim: Claim, rules: Rules) -> Iterable[ClaimLine]:
    if rules.mode is CompensationMode.HOURLY and claim.minutes_worked:
        rate = rules.pay.hour_cents or 0
        hours, minutes = divmod(claim.minutes_worked, MINUTES)
        worked = f"{hours} h {minutes} min" if minutes else f"{hours} h"
        cents = times(claim.minutes_worked, rate, MINUTES)
        yield ClaimLine(kind=LineKind.FEE, cents=cents, said=f"{worked} at {euros(rate)} an hour")
    elif rules.mode is CompensationMode.PER_CONFERENCE:
        rate = rules.pay.conference_cents or 0
        said = f"1 conference at {euros(rate)}" if claim.conferences else "no meeting and no plan: no fee"
        yield ClaimLine(kind=LineKind.FEE, cents=claim.conferences * rate, said=said)


def _travel(claim: Claim, rate: int | None, km: int, cut_by: Cap | None = None) -> Iterable[ClaimLine]:
    if not claim.distance_km:
        return
    said = f"{km} km at {(rate or 0) / 10_000:.4f}"
    if cut_by is not None:
        said += f"; {claim.distance_km} km claimed, no more is left in {claim.year}"
    yield ClaimLine(kind=LineKind.TRAVEL, cents=times(km, rate or 0, HUNDREDTHS), cut_by=cut_by, said=said)


def _costs(claim: Claim) -> Iterable[ClaimLine]:
    if claim.expenses:
        said = ", ".join(f"{one.kind.value} {euros(one.cents)}" for one in claim.expenses)
        yield ClaimLine(kind=LineKind.EXPENSES, cents=sum(one.cents for one in claim.expenses), said=said)


def _flat(claim: Claim, rules: Rules, free: Mapping[int, CoordinatorYear]) -> Reckoned:
    lines: list[ClaimLine] = []
    taken: dict[int, Taken] = {}
    reached: dict[int, frozenset[Cap]] = {}
    for year, days in groupby(claim.days, key=lambda day: day.year):
        line, taken[year], reached[year] = _days_of(year, tuple(days), rules, free[year])
        lines.append(line)
    limits = rules.allowance(claim.year)
    if claim.distance_km and limits is not None:
        km = min(claim.distance_km, max(0, limits.km - free[claim.year].km))
        cut = Cap.KILOMETRES if km < claim.distance_km else None
        lines += _travel(claim, min(rules.km_rate(claim.year) or 0, limits.km_rate), km, cut)
        before = taken.get(claim.year, Taken())
        taken[claim.year] = Taken(before.cents, before.days, km)
        if free[claim.year].km + km >= limits.km:
            reached[claim.year] = reached.get(claim.year, frozenset()) | {Cap.KILOMETRES}
    if claim.expenses:
        said = f"{euros(sum(one.cents for one in claim.expenses))} of costs is in the flat amount already"
        lines.append(ClaimLine(kind=LineKind.EXPENSES, cents=0, said=said))
    return Reckoned(tuple(lines), taken, reached)


def _days_of(
    year: int, days: tuple[date, ...], rules: Rules, free: CoordinatorYear
) -> tuple[ClaimLine, Taken, frozenset[Cap]]:
    """Reckon the days of one year, in their order: each once over all claims, and no more than the year has left."""
    limits = rules.allowance(year)
    assert limits is not None  # noqa: S101 - what_to_set named it else
    a_day = min(rules.pay.day_cents or limits.day_cents, limits.day_cents)
    new = [day for day in days if day not in free.days]
    left = max(0, limits.year_cents - free.cents)
    cents = min(len(new) * a_day, left)
    paid = new[: -(-cents // a_day)]
    said = [f"{len(new)} {'day' if len(new) == 1 else 'days'} at {euros(a_day)}"]
    reached: set[Cap] = set()
    cut_by = None
    if len(new) < len(days):
        said.append(f"{len(days) - len(new)} counted in another claim")
        cut_by = Cap.DAY
        reached.add(Cap.DAY)
    if cents < len(new) * a_day:
        said.append(f"{euros(left)} was left of {euros(limits.year_cents)} in {year}")
        cut_by = Cap.YEAR
    if free.cents + cents >= limits.year_cents:
        reached.add(Cap.YEAR)
    line = ClaimLine(kind=LineKind.ALLOWANCE, cents=cents, cut_by=cut_by, said="; ".join(said))
    return line, Taken(cents, tuple(paid)), frozenset(reached)
