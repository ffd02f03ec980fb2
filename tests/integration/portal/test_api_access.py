"""Who a system is: its secret, its token, its scopes, and how often it may come."""

from pathlib import Path

from kring_portal.store.systems import Systems
from tests.integration.portal.house import a_portal
from tests.integration.portal.systems import a_client, an_event, let_in, token_for

GRANT = {"grant_type": "client_credentials"}


async def test_a_token_is_given_by_basic_and_by_form_and_to_nobody_else(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        system, secret = await let_in(portal)
        client = (await portal.anybody()).client
        by_basic = await client.post("/v1/token", data=GRANT, auth=(system.id, secret))
        shown = {"client_id": system.id, "client_secret": secret}
        by_form = await client.post("/v1/token", data=GRANT | shown | {"scope": "referrals:read"})
        assert by_basic.json()["scope"] == "referrals:write referrals:read"
        assert by_form.json()["scope"] == "referrals:read"
        assert by_form.headers["cache-control"] == "no-store"
        wrong = await client.post("/v1/token", data=GRANT, auth=(system.id, "guessed"))
        assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
        more = await client.post("/v1/token", data=GRANT | {"scope": "cases:read"}, auth=(system.id, secret))
        assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")


async def test_without_a_token_or_with_one_for_something_else_nothing_opens(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        system, secret = await let_in(portal)
        nobody = (await portal.anybody()).client
        refused = await nobody.post("/v1/referrals", json=an_event())
        assert (refused.status_code, refused.json()["code"]) == (401, "kring.no-token")
        assert refused.headers["www-authenticate"].startswith("Bearer")
        reads = await token_for(portal, system, secret, scope="referrals:read")
        answer = await nobody.post("/v1/referrals", json=an_event(), headers={"authorization": f"Bearer {reads}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "kring.not-permitted")


async def test_two_secrets_are_good_while_one_is_replaced_and_none_once_it_is_shut_out(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        system, first = await let_in(portal)
        systems = Systems(portal.house.database)
        second = systems.new_secret(system.id, portal.house.now())
        for secret in (first, second):
            assert await token_for(portal, system, secret)
        third = systems.new_secret(system.id, portal.house.now())
        assert systems.by_secret(system.id, first, portal.house.now()) is None
        client = await a_client(portal, system, third)
        assert (await client.get("/referrals")).status_code == 200
        systems.revoke(system.id)
        assert (await client.get("/referrals")).status_code == 401
        assert systems.by_secret(system.id, third, portal.house.now()) is None


async def test_whoever_comes_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    async with a_portal(tmp_path, api_per_minute=5) as portal:
        client = await a_client(portal, *await let_in(portal))
        answers = [await client.get("/referrals") for _ in range(8)]
        assert [one.status_code for one in answers][:5] == [200] * 5
        assert answers[-1].status_code == 429
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        assert answers[-1].headers["ratelimit-policy"] == '"default";q=5;w=60'
        other = await a_client(portal, *await let_in(portal, name="school-zuid"))
        assert (await other.get("/referrals")).status_code == 200


async def test_a_database_holds_no_secret_and_no_token(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        system, secret = await let_in(portal)
        token = await token_for(portal, system, secret)
        files = (portal.kring.folder.db).glob("portal.db*")
        kept = b"".join(file.read_bytes() for file in files)
        assert system.id.encode() in kept
        assert secret.encode() not in kept
        assert token.encode() not in kept
