"""Whoever has the portal's database alone can make no second factor of anybody, and sign no event."""

import base64
import os
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from kring_portal.api.delivering import Refusal, hand_over
from kring_portal.serving import house_of
from kring_portal.settings import Settings
from kring_portal.signing.factors import box_of
from kring_portal.store.safe import Safe, safe_of
from kring_portal.store.systems import Systems
from kring_shared.contracts.actor import Role
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.embedded.embedded import sqlite_url
from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.signing_in import PASSWORD, anybody, known, secret_in, signs_in

COORDINATOR = Role.COORDINATOR


def on_disk(portal: Portal) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(portal.kring.folder.db.glob("portal.db*")))


async def test_the_second_factor_is_nowhere_in_the_database_as_it_is(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "sanne", COORDINATOR, app=False)
        person = await anybody(portal)
        page = await person.sends("/sign-in", login="sanne", password=PASSWORD)
        made = secret_in(page.text)
        assert made.encode() not in on_disk(portal), "not while it is being made either"
        await person.sends("/sign-in/app", code=replace(one, secret=made).code(portal))
        account = portal.house.accounts.by_login("sanne")
        assert account is not None
        assert account.totp
        assert portal.house.safe.open(box_of(account.id), account.totp) == made
        assert made.encode() not in on_disk(portal)


async def test_the_secret_of_a_webhook_is_nowhere_in_the_database_as_it_is(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        system, _ = Systems(portal.house.database).add("wijkteam-noord", "", ("webhooks",), portal.house.now())
        hook = portal.house.webhooks.add(system.id, "https://a.example/kring", portal.house.now())
        assert hook.secret.startswith("whsec_")
        assert portal.house.webhooks.get(hook.id).secret == hook.secret
        assert hook.secret.removeprefix("whsec_").encode() not in on_disk(portal)
        assert hook.secret not in repr(hook)


async def test_a_second_factor_put_in_the_place_of_another_opens_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one, two = await known(portal, "sanne", COORDINATOR), await known(portal, "piet", COORDINATOR)
        portal.house.accounts.set(one.account.id, totp=two.account.totp)
        _, answer = await signs_in(portal, one, code=two.code(portal), wanted="/account")
        assert answer.status_code == 422


async def test_under_another_key_a_recovery_code_still_opens_and_nothing_is_sent_unsigned(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "sanne", COORDINATOR)
        system, _ = Systems(portal.house.database).add("wijkteam-noord", "", ("webhooks",), portal.house.now())
        hook = portal.house.webhooks.add(system.id, "https://a.example/kring", portal.house.now())
        (recovery, *_) = portal.house.accounts.new_recovery(one.account.id)
        portal.house = replace(portal.house, safe=Safe(os.urandom(32)))
        with pytest.raises(Refusal, match="secret-unreadable"):
            await hand_over(portal.house, portal.house.webhooks.get(hook.id), "event-1", b"{}")
        _, answer = await signs_in(portal, one, wanted="/account")
        assert answer.status_code == 422
        _, answer = await signs_in(portal, one, code=recovery, wanted="/account")
        assert answer.status_code == 200


async def test_the_key_is_the_one_that_is_set_or_follows_from_the_edges(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        own = base64.b64encode(os.urandom(32)).decode()
        wanted = house.settings.model_dump() | {"secrets_key": own}
        box = safe_of(Settings(**wanted), house.client).seal("x", "mine")
        assert safe_of(Settings(**wanted), house.client).open("x", box) == "mine"
        assert house.safe.open("x", box) == ""
        from_edge = house.safe.seal("x", "mine")
        url = sqlite_url(portal.kring.folder.db / "portal.db")
        again = house_of(Settings(database_url=SecretStr(url)), await portal.kring.client(), house.offices)
        assert again.safe.open("x", from_edge) == "mine"
        again.database.close()
        with pytest.raises(WrongSetup, match="KRING_PORTAL_SECRETS_KEY"):
            safe_of(Settings(**wanted | {"secrets_key": "short"}), house.client)
