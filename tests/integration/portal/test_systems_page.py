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
