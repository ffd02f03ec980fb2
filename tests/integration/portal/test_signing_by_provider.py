"""Signing in with an OpenID provider: a real one, on this machine; bound by an invitation, never by an address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock  # type: ignore[import-untyped] # it has none
import pytest

from kring_portal.store.doors import Kind
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import ADDRESS, Person, Portal, a_portal
from tests.integration.portal.signing_in import anybody

BACK = "/sign-in/provider/back"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own


@pytest.fixture
def issuer() -> Iterator[str]:
    people = [
        oidc_provider_mock.User(sub="sub-an", claims={"email": "an@kring.example", "amr": ["pwd", "mfa"]}),
        oidc_provider_mock.User(sub="sub-eve", claims={"email": "an@kring.example"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


def provided(issuer: str) -> dict[str, Any]:
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": "kring",
        "oidc_client_secret": "a made-up secret",
        "oidc_second_factor": ("mfa",),
        "url": ADDRESS,
    }


async def to_provider(person: Person, path: str) -> str:
    """Go to the provider; give where the browser is sent."""
    answer = await person.client.get(path, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def says_who(there: str, sub: str) -> str:
    """Sign in at the provider as somebody; give the path it sends back to."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(there, data={"sub": sub})
    back = urlsplit(answer.headers["location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def invited(portal: Portal, role: Role = Role.REGIONAL_MANAGER) -> str:
    """Invite somebody; give the key."""
    house = portal.house
    account = house.accounts.make("an", "An", "en", house.now())
    house.hats.give(account.id, "utrecht", role, house.now())
    return house.doors.make(Kind.INVITED, house.now(), account_id=account.id)


async def test_an_invitation_binds_somebody_and_from_then_on_the_provider_says_who_it_is(
    tmp_path: Path, issuer: str
) -> None:
    async with a_portal(tmp_path, **provided(issuer)) as portal:
        key, person = invited(portal), await anybody(portal)
        there = await to_provider(person, f"/welcome/{key}/provider")
        asked = parse_qs(urlsplit(there).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["scope"] == ["openid"]
        back = await says_who(there, "sub-an")
        answer = await person.client.get(back, follow_redirects=False)
        assert answer.headers["location"] == "/manager/today"
        assert (await person.client.get(back, follow_redirects=False)).status_code == 422  # good once
        later = await anybody(portal)
        back = await says_who(await to_provider(later, "/sign-in/provider?next=/account"), "sub-an")
        assert "Where you are signed in" in (await later.get(back)).text
        out = await later.sends("/sign-out")
        assert "Sign out at your organisation" in out.text or out.status_code == 403


async def test_an_address_alone_brings_nobody_in(tmp_path: Path, issuer: str) -> None:
    async with a_portal(tmp_path, **provided(issuer)) as portal:
        key, person = invited(portal), await anybody(portal)
        await person.get(await says_who(await to_provider(person, f"/welcome/{key}/provider"), "sub-an"))
        eve = await anybody(portal)
        answer = await eve.get(await says_who(await to_provider(eve, "/sign-in/provider"), "sub-eve"))
        assert answer.status_code == 403
        assert "not known here" in answer.text
        assert portal.house.journal.page()[0][0].outcome == "unknown"


async def test_what_the_provider_says_holds_for_the_browser_that_asked_alone(tmp_path: Path, issuer: str) -> None:
    async with a_portal(tmp_path, **provided(issuer)) as portal:
        key, person, other = invited(portal), await anybody(portal), await anybody(portal)
        back = await says_who(await to_provider(person, f"/welcome/{key}/provider"), "sub-an")
        assert (await other.get(back)).status_code == 422  # who did not ask
        wrong = back.replace("state=", "state=x")
        assert (await person.get(wrong)).status_code == 422
        assert portal.house.accounts.by_identity(issuer, "sub-an") is None


async def test_whoever_showed_no_second_factor_at_the_provider_makes_one_here(tmp_path: Path, issuer: str) -> None:
    async with a_portal(tmp_path, **(provided(issuer) | {"oidc_second_factor": ()})) as portal:
        key, person = invited(portal), await anybody(portal)
        answer = await person.get(await says_who(await to_provider(person, f"/welcome/{key}/provider"), "sub-an"))
        assert "A second key" in answer.text


async def test_a_provider_that_does_not_answer_is_told_of_and_nothing_breaks(tmp_path: Path) -> None:
    async with a_portal(tmp_path, **provided("http://localhost:9")) as portal:
        answer = await (await anybody(portal)).get("/sign-in/provider")
        assert answer.status_code == 503
        assert "does not answer" in answer.text
