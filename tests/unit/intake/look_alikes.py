"""Families that look like one another, referred at one office or at two."""

from dataclasses import replace
from typing import Any, Final

from kring_intake.domain import MainPerson, Said
from kring_intake.domain.said import Answered
from kring_intake.handlers.lookalikes import Elsewhere
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    ConsentMethod,
    GiveConsent,
    Giver,
    Purpose,
)
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.testing.work import NOON, a_work, an_actor
from tests.unit.intake.sent import OFFICES, VAULT, Desk, an_event, request_of

FIRST: Final = {"name": "Filip Janssens", "birthYear": 2015, "postalCode": "3511", "municipality": "Utrecht"}


def referred(desk: Desk, number: int, person: dict[str, Any], **changes: Any) -> Work:  # noqa: ANN401 - any field
    """Refer one person by a system of their own."""
    changes |= {"mainPersons": [person], "reference": f"R-{number}"}
    event = an_event(f"event-{number}", f"urn:nl:system-{number}", **changes)
    return desk.submit(event, system=f"system-{number}")


class TwoOffices:
    """One child, referred at two offices, whose people may say yes to being looked for."""

    def __init__(self, other: str) -> None:
        """Refer the child at one office and at this other one."""
        self.elsewhere = Elsewhere(OFFICES, VAULT)
        self.kept: dict[tuple[type, str], Aggregate] = {}
        self.requests = {}
        for number, office in enumerate(("utrecht", other)):
            desk = Desk(office)
            self.requests[office] = request_of(referred(desk, number, FIRST))
            self.kept |= desk.kept

    def says_yes(self, office: str) -> Work:
        """Let the child's people say yes to being looked for, and look."""
        request = self.requests[office]
        (child,) = request.main_persons
        grown_up = (replace(child, age_band=AgeBand.ADULT),)
        yes = yes_to_look_alikes(child)
        consented = replace(request, main_persons=grown_up, said=(yes,))
        message = GiveConsent(case_id=request.case_id, purpose=yes.purpose, method=yes.method)
        own = [one for one in self.kept.values() if request.case_id in one.keys()]
        work = a_work(
            "intake", *own, *self._further(message, office, own), actor=an_actor(office=office), office=office
        )
        self.elsewhere.look(consented, work)
        self.kept |= work.changed
        return work

    def _further(self, message: GiveConsent, office: str, own: list[Aggregate]) -> list[Aggregate]:
        found = own
        for _ in range(2):  # the hashes first, and whom they point at then
            seen = a_work("intake", *found)
            keys = set(self.elsewhere.keys(message, office, Found(seen.loaded, seen.groups)))
            found = [*own, *(one for one in self.kept.values() if keys & set(one.keys()) and one not in own)]
        return [one for one in found if one not in own]


def yes_to_look_alikes(person: MainPerson) -> Said:
    """Say yes to being found by other offices."""
    return Said(Purpose.CROSS_OFFICE, person.id, Giver.MAIN_PERSON, Answered.YES, ConsentMethod.IN_PERSON, NOON)
