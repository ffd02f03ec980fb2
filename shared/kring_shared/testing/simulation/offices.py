"""The thirteen offices of a simulated Kring, how much comes to each, and their coordinators; all invented."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kring_shared.contracts import policies
from kring_shared.contracts.allowances import PayRates, YearAllowance
from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching import RegisterCoordinator, Statute, StatuteKind
from kring_shared.contracts.offices import BE, NL, OfficeCard
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import id_at
from kring_shared.testing.simulation.figures import figure
from kring_shared.testing.simulation.names import full_name, language_of

MOST_CASES: Final = 4
SCREENED_YEARS: Final = 3
TRAVELS_KM: Final = 60
FEWEST: Final = 4
"""However small an office, one is away, one is asked for another case, and one learns."""
OTHER_TYPES: Final = 0.5
YEARS: Final = range(2021, 2037)
HUNDREDTHS: Final = 10_000


@dataclass(frozen=True)
class Place:
    """One office: its towns, and its part of what comes to its country in a year."""

    id: str
    policy: str
    part: int
    towns: tuple[str, ...]

    @property
    def country(self) -> str:
        """Name its country: `nl` or `be`."""
        return self.policy.partition("/")[0]

    @property
    def card(self) -> OfficeCard:
        """Give it as Kring knows offices."""
        organisation = {"nl": NL, "be": BE}[self.country]
        sender, title = f"{self.id}@kring.example", self.id.replace("-", " ").title()
        return OfficeCard(
            id=self.id, title=title, policy=self.policy, sender=sender, organisation=organisation, pay=_pay()
        )


def _pay() -> PayRates:
    """Give what a coordinator is paid or gets back, so that claims can be approved in every year."""
    years = tuple(
        YearAllowance(
            country="BE",
            year=year,
            day_cents=_cents("flat-day"),
            year_cents=_cents("flat-year"),
            km=round(figure("flat-km")),
            km_rate=round(figure("flat-km-rate") * HUNDREDTHS),
            source="made up for a simulation: the amounts of 2024 for every year",
        )
        for year in YEARS
    )
    rate = round(figure("fee-km") * HUNDREDTHS)
    return PayRates(hour_cents=_cents("fee-hour"), conference_cents=_cents("fee-conference"), km_rate=rate, years=years)


def _cents(name: str) -> int:
    return round(figure(name) * 100)


PLACES: Final = (
    Place("utrecht", policies.NL.id, 16, ("Utrecht", "Zeist", "Nieuwegein", "Houten")),
    Place("gent", policies.BE.id, 26, ("Gent", "Aalst")),
    Place("amersfoort", policies.NL_FUNDED.id, 9, ("Amersfoort", "Leusden", "Soest", "Nijkerk")),
    Place("antwerpen", policies.BE.id, 30, ("Antwerpen", "Mechelen")),
    Place("amsterdam", policies.NL.id, 20, ("Amsterdam", "Amstelveen", "Haarlem")),
    Place("leuven", policies.BE.id, 20, ("Leuven", "Brussel")),
    Place("rotterdam", policies.NL.id, 18, ("Rotterdam", "Delft", "Dordrecht")),
    Place("groningen", policies.NL.id, 10, ("Groningen", "Assen", "Leeuwarden")),
    Place("brugge", policies.BE.id, 13, ("Brugge", "Kortrijk")),
    Place("arnhem", policies.NL.id, 10, ("Arnhem", "Apeldoorn", "Ede")),
    Place("hasselt", policies.BE.id, 11, ("Hasselt", "Genk")),
    Place("zwolle", policies.NL.id, 7, ("Zwolle", "Deventer", "Almelo")),
    Place("eindhoven", policies.NL.id, 10, ("Eindhoven", "Helmond", "Breda")),
)
"""In the order in which a smaller Kring takes them; parts are of 100 in each country."""


def parts(places: Sequence[Place], yearly: str, share: float) -> dict[str, float]:
    """Give each office's share of a yearly number per country, such as `requests`."""
    return {place.id: figure(f"{yearly}-{place.country}") * place.part / 100 * share for place in places}


def coordinators(
    places: Sequence[Place], draw: random.Random, now: datetime, share: float
) -> Iterator[tuple[str, RegisterCoordinator]]:
    """Draw everybody in the registers, each with the office that enters them."""
    for place_id, many in parts(places, "coordinators", share).items():
        place = next(one for one in places if one.id == place_id)
        for number in range(max(round(many), FEWEST)):
            yield place_id, _coordinator(place, number, draw, now)


def _coordinator(place: Place, number: int, draw: random.Random, now: datetime) -> RegisterCoordinator:
    name = full_name(draw)
    every = number < FEWEST or draw.random() < OTHER_TYPES
    language = language_of(draw) if draw.random() < figure("other-language") * 2 else ""
    checked = date(now.year - draw.randrange(SCREENED_YEARS), draw.randrange(1, 13), draw.randrange(1, 28))
    valid = checked.replace(year=checked.year + SCREENED_YEARS)
    return RegisterCoordinator(
        coordinator_id=id_at(now, f"{place.id}/{number}"),
        contact=Contact(name=name, email=f"c{number}.{place.id}@kring.example"),
        languages=("nl", language) if language else ("nl",),
        scopes=tuple(ConferenceType) if every else (ConferenceType.FAMILY,),
        gender=draw.choice(tuple(Gender)[:2]),
        birth_year=now.year - draw.randrange(28, 74),
        municipality=draw.choice(place.towns),
        travel_limit_km=TRAVELS_KM,
        maximum_load=MOST_CASES,
        screening_checked_on=min(checked, now.date()),
        screening_valid_until=max(valid, date(now.year + 1, draw.randrange(1, 13), 1)),
        employer_is_helping_body=False,
        statute=_statute(place, now),
    )


def _statute(place: Place, now: datetime) -> Statute:
    begun, ends = date(now.year - 1, 1, 1), date(now.year + 20, 12, 31)
    kind = policies.POLICIES[place.policy].statute
    if kind is StatuteKind.VOLUNTEER:
        return Statute(kind=kind, since=begun, note_agreed_on=begun, insured_until=ends, secrecy_pledged_on=begun)
    return Statute(kind=kind, since=begun, secrecy_pledged_on=begun)
