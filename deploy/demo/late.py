"""Two families who telephone weeks later, when the first candidates have learned enough to be asked."""

from datetime import datetime, timedelta
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import TakeRequest
from kring_shared.contracts.referral import Referral
from kring_shared.testing.people.agenda import Act, Agenda, in_office_hours
from kring_shared.testing.people.desk import Desk

NAMES: Final = ("Margriet Oosterhuis", "Veerle Stevens")
CALLS: Final = (("utrecht", NAMES[0], "Utrecht", 44), ("gent", NAMES[1], "Gent", 46))
"""Office, who calls, where they live, and how many days after the beginning."""


def plan_calls(desk: Desk, agenda: Agenda, begins: datetime) -> int:
    """Plan the calls; give how many there will be."""
    for office, name, municipality, days in CALLS:
        moment = in_office_hours(begins + timedelta(days=days))
        agenda.plan_at(moment, f"call/{office}", _call(desk, office, name, municipality))
    return len(CALLS)


def _call(desk: Desk, office: str, name: str, municipality: str) -> Act:
    async def take() -> None:
        person = {"name": name, "birthYear": 1979, "languages": ["nl"], "municipality": municipality}
        referral = Referral.model_validate(
            {
                "reference": f"TEL-{office}",
                "requester": {"kind": "mainPerson", "name": name, "phone": "+31 6 00000009"},
                "mainPersons": [person],
                "conferenceType": "family",
                "context": "voluntary",
                "urgency": "normal",
                "minorsInvolved": False,
            }
        )
        await desk.do(TakeRequest(referral=referral), Role.REGIONAL_MANAGER, f"manager-{office}", office)

    return take
