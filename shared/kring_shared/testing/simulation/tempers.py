"""How the people of each drawn request are, and what comes of their route."""

import random
from datetime import date, timedelta
from math import exp, log
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.conference import FollowUpResult
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import StopReason
from kring_shared.contracts.notifications import Way
from kring_shared.contracts.registry import Expense, ExpenseKind
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.course import Course
from kring_shared.testing.people.kin import Family, Ids, Kin
from kring_shared.testing.simulation.figures import figure
from kring_shared.testing.simulation.names import full_name, language_of

TOPICS: Final = (
    *("upbringing", "place-to-live", "relations", "contact-arrangements", "school", "money", "mental-health"),
    *("overload", "divorce", "daily-life"),
)
STOPS_AFTER: Final = (
    ("intake.consent-requested.v1", 20),
    ("matching.assignment-activated.v1", 20),
    ("conference.question-agreed.v1", 35),
    ("conference.conference-scheduled.v1", 25),
)
"""Where people stop, of 100 that do: a guess; what is published does not say at which step."""
RELATIONS: Final = ("zus van moeder", "broer van vader", "grootouder", "vriend van de familie", "woont ernaast", "neef")
WAYS: Final = (Way.EMAIL, Way.EMAIL, Way.EMAIL, Way.TEXT, Way.LETTER)
START_HOURS: Final = {"evening": 18, "weekend": 8, "day": 8}
REVIEW: Final = timedelta(days=42)
JOURNEYS: Final = (4, 13)
WORKED_DAYS: Final = (6, 15)
EURO: Final = 100
WITHIN_A_WEEK: Final = 4


def draw_temper(draw: random.Random, main_persons: int, *, is_urgent: bool) -> Temper:
    """Draw how one request's people are."""
    ends = draw.choices(
        ("with-plan", "plan-before", "no-plan", "stopped"),
        [figure(name) for name in ("with-plan", "plan-before", "no-plan", "stopped")],
    )[0]
    language = language_of(draw) if draw.random() < figure("interpreter") else ""
    stops = draw.choices([name for name, _ in STOPS_AFTER], [many for _, many in STOPS_AFTER])[0]
    first = draw.random()
    silent = figure("declines") + figure("stays-silent")
    return Temper(
        first_coordinator="declines" if first < figure("declines") else "stays-silent" if first < silent else "accepts",
        refuses_first_coordinator=draw.random() < figure("refused"),
        finds_a_tie=draw.random() < figure("finds-a-tie") and not is_urgent,
        plan_is_sent_back=draw.random() < figure("sent-back"),
        withdraws_after=stops if ends == "stopped" else "",
        family=_family(draw, main_persons, language),
        course=_course(draw, ends, language, is_urgent=is_urgent),
    )


def _course(draw: random.Random, ends: str, language: str, *, is_urgent: bool) -> Course:
    least, early = round(figure("lead-least")), ends == "plan-before"
    lead = round(exp(log(figure("lead-median")) + draw.gauss(0, figure("lead-spread"))))
    when = _when(draw)
    hours = draw.uniform(figure("hours-least"), figure("hours-most"))
    hours *= figure("hours-share-early") if early else 1
    many = min(max(round(draw.gauss(figure("topics-mean"), 1)), 1), len(TOPICS))
    return Course(
        lead_days=draw.randrange(least, least + WITHIN_A_WEEK) if is_urgent else max(lead, least),
        start_hour=START_HOURS[when],
        on_saturday=when == "weekend" and not is_urgent,
        has_plan_before=early,
        has_no_plan=ends == "no-plan",
        interpreter=language,
        stop_reason=draw.choice([None, *StopReason]) if ends == "stopped" else None,
        follow_up=_follow_up(draw),
        minutes_worked=round(hours * 60),
        distance_km=round(sum(draw.uniform(1, figure("km-most")) for _ in range(draw.randrange(*JOURNEYS)))),
        days_worked=draw.randrange(*WORKED_DAYS),
        topics=tuple(sorted(draw.sample(TOPICS, many))),
        expenses=_expenses(draw),
    )


def _when(draw: random.Random) -> str:
    chance = draw.random()
    if chance < figure("evening"):
        return "evening"
    return "weekend" if chance < figure("evening") + figure("weekend") else "day"


def _follow_up(draw: random.Random) -> FollowUpResult:
    if draw.random() >= figure("carried-out"):
        return FollowUpResult.STALLED
    return FollowUpResult.ON_TRACK if draw.random() < figure("wholly") else FollowUpResult.PARTLY


def _expenses(draw: random.Random) -> tuple[Expense, ...]:
    if draw.random() >= figure("expenses"):
        return ()
    kind = draw.choice((ExpenseKind.PUBLIC_TRANSPORT, ExpenseKind.PARKING, ExpenseKind.TELEPHONE, ExpenseKind.FOOD))
    return (Expense(kind=kind, cents=draw.randrange(3, 40) * EURO),)


def _family(draw: random.Random, main_persons: int, language: str) -> Family:
    """Draw a circle of so many that, with the main persons, as many are there as there usually are."""
    people = round(draw.gauss(figure("people-mean"), figure("people-spread")))
    people = min(max(people, round(figure("people-least")), main_persons + 2), round(figure("people-most")))
    names: list[str] = []
    while len(names) < people - main_persons:
        if (name := full_name(draw)) not in names:
            names.append(name)
    *circle, informs = names
    kin = [
        Kin(name, draw.choice(RELATIONS), language=language if language and n == 0 else "nl", by=draw.choice(WAYS))
        for n, name in enumerate(circle)
    ]
    informer = Kin(informs, "leerkracht of hulpverlener", Part.INFORMATION_GIVER)
    return Family((*kin, informer), PlanOf(tuple(circle), draw.randrange(2, 7)))


class PlanOf:
    """Makes the plan of a circle: so many agreements, by turns."""

    def __init__(self, circle: tuple[str, ...], agreements: int) -> None:
        """Keep who is in the circle."""
        self._circle, self._agreements = circle, agreements

    def __call__(self, ids: Ids, today: date) -> c.PlanText:
        """Write it with the ids of this case."""
        turns = [self._circle[n % len(self._circle)] for n in range(self._agreements)]
        agreements = tuple(
            c.Agreement(who=who, what=f"doet het zijne, op dag {n}", when="elke week", people=(ids[who],))
            for n, who in enumerate(turns, start=1)
        )
        first = self._circle[0]
        return c.PlanText(
            agreements=agreements,
            strengths=("We helpen elkaar.",),
            help_asked=(c.HelpAsked(what="elke maand meekijken hoe het gaat", of_whom="het team"),),
            review_on=today + REVIEW,
            review_by="de hele kring",
            stay_in_touch="in onze eigen groep, op de telefoon",
            fallback_convener=first,
            fallback_person=ids[first],
            whom_to_warn="het team",
        )
