"""Accounts for tests, and people who sign in with them as a browser would."""

import re
from dataclasses import dataclass

import httpx
import pyotp

from kring_portal.signing.factors import box_of
from kring_portal.signing.passwords import hashed
from kring_portal.store.accounts import Account
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import Person, Portal

PASSWORD = "a long walk by the river"  # noqa: S105 - made up


async def anybody(portal: Portal) -> Person:
    """Give somebody who reads English, and is not signed in."""
    return await portal.anybody(**{"accept-language": "en"})


@dataclass
class Known:
    """An account, and what its owner knows."""

    account: Account
    secret: str

    def code(self, portal: Portal, *, later: int = 0) -> str:
        """Give the code of the app, so many half minutes later."""
        return pyotp.TOTP(self.secret).at(portal.house.now(), counter_offset=later)


async def known(
    portal: Portal, login: str, *roles: Role, office: str = "utrecht", app: bool = True, name: str = ""
) -> Known:
    """Make an account that has begun."""
    house = portal.house
    account = house.accounts.make(login, name or login.title(), "en", house.now())
    secret = pyotp.random_base32() if app else ""
    sealed = house.safe.seal(box_of(account.id), secret) if app else ""
    house.accounts.set(account.id, password=await hashed(PASSWORD), totp=sealed)
    for role in roles:
        house.hats.give(account.id, office, role, house.now(), actor_id=f"{login}-{role}")
    found = house.accounts.find(account.id)
    assert found is not None
    return Known(found, secret)


async def signs_in(
    portal: Portal, one: Known, *, code: str = "", wanted: str = "", person: Person | None = None
) -> tuple[Person, httpx.Response]:
    """Sign in with password and code; give whoever did, and the page they came to."""
    someone = person or await anybody(portal)
    answer = await someone.sends("/sign-in", login=one.account.login, password=PASSWORD, next=wanted)
    if one.secret:
        answer = await someone.sends("/sign-in/code", code=code or one.code(portal))
    someone.csrf = csrf_in(answer.text)
    return someone, answer


def csrf_in(page: str) -> str:
    """Give the token that the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def secret_in(page: str) -> str:
    """Give what a page shows for the app, in letters."""
    found = re.search(r'class="letters"><bdi dir="ltr">([A-Z2-7 ]+)<', page)
    assert found, page
    return found[1].replace(" ", "")
