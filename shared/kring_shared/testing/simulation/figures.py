"""Every number a simulated history is made of, named once, with its source; what nobody published is a guess."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

OWN: Final = "the builders' proposal for demo data; no publication"
YEARLY: Final = "yearly figures of the Dutch organisation"
VOLUNTEERS: Final = "the Flemish support point for volunteering, 2024"


class Figure(NamedTuple):
    """One number: what it is, and who says so."""

    value: float
    says: str
    source: str
    guess: bool = False


FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "requests-nl": Figure(420, "requests a year, all Dutch offices", f"{OWN}; 371 began in 2015-2016"),
        "requests-be": Figure(130, "requests a year, all Flemish offices", OWN, guess=True),
        "coordinators-nl": Figure(250, "coordinators of all Dutch offices", "the Dutch organisation's own page"),
        "coordinators-be": Figure(150, "coordinators of all Flemish offices", "the Flemish organisation's own page"),
        "people-mean": Figure(9.5, "people at a meeting, mean", f"{YEARLY}, 2015 to 2023: 9 to 11.2"),
        "people-spread": Figure(3.5, "the same, standard deviation", OWN, guess=True),
        "people-least": Figure(3, "the fewest at a meeting", OWN, guess=True),
        "people-most": Figure(30, "the most at a meeting", OWN, guess=True),
        "with-plan": Figure(69, "of 100 end with a meeting and a plan", f"{YEARLY}, 2017 and 2023"),
        "plan-before": Figure(16, "of 100 end with a plan, made before a meeting", f"{YEARLY}, 2017 and 2023"),
        "no-plan": Figure(1, "of 100 end with a meeting and no plan", "the Dutch organisation's own page: 3 of 100"),
        "stopped": Figure(14, "of 100 stop", f"{YEARLY}, 2017 and 2023"),
        "by-professional": Figure(0.75, "share that a professional asks for", f"{YEARLY}, 2015 and 2019"),
        "by-the-person": Figure(0.5, "of the others, share the main person asks for", OWN, guess=True),
        "mandate": Figure(0.25, "share under formal compulsion", OWN, guess=True),
        "urgent": Figure(0.02, "share that must be held within a week", OWN, guess=True),
        "lead-median": Figure(45, "days from request to meeting, median", "family folder: six to eight weeks"),
        "lead-spread": Figure(0.3, "the same, standard deviation of its logarithm", OWN, guess=True),
        "lead-least": Figure(4, "the fewest days", f"{YEARLY}, 2017, 2020 and 2023"),
        "interpreter": Figure(0.12, "share in which somebody interprets", OWN, guess=True),
        "minors": Figure(0.75, "share about minors too", f"{YEARLY}: 78, 80 and 68 of 100 in 2015, 2019 and 2023"),
        "repeat": Figure(0.05, "share of families that had a route before", OWN, guess=True),
        "topics-mean": Figure(3.5, "topics of a conference, mean", f"{YEARLY}, 2015-2016"),
        "hours-least": Figure(25, "hours of a coordinator, from", "the Norwegian directorate: 25 to 35"),
        "hours-most": Figure(35, "hours of a coordinator, to", "the Norwegian directorate: 25 to 35"),
        "hours-share-early": Figure(0.6, "of those hours, for a plan made before a meeting", OWN, guess=True),
        "km-most": Figure(40, "kilometres of one journey, at most", OWN, guess=True),
        "expenses": Figure(0.5, "share of coordinators who paid something themselves", OWN, guess=True),
        "evening": Figure(0.55, "share of meetings in the evening", "family folder: often evening or weekend; a guess"),
        "weekend": Figure(0.25, "share of meetings in a weekend", "family folder: often evening or weekend; a guess"),
        "community": Figure(0.03, "share of a group or neighbourhood", OWN, guess=True),
        "restorative": Figure(0.03, "share of restorative conferences", OWN, guess=True),
        "declines": Figure(0.12, "share in which the first coordinator says no", OWN, guess=True),
        "stays-silent": Figure(0.04, "share in which the first coordinator does not answer", OWN, guess=True),
        "refused": Figure(0.03, "share in which the family wants somebody else", OWN, guess=True),
        "finds-a-tie": Figure(0.01, "share in which a coordinator finds that they know the family", OWN, guess=True),
        "sent-back": Figure(0.05, "share of checked plans that go back once", OWN, guess=True),
        "carried-out": Figure(0.87, "of plans, carried out at least partly", "Dutch study of 2012: 87 of 100 families"),
        "wholly": Figure(0.6, "of those, wholly", OWN, guess=True),
        "other-language": Figure(0.15, "share of main persons with another first language", OWN, guess=True),
        "fee-hour": Figure(25, "euro an hour, where an hour is paid", OWN, guess=True),
        "fee-conference": Figure(600, "euro a conference, where a conference is paid", OWN, guess=True),
        "fee-km": Figure(0.23, "euro a kilometre, where the year has no rate", OWN, guess=True),
        "flat-day": Figure(41.48, "euro a day for a volunteer, of 2024, for every year", VOLUNTEERS),
        "flat-year": Figure(1659.29, "euro a year for a volunteer, of 2024, for every year", VOLUNTEERS),
        "flat-km": Figure(2000, "kilometres a year for a volunteer, of 2024, for every year", VOLUNTEERS),
        "flat-km-rate": Figure(0.4269, "euro a kilometre for a volunteer, of 2024, for every year", VOLUNTEERS),
        "office-hours": Figure(9, "from eight o'clock, the hours in which requests come in", OWN, guess=True),
    }
)


def figure(name: str) -> float:
    """Give a number by its name."""
    return FIGURES[name].value
