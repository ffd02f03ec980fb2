"""Two families with words of their own in everything they say, so that each can be found wherever it was kept."""

from datetime import date
from typing import Any

from kring_shared.contracts import conference as c
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import Way
from kring_shared.testing.people.kin import Family, Ids, Kin
from tests.route.played import a_referral

GONE = (
    *("Quirijn Wolkenzang", "Meerkoetlaan", "Zuster Fluweeltje"),
    *("Oom Barend Vuurdoorn", "oom.barend.vuurdoorn@", "Nicht Sefanja", "nicht.sefanja@"),
    *("Hoe slaapt Quirijn weer in het sterrenkamertje", "Niemand rookt in het tuinhuis van Meerkoet"),
    *("brengt elke dinsdag pompoensoep", "De kring zingt op zondag", "kijkt mee bij de vioolles"),
    *("schreeuwt in het trapportaal", "R. Zilverberg", "zilverberg@rechtbank.example"),
)
"""What is said by and about the family that is erased: names, ways to reach them, question, condition, plan, worry."""
STAYS = ("Willemijn Havikshorst", "tante.dorothea.klaproos@", "Tante Dorothea Klaproos", "leest voor uit de atlas")
"""What is said by and about the family that stays."""
WORRY = "Iemand schreeuwt in het trapportaal en Zuster Fluweeltje durft niet naar huis."


def leaving(reference: str) -> dict[str, Any]:
    """Refer the family that is erased: a grown-up, a child, and a court with a condition."""
    return a_referral(
        reference,
        context="mandatory",
        mainPersons=[
            {"name": "Quirijn Wolkenzang", "birthYear": 1984},
            {"name": "Zuster Fluweeltje", "birthYear": 2016, "languages": ["nl"]},
        ],
        question="Hoe slaapt Quirijn weer in het sterrenkamertje?",
        mandates=[
            {
                "kind": "youthCourt",
                "conditions": ["Niemand rookt in het tuinhuis van Meerkoet"],
                "acceptor": {
                    "name": "R. Zilverberg",
                    "organisation": "Jeugdrechtbank",
                    "email": "zilverberg@rechtbank.example",
                },
            }
        ],
    )


def staying(reference: str) -> dict[str, Any]:
    """Refer the family that stays."""
    person = {"name": "Willemijn Havikshorst", "birthYear": 1979}
    return a_referral(reference, mainPersons=[person], minorsInvolved=False, question="Wie leest voor uit de atlas?")


class _AtMeerkoet(Kin):
    """Somebody who can be reached only at home."""

    @property
    def contact(self) -> Any:  # noqa: ANN401 - a contact
        return super().contact.model_copy(update={"postal_address": "Meerkoetlaan 7, 3511 AA Utrecht"})


def _plan_of_leaving(ids: Ids, today: date) -> c.PlanText:
    barend = "Oom Barend Vuurdoorn"
    return c.PlanText(
        agreements=(c.Agreement(who=barend, what="brengt elke dinsdag pompoensoep", people=(ids[barend],)),),
        strengths=("De kring zingt op zondag.",),
        help_asked=(c.HelpAsked(what="kijkt mee bij de vioolles", of_whom="de mentor"),),
        review_on=today.replace(year=today.year + 1),
        review_by="de hele kring",
        fallback_convener=barend,
        fallback_person=ids[barend],
    )


def _plan_of_staying(ids: Ids, today: date) -> c.PlanText:
    dorothea = "Tante Dorothea Klaproos"
    return c.PlanText(
        agreements=(c.Agreement(who=dorothea, what="leest voor uit de atlas", people=(ids[dorothea],)),),
        review_on=today.replace(year=today.year + 1),
        review_by="de hele kring",
        fallback_convener=dorothea,
        fallback_person=ids[dorothea],
    )


LEAVING = Family(
    kin=(
        Kin("Oom Barend Vuurdoorn", "broer van vader"),
        Kin("Nicht Sefanja", "nicht"),
        _AtMeerkoet("Buurman Joost", "woont ernaast", by=Way.LETTER),
        Kin("Mentor van de vioolles", "mentor", Part.INFORMATION_GIVER),
    ),
    plan_of=_plan_of_leaving,
)
STAYING = Family(
    kin=(
        Kin("Tante Dorothea Klaproos", "zus"),
        Kin("Neef Ruben", "neef", by=Way.LETTER),
        Kin("Mentor Bos", "mentor", Part.INFORMATION_GIVER),
    ),
    plan_of=_plan_of_staying,
)
