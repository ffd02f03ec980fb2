"""How drawn requests come in: from professionals as events on the bus, from families by a telephone call."""

import json
from collections.abc import Mapping
from typing import Any, Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import RequesterKind
from kring_shared.contracts.intake import RequestReceived, TakeRequest
from kring_shared.contracts.referral import REFERRAL_TYPE, Referral
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.simulation.drawing import Drawn

HEADERS: Final = {"Content-Type": "application/cloudevents+json"}
BODIES: Final = {"nl": "certifiedInstitution", "be": "youthCourt"}
CONDITION: Final = "De kinderen slapen niet alleen thuis"


class HandingIn:
    """Hands in what was drawn, and knows afterwards which case is which."""

    def __init__(self, client: Client, desk: Desk, drawn: Mapping[str, Drawn]) -> None:
        """Hand in through a client; `drawn` are all requests by their reference."""
        self._client, self._desk, self._drawn = client, desk, drawn
        self.cases: dict[str, str] = {}
        """The case of each reference."""
        self.references: dict[str, str] = {}
        """The reference of each case."""

    async def hand_in(self, one: Drawn) -> None:
        """Hand in one request."""
        if one.by is RequesterKind.PROFESSIONAL:
            await self._publish(one)
        else:
            await self._telephone(one)

    def temper_of(self, received: RequestReceived) -> Temper:
        """Say how the people of a request that came in are."""
        if received.reference in self._drawn:
            self._know(received.reference, received.case_id)
        reference = self.references.get(received.case_id)
        return self._drawn[reference].temper if reference else Temper()

    async def _publish(self, one: Drawn) -> None:
        event = {
            "specversion": "1.0",
            "id": f"event-{one.reference}",
            "source": f"urn:nl:{one.system}",
            "type": REFERRAL_TYPE,
            "time": one.at.isoformat(),
            "datacontenttype": "application/json",
            "data": referral_of(one),
        }
        headers = HEADERS | {"Nats-Msg-Id": new_id(self._client.now())}
        subject = f"kring.{one.place.id}.referrals.{one.system}"
        await self._client.connection.jetstream().publish(subject, json.dumps(event).encode(), headers=headers)

    async def _telephone(self, one: Drawn) -> None:
        referral = Referral.model_validate(referral_of(one))
        call = TakeRequest(referral=referral, previous_case_id=self.cases.get(one.previous))
        receipt = await self._desk.do(call, Role.REGIONAL_MANAGER, f"manager-{one.place.id}", one.place.id)
        self._know(one.reference, str((receipt.answer or {})["caseId"]))

    def _know(self, reference: str, case_id: str) -> None:
        self.cases[reference], self.references[case_id] = case_id, reference


def referral_of(one: Drawn) -> dict[str, Any]:
    """Write a drawn request as a referral."""
    requester = {"kind": one.by.value, "name": one.requester, "phone": "+31 6 00000009"}
    if one.by is RequesterKind.PROFESSIONAL:
        requester["organisation"] = one.system.title()
    people = [
        {"name": p.name, "birthYear": p.birth_year, "languages": [p.language], "municipality": one.town}
        for p in one.people
    ]
    return {
        "reference": one.reference,
        "requester": requester,
        "mainPersons": people,
        "conferenceType": one.kind.value,
        "context": "mandatory" if one.is_mandated else "voluntary",
        "urgency": "urgent" if one.is_urgent else "normal",
        "minorsInvolved": one.has_minors,
        "question": "Wat is er nodig zodat het thuis goed gaat?",
        "mandates": [_mandate(one)] if one.is_mandated else [],
    }


def _mandate(one: Drawn) -> dict[str, Any]:
    acceptor = {"name": "R. Maes", "organisation": "Instelling", "email": f"{one.reference}@instelling.example"}
    return {"kind": BODIES[one.place.country], "conditions": [CONDITION], "acceptor": acceptor}
