"""One family of the samples whose plan is told whole: who is in its circle, and what it agrees on.

The family, and what is in its plan, follow a trainer's example of such a plan; here it is told in other words.
"""

from datetime import date, timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import Way
from kring_shared.testing.people.kin import Family, Ids, Kin, main_person

REFERENCE: Final = "OCJ/26/1187"
"""What the referring body calls the case."""
FILIP, RACHEL, SERGE, NICOLE = (main_person(number) for number in range(1, 5))
OMA, JEF, DOMINIQUE, LEO, RONALD, KATRIEN = "Oma Gent", "Bompa Jef", "Dominique", "Leo", "Ronald", "Katrien"
REVIEW: Final = timedelta(days=70)


def plan_of(ids: Ids, today: date) -> c.PlanText:
    """Make the plan, with who is bound by each agreement."""

    def agreement(*who: str, names: str, what: str, when: str, how_long: str = "") -> c.Agreement:
        people = tuple(ids[one] for one in who)
        return c.Agreement(who=names, what=what, when=when, how_long=how_long, people=people)

    return c.PlanText(
        agreements=(
            agreement(
                OMA,
                FILIP,
                names="Oma Gent",
                what="heeft Filip een weekend bij haar thuis",
                when="om de drie weken, van vrijdagavond tot zondag",
                how_long="tot we er samen anders over beslissen",
            ),
            agreement(
                RACHEL,
                OMA,
                names="Rachel en Oma Gent",
                what="spreken af wie Filip brengt en wie hem haalt",
                when="voor elk weekend",
            ),
            agreement(
                DOMINIQUE,
                SERGE,
                names="Dominique en Serge",
                what="bellen samen naar de kliniek over een ontwenningskuur; Dominique gaat mee naar het gesprek",
                when="maandag",
            ),
            agreement(
                LEO,
                NICOLE,
                names="Leo",
                what="zet de geldzaken van Nicole op orde en houdt ze in het oog; ze gaan samen naar het OCMW",
                when="volgende week",
            ),
            agreement(
                RONALD,
                KATRIEN,
                names="Ronald",
                what="neemt Katrien op in zijn telefoonabonnement en helpt haar met het nieuwe nummer, "
                "zodat ze goedkoop kan bellen als het moeilijk gaat",
                when="deze maand",
            ),
        ),
        strengths=(
            "Oma Gent heeft plaats en tijd voor Filip.",
            "Dominique en Leo kennen de weg, en gaan mee.",
            "We bellen elkaar als het moeilijk gaat.",
        ),
        help_asked=(
            c.HelpAsked(what="een plaats voor een ontwenningskuur voor Serge", of_whom="de kliniek"),
            c.HelpAsked(what="een gesprek over de schulden van Nicole", of_whom="het OCMW"),
        ),
        review_on=today + REVIEW,
        review_by="iedereen die vandaag aan tafel zat, bij Oma Gent",
        stay_in_touch="we bellen elkaar; Katrien kan iedereen bereiken op haar nieuwe nummer",
        fallback_convener="Bompa Jef brengt ons weer samen als een afspraak niet lukt",
        fallback_person=ids[JEF],
        whom_to_warn="het Ondersteuningscentrum Jeugdzorg, door Bompa Jef, als we er zelf niet uitkomen",
    )


FAMILY: Final = Family(
    kin=(
        Kin(OMA, "grootmoeder van Filip"),
        Kin(JEF, "grootvader van Filip", by=Way.LETTER),
        Kin(DOMINIQUE, "broer van Serge", language="fr"),
        Kin(LEO, "oom van Nicole", by=Way.TEXT),
        Kin(RONALD, "neef"),
        Kin(KATRIEN, "zus van Rachel"),
        Kin("Medewerker van het CLB", "begeleidt Filip op school", Part.INFORMATION_GIVER),
    ),
    plan_of=plan_of,
)
