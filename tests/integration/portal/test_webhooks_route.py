"""From a referral over HTTP to the system's webhook: taken on by the office, told to the system, and no word more."""

from pathlib import Path

from kring_portal.api.delivering import Postman
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import (
    ListQuarantine,
    QuarantineList,
    QuarantineRefusal,
    RejectQuarantined,
    RejectRequest,
)
from kring_shared.contracts.intake.words import RejectionReason
from kring_shared.runtime.bus.streams import provision_portal
from tests.integration.portal.house import a_portal
from tests.integration.portal.receiver import a_receiver
from tests.integration.portal.systems import a_client, an_event, let_in

HEARS = ("referrals:write", "referrals:read", "webhooks")


async def test_a_system_hears_what_became_of_what_it_handed_in(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            await provision_portal(portal.house.client.connection, "portal", ["*"])
            client = await a_client(portal, *await let_in(portal, office="utrecht", scopes=HEARS))
            made = (await client.post("/webhooks", json={"url": receiver.url})).json()
            sent = [an_event("WN-1"), an_event("WN-2", question="BSN 111222333")]
            one, apart = (await client.post("/referrals", json=sent)).json()["receipts"]
            manager = (Role.REGIONAL_MANAGER, "m", "utrecht")
            waiting = await portal.desk.ask(ListQuarantine(office="utrecht"), *manager, QuarantineList)
            (quarantined,) = waiting.quarantined
            because = QuarantineRefusal.SEND_WITHOUT_NUMBER
            async with Postman(portal.house).at_work():
                no = RejectRequest(case_id=one["requestId"], reason=RejectionReason.OUTSIDE_AREA)
                await portal.desk.do(no, *manager)
                await portal.desk.do(
                    RejectQuarantined(quarantine_id=quarantined.quarantine_id, reason=because), *manager
                )
                await receiver.until(lambda: len(receiver.came) == 2)
            told = {str(event["type"]).split(".")[3]: event["data"] for event in receiver.verified(made["secret"])}
            assert told["status"] == {"reference": "WN-1", "requestId": one["requestId"], "status": "ended"}
            assert (told["receipt"]["reference"], told["receipt"]["code"]) == ("WN-2", "kring.not-taken-on")
            assert apart["status"] == "quarantined"
            assert (await client.get(f"/referrals/{one['requestId']}")).json()["status"] == "ended"
            assert portal.house.webhooks.apart(made["id"]) == ()
