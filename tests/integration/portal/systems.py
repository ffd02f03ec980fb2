"""Systems that speak HTTP, as they would: an id and a secret, a token for it, and referrals."""

from typing import Any

import httpx

from kring_portal.store.systems import OF_REFERRERS, System, Systems
from tests.integration.portal.house import ADDRESS, Portal

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"


def an_event(reference: str = "WN-1", *, event_id: str = "", **data: Any) -> dict[str, Any]:  # noqa: ANN401 - its data
    """Give a referral as a system would write it."""
    return {
        "specversion": "1.0",
        "id": event_id or f"event-{reference}",
        "source": "urn:nl:wijkteam-noord",
        "type": "nl.eigenkracht.referral.submitted.v1",
        "data": {
            "reference": reference,
            "requester": {
                "kind": "professional",
                "name": "M. Jansen",
                "organisation": "Wijkteam Noord",
                "email": "m.jansen@wijkteam.example",
            },
            "mainPersons": [{"name": "Filip", "municipality": "Zeist"}],
            "context": "voluntary",
            "urgency": "normal",
            **data,
        },
    }


async def let_in(
    portal: Portal, *, name: str = "wijkteam-noord", office: str = "", scopes: tuple[str, ...] = OF_REFERRERS[:2]
) -> tuple[System, str]:
    """Let a system in; give it with its secret."""
    return Systems(portal.house.database).add(name, office, scopes, portal.house.now())


async def token_for(portal: Portal, system: System, secret: str, **form: str) -> str:
    """Ask for a token."""
    client = (await portal.anybody()).client
    answer = await client.post("/v1/token", auth=(system.id, secret), data={"grant_type": "client_credentials", **form})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def a_client(portal: Portal, system: System, secret: str) -> httpx.AsyncClient:
    """Give a client that brings its token."""
    client = (await portal.anybody()).client
    client.headers["authorization"] = f"Bearer {await token_for(portal, system, secret)}"
    client.base_url = httpx.URL(f"{ADDRESS}/v1")
    return client
