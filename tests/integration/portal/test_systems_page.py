"""The administrator lets systems in, sees their secret once, and sends again what a webhook did not take."""

import re
from pathlib import Path

from kring_portal.store.systems import Systems
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import a_portal
from tests.integration.portal.receiver import a_receiver
from tests.integration.portal.systems import token_for

PAGE = "/administrator/systems"


async def test_a_system_is_let_in_and_its_secret_is_shown_once(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        administrator = await portal.signed_in(Role.ADMINISTRATOR, "administrator-1")
        said = await administrator.sends(PAGE, name="wijkteam-noord", scope=["referrals:write"])
        client_id, secret = re.findall(r"<code>([^<]+)</code>", said.text)
        (system,) = Systems(portal.house.database).all(portal.house.now())
        assert (system.id, system.scopes) == (client_id, ("referrals:write",))
        assert await token_for(portal, system, secret)
        assert secret not in await administrator.sees(PAGE)
        twice = await administrator.sends(PAGE, name="wijkteam-noord", scope=["referrals:write"])
        assert (twice.status_code, "is called so" in twice.text) == (422, True)
        nobody = await administrator.sends(PAGE, name="cases", scope=["cases:read"])
        assert nobody.status_code == 422
        await administrator.sends(f"{PAGE}/{client_id}/revoke")
        assert Systems(portal.house.database).by_secret(client_id, secret, portal.house.now()) is None
        journal = await administrator.sees("/administrator/journal")
        assert "system shut out" in journal


async def test_what_a_webhook_did_not_take_is_sent_again(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            database, now = portal.house.database, portal.house.now()
            system, _ = Systems(database).add("wijkteam-noord", "", ("webhooks",), now)
            hook = portal.house.webhooks.add(system.id, receiver.url, now)
            portal.house.webhooks.set_apart(hook.id, "event-1", '{"id": "event-1"}', 10, "answered-500", now)
            administrator = await portal.signed_in(Role.ADMINISTRATOR, "administrator-1")
            assert "1 set apart" in await administrator.sees(PAGE)
            said = await administrator.sends(f"{PAGE}/webhooks/{hook.id}/retry")
            assert "All was sent again" in said.text
            assert receiver.ids() == ["event-1"]


async def test_the_page_is_for_administrators(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        assert (await manager.get(PAGE)).status_code == 403


async def test_an_operator_sees_by_number_which_webhook_takes_nothing_and_sends_again(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path, webhooks_inside=True) as portal:
            hooks, now = portal.house.webhooks, portal.house.now()
            system, _ = Systems(portal.house.database).add("wijkteam-noord", "utrecht", ("webhooks",), now)
            hook = hooks.add(system.id, receiver.url, now)
            hooks.set_apart(hook.id, "receipt-1", '{"id": "receipt-1"}', 0, "switched-off", now)
            hooks.switch(hook.id, off=True)
            operator = await portal.signed_in(Role.OPERATOR, "operator-1")
            seen = await operator.sees("/operator")
            assert "Switched off" in seen
            assert "wijkteam-noord" not in seen
            assert receiver.url not in seen
            elsewhere = await portal.signed_in(Role.OPERATOR, "operator-2", "gent")
            assert hook.id not in await elsewhere.sees("/operator")
            retry = f"/operator/webhooks/{hook.id}/retry"
            assert (await elsewhere.sends(retry)).status_code == 404
            said = await operator.sends(retry)
            assert "All was sent again and taken." in said.text
            assert receiver.ids() == ["receipt-1"]
            assert not hooks.get(hook.id).disabled


async def test_an_administrator_has_nothing_to_do_with_the_systems_of_another_office(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        system, _ = Systems(house.database).add("stadskantoor", "gent", ("cases:read",), house.now())
        administrator = await portal.signed_in(Role.ADMINISTRATOR, "administrator-1")
        assert "stadskantoor" not in await administrator.sees(PAGE)
        for deed in ("secret", "revoke"):
            assert (await administrator.sends(f"{PAGE}/{system.id}/{deed}")).status_code == 404
        refused = await administrator.sends(PAGE, name="lezer", office="gent", scope=["cases:read"])
        assert refused.status_code == 422
        assert [one.name for one in Systems(house.database).all(house.now())] == ["stadskantoor"]
