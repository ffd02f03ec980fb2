"""A link that opens once: the first administrator makes their account, or somebody who was invited begins."""

from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.signing import passwords
from kring_portal.signing.entering import after_first
from kring_portal.signing.sign_in import WRONG
from kring_portal.store.accounts import Account, Accounts, written
from kring_portal.store.doors import Door, Doors, Kind
from kring_portal.web.house import House
from kring_portal.web.visit import Anybody, Visit
from kring_shared.contracts.actor import Role

router = APIRouter()
GONE: Final = 410
LONGEST: Final = 120


def first_link(house: House) -> str:
    """Give the link by which the first administrator makes their account; nothing once there is an account.

    A new link puts the one before it out of use.
    """
    path = first_path(house.accounts, house.doors, house.now())
    return f"{house.settings.address}{path}" if path else ""


def first_path(accounts: Accounts, doors: Doors, now: datetime) -> str:
    """Give the path of that link, for who has the tables and no house."""
    return "" if accounts.any() else f"/welcome/{doors.make(Kind.FIRST, now)}"


def link_of(house: House, key: str) -> str:
    """Write a link to hand over."""
    return f"{house.settings.address}/welcome/{key}"


@router.get("/welcome/{key}")
async def begin(visit: Anybody, key: str) -> Response:
    """Show what to fill in; a link that is over says so."""
    door = _door(visit, key)
    return _gone(visit) if door is None else _page(visit, key, door)


@router.post("/welcome/{key}")
async def finish(visit: Anybody, key: str) -> Response:
    """Make the account, or give it its password; then go on to the second factor."""
    door, form = _door(visit, key), await visit.form()
    if door is None:
        return _gone(visit)
    invited = visit.house.accounts.find(door.account_id)
    login = invited.login if invited else written(str(form.get("login", "")))[:LONGEST]
    name = str(form.get("name", "")).strip()[:LONGEST]
    wrong = {} if invited else _wrong_with(login, name)
    if error := passwords.wrong_with(str(form.get("password", "")), str(form.get("again", "")), login):
        wrong["password"] = error
    if wrong:
        return _page(visit, key, door, status=WRONG, wrong=wrong, login=login, name=name)
    kept = await passwords.hashed(str(form.get("password", "")))
    if not visit.house.doors.use(door):
        return _gone(visit)
    account = invited or _first(visit, login, name)
    visit.house.accounts.set(account.id, password=kept)
    visit.house.journal.note("password-made", visit.house.now(), account_id=account.id, by=account.id)
    return after_first(visit, account, "password", "")


def _door(visit: Visit, key: str) -> Door | None:
    house = visit.house
    door = house.doors.look(key, Kind.FIRST, Kind.INVITED, now=house.now())
    if door is None or (door.kind is Kind.FIRST and house.accounts.any()):
        return None
    account = house.accounts.find(door.account_id)
    return None if door.kind is Kind.INVITED and (account is None or account.closed) else door


def _first(visit: Visit, login: str, name: str) -> Account:
    house = visit.house
    account = house.accounts.make(login, name, visit.language, house.now())
    for office in house.offices:  # an administrator manages the accounts of one office; somebody begins at each
        house.hats.give(account.id, office, Role.ADMINISTRATOR, house.now())
    house.journal.note("account-made", house.now(), account_id=account.id, by=account.id)
    return account


def _wrong_with(login: str, name: str) -> dict[str, str]:
    wrong = {} if name else {"name": "signing-name-empty"}
    return wrong if login and login.isprintable() and " " not in login else wrong | {"login": "signing-login-empty"}


def _gone(visit: Visit) -> Response:
    return visit.page("signing/gone.html", status=GONE)


def _page(
    visit: Visit,
    key: str,
    door: Door,
    *,
    status: int = 200,
    wrong: dict[str, str] | None = None,
    login: str = "",
    name: str = "",
) -> Response:
    return visit.page(
        "signing/welcome.html",
        status=status,
        key=key,
        account=visit.house.accounts.find(door.account_id),
        wrong=wrong or {},
        login=login,
        name=name,
        shortest=passwords.SHORTEST,
        by_provider=bool(visit.house.settings.oidc_issuer) and door.kind is Kind.INVITED,
    )
