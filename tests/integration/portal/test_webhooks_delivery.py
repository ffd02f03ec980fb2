"""Events by webhook: signed, at least once, none lost, set apart after the last try, and sent again when asked."""

import json
from pathlib import Path

from kring_portal.api.delivering import Postman
from kring_portal.api.webhooks import sent_again
from kring_portal.store.webhooks import Webhook
from kring_shared.contracts.referral import RECEIPT_TYPE
from kring_shared.runtime.bus.streams import provision_portal
from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.receiver import Receiver, a_receiver
from tests.integration.portal.systems import a_client, let_in

HEARS = ("referrals:write", "referrals:read", "webhooks")


async def a_webhook(portal: Portal, receiver: Receiver) -> Webhook:
    """Let a system in that hears at the receiver, and wait until the bus knows it."""
    client = await a_client(portal, *await let_in(portal, office="utrecht", scopes=HEARS))
    made = await client.post("/webhooks", json={"url": receiver.url})
    assert made.status_code == 201, made.text
    return portal.house.webhooks.get(made.json()["id"])


async def told(portal: Portal, number: int, system: str = "wijkteam-noord") -> str:
    """Have the bus keep a receipt for a system, as intake would."""
    event_id = f"receipt-{number}"
    event = {"specversion": "1.0", "id": event_id, "source": "urn:kring:office:utrecht", "type": RECEIPT_TYPE}
    body = json.dumps(event | {"data": {"reference": f"WN-{number}", "status": "received"}}).encode()
    await portal.house.client.connection.jetstream().publish(f"kring.utrecht.receipts.{system}", body)
    return event_id


async def consumer_is_there(portal: Portal) -> None:
    """Have the bus keep what is told from now on, as the first portal that starts does."""
    await provision_portal(portal.house.client.connection, "portal", ["*"])


async def test_an_event_arrives_signed_and_once_and_nobody_else_s_comes(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            hook = await a_webhook(portal, receiver)
            await consumer_is_there(portal)
            async with Postman(portal.house).at_work():
                await told(portal, 1, system="school-zuid")
                mine = await told(portal, 2)
                await receiver.until(lambda: bool(receiver.came))
            assert receiver.ids() == [mine]
            (event,) = receiver.verified(hook.secret)
            assert event["data"] == {"reference": "WN-2", "status": "received"}
            assert receiver.came[0][0]["content-type"].startswith("application/cloudevents+json")


async def test_a_portal_that_is_killed_in_between_loses_nothing(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True, webhook_delays=[0.1] * 50) as portal:
            hook = await a_webhook(portal, receiver)
            await consumer_is_there(portal)
            receiver.always = 503
            expected = [await told(portal, n) for n in range(5)]
            async with Postman(portal.house).at_work():
                await receiver.until(lambda: len(receiver.came) >= 5)
            # The postman is gone while every event is under way; nothing was acknowledged.
            receiver.always, before = 204, len(receiver.came)
            expected.append(await told(portal, 5))
            async with Postman(portal.house).at_work():
                await receiver.until(lambda: set(receiver.ids()[before:]) >= set(expected), within=90)
            assert set(receiver.ids()[before:]) == set(expected)
            assert len(receiver.verified(hook.secret)) == len(receiver.came)
            assert portal.house.webhooks.apart(hook.id) == ()


async def test_after_the_last_try_it_is_set_apart_and_sent_again_when_asked(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True, webhook_delays=[0.05, 0.05]) as portal:
            hook, hooks = await a_webhook(portal, receiver), portal.house.webhooks
            await consumer_is_there(portal)
            receiver.always = 500
            event_id = await told(portal, 1)
            async with Postman(portal.house).at_work():
                await receiver.until(lambda: bool(hooks.apart(hook.id)))
            assert receiver.ids() == [event_id] * 3, "two delays are three tries"
            assert (hooks.apart(hook.id)[0].why, hooks.apart(hook.id)[0].tries) == ("answered-500", 3)
            assert hooks.get(hook.id).failing_since is not None
            said = await sent_again(portal.house, hook)
            assert (said.taken, said.left) == (0, 1)
            receiver.always = 200
            said = await sent_again(portal.house, hook)
            assert (said.taken, said.left) == (1, 0)
            assert receiver.ids()[-1] == event_id
            assert hooks.apart(hook.id) == ()


async def test_what_happens_while_a_webhook_is_switched_off_waits_and_comes_when_asked(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            hook, hooks = await a_webhook(portal, receiver), portal.house.webhooks
            await consumer_is_there(portal)
            hooks.switch(hook.id, off=True)
            async with Postman(portal.house).at_work():
                missed = [await told(portal, n) for n in range(2)]
                await receiver.until(lambda: len(hooks.apart(hook.id)) == 2)
                assert receiver.came == []
                assert {(one.why, one.tries) for one in hooks.apart(hook.id)} == {("switched-off", 0)}
                said = await sent_again(portal.house, hooks.get(hook.id))
                assert (said.taken, said.left) == (2, 0)
                after = await told(portal, 2)
                await receiver.until(lambda: len(receiver.came) == 3)
            assert set(receiver.ids()[:2]) == set(missed)
            assert receiver.ids()[2] == after
            assert not hooks.get(hook.id).disabled


async def test_a_no_is_a_no_and_a_redirect_leads_nowhere(tmp_path: Path) -> None:
    with a_receiver() as receiver, a_receiver() as elsewhere:
        async with a_portal(tmp_path, webhooks_inside=True, webhook_delays=[0.05]) as portal:
            hook, hooks = await a_webhook(portal, receiver), portal.house.webhooks
            await consumer_is_there(portal)
            receiver.redirect, receiver.answers, receiver.always = elsewhere.url, [404], 302
            first = await told(portal, 1)
            async with Postman(portal.house).at_work():
                await receiver.until(lambda: len(hooks.apart(hook.id)) == 1)
                assert receiver.ids() == [first], "404 is not tried again"
                await told(portal, 2)
                await receiver.until(lambda: len(hooks.apart(hook.id)) == 2)
            assert [one.why for one in hooks.apart(hook.id)] == ["answered-404", "answered-302"]
            assert elsewhere.came == []


async def test_five_webhooks_at_most_and_what_is_removed_hears_no_more(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            client = await a_client(portal, *await let_in(portal, scopes=HEARS))
            made = [await client.post("/webhooks", json={"url": receiver.url}) for _ in range(6)]
            assert [one.status_code for one in made] == [201] * 5 + [400]
            assert "secret" not in (await client.get("/webhooks")).text
            for one in made[:5]:
                assert (await client.delete(f"/webhooks/{one.json()['id']}")).status_code == 204
            assert (await client.get("/webhooks")).json() == {"webhooks": []}
            other = await a_client(portal, *await let_in(portal, name="school-zuid", scopes=HEARS))
            kept = (await client.post("/webhooks", json={"url": receiver.url})).json()["id"]
            assert (await other.delete(f"/webhooks/{kept}")).status_code == 404
