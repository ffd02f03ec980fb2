"""The circle of a case: who is thought of, what they are to each other, and the plan they make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import Way
from kring_shared.contracts.sealed import Contact

NORMAL_REVIEW: Final = timedelta(days=42)
NOT_BY_MAIL: Final = {"phone": "+31 6 12345678", "postal_address": "Lindestraat 1, 3511 AA Utrecht"}
"""Where somebody is reached who has no e-mail, by the field of `Contact`."""


@dataclass(frozen=True)
class Kin:
    """Somebody who may think along, or inform."""

    name: str
    relation: str
    part: Part = Part.CIRCLE
    language: str = "nl"
    minor: bool = False
    by: Way = Way.EMAIL

    @property
    def contact(self) -> Contact:
        """Give how they can be reached: by the one address their way needs."""
        mail = f"{self.name.lower().replace(' ', '.')}@voorbeeld.example"
        return Contact(name=self.name, **{self.by.address: NOT_BY_MAIL.get(self.by.address, mail)})


def main_person(number: int) -> str:
    """Name a main person by their place in the referral, from 1: nobody here knows what they are called."""
    return f"main person {number}"


Ids = Mapping[str, str]
"""The id of everybody in the case: by name, and of main persons by `main_person`."""
PlanOf = Callable[[Ids, date], c.PlanText]
"""Makes the plan of a circle, from who is in it and the day it meets."""


@dataclass(frozen=True)
class Family:
    """A circle and what it comes up with."""

    kin: tuple[Kin, ...]
    plan_of: PlanOf


def plain_plan(ids: Ids, today: date) -> c.PlanText:
    """Make a small plan."""
    oma, neighbour = "Opa Jan", "Buurvrouw Nadia"
    return c.PlanText(
        agreements=(
            c.Agreement(who=oma, what="haalt de kinderen van school", when="elke woensdag", people=(ids[oma],)),
            c.Agreement(who=neighbour, what="belt als er zorgen zijn", when="meteen", people=(ids[neighbour],)),
        ),
        strengths=("We wonen dicht bij elkaar.", "Er is altijd iemand thuis."),
        help_asked=(c.HelpAsked(what="elke maand meekijken hoe het op school gaat", of_whom="de mentor"),),
        review_on=today + NORMAL_REVIEW,
        review_by="de hele kring",
        stay_in_touch="in onze eigen groep, op de telefoon",
        fallback_convener=oma,
        fallback_person=ids[oma],
        whom_to_warn="de mentor van school",
    )


PLAIN: Final = Family(
    kin=(
        Kin("Tante Loes", "zus van moeder"),
        Kin("Opa Jan", "vader van moeder", by=Way.LETTER),
        Kin("Buurvrouw Nadia", "woont ernaast", language="ar", by=Way.TEXT),
        Kin("Mentor van school", "mentor", Part.INFORMATION_GIVER),
    ),
    plan_of=plain_plan,
)
