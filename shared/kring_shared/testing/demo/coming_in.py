"""What comes in at the three offices: requests drawn as in a simulation, set on days that leave some at every stage."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from kring_shared.contracts.field import ConferenceType, RequesterKind
from kring_shared.contracts.referral import REFERRAL_TYPE
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.course import Course
from kring_shared.testing.simulation.drawing import Drawn, Person, draw_history
from kring_shared.testing.simulation.handing_in import referral_of
from kring_shared.testing.simulation.offices import PLACES

HOME: Final = "utrecht"
OFFICES: Final = PLACES[:3]
SEED: Final = 20
DAYS: Final = 112
SHARE: Final = 0.55
AGO: Final = (110, 101, 92, 83, 74, 65, 57, 50, 44, 38, 32, 27, 22, 17, 13, 9, 6, 3, 1)
"""How many days ago each came in: some long enough to be over, some now being prepared, some new."""
BEFORE_IT_MEETS: Final = 41
"""How many days before its circle meets a request came in."""
AHEAD: Final = timedelta(hours=2)
"""The circle meets on the full hour before this is over; late in the evening that is after midnight."""
FAMILY: Final = (Person("Noor Veldhuis", 1986, "nl"), Person("Sem Veldhuis", 2015, "nl"))
TWICE: Final = (Person("Imane Lahlou", 1990, "ar"), Person("Adam Lahlou", 2018, "nl"))
NUMBER: Final = "111222333"
"""It looks like a national number, and is nobody's: a letter that holds one is set apart."""


def requests(now: datetime) -> tuple[Drawn, ...]:
    """Give what comes in until now, the earliest first."""
    draw = random.Random(SEED)  # noqa: S311 - a drawing that can be repeated, not a secret
    begun = now - timedelta(days=DAYS)
    monday = begun - timedelta(days=begun.weekday())  # drawn from another day of the week, others come in
    found = [one for one in draw_history(SEED, OFFICES, DAYS, SHARE, monday) if not one.previous]
    draw.shuffle(found)
    spread = [replace(one, at=_office_hour(now, ago)) for one, ago in zip(found, AGO, strict=False)]
    return tuple(sorted([*spread, *_told_apart(now, found[0])], key=lambda one: one.at))


def _told_apart(now: datetime, like: Drawn) -> Sequence[Drawn]:
    """Give those that a desk is to show: a meeting in an hour or two, and one family referred twice."""
    meets = now + AHEAD
    plain = replace(
        like,
        place=PLACES[0],
        by=RequesterKind.PROFESSIONAL,
        kind=ConferenceType.FAMILY,
        is_mandated=False,
        is_urgent=False,
        has_minors=True,
        town="Utrecht",
        temper=Temper(),
    )
    today = Temper(course=Course(lead_days=BEFORE_IT_MEETS, start_hour=meets.hour))
    return (
        replace(plain, reference="today-1", people=FAMILY, at=_ago(meets, BEFORE_IT_MEETS), temper=today),
        replace(plain, reference="twice-1", people=TWICE, at=_ago(now, 4), system="wijkteam"),
        replace(plain, reference="twice-2", people=TWICE, at=_ago(now, 1), system="ziekenhuis"),
    )


def set_apart(like: Drawn, now: datetime) -> bytes:
    """Write a referral that holds what looks like a national number."""
    told: dict[str, Any] = referral_of(replace(like, reference="apart-1", people=(Person("Ed Bakels", 1971, "nl"),)))
    told["question"] = f"Zijn nummer is {NUMBER}. Wat helpt hem om thuis te blijven wonen?"
    event = {
        "specversion": "1.0",
        "id": "event-apart-1",
        "source": "urn:nl:wijkteam",
        "type": REFERRAL_TYPE,
        "time": now.isoformat(),
        "datacontenttype": "application/json",
        "data": told,
    }
    return json.dumps(event).encode()


def _office_hour(now: datetime, ago: int) -> datetime:
    return _ago(now, ago).replace(hour=8)


def _ago(now: datetime, days: int) -> datetime:
    """Give the same hour some days ago, on the full hour."""
    return (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
