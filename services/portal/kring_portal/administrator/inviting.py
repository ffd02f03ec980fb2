"""Inviting somebody: an account with a role, and a link that opens once, to hand over."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.administrator.visiting import GIVEN, NUMBER_TAKEN, Administrator, note, role_of
from kring_portal.signing.welcome import LONGEST, link_of
from kring_portal.store.accounts import written
from kring_portal.store.doors import Kind
from kring_portal.web.visit import Visit
from kring_portal.web.words import DESK
from kring_shared.contracts.actor import Role
from kring_shared.kernel.errors import Refused

router = APIRouter()


@router.get("/administrator/invite")
async def ask(visit: Administrator) -> Response:
    """Ask whom, and as what."""
    return _page(visit, {}, {})


@router.post("/administrator/invite")
async def invite(visit: Administrator) -> Response:
    """Make the account; show the link once. Whoever has it makes their own password."""
    form = await visit.form()
    given = {name: str(form.get(name, "")).strip()[:LONGEST] for name in ("login", "name", "role")}
    given |= {name: str(form.get(name, "")).strip()[:64] for name in ("actor_id", "language")}
    role = role_of(visit, given["role"], given["actor_id"])
    if wrong := _wrong_with(given, role):
        return _page(visit, given, wrong)
    house, now = visit.house, visit.house.now()
    try:
        account = house.accounts.make(given["login"], given["name"], given["language"], now)
    except Refused:
        return _page(visit, given, {"login": "administrator-login-taken"})
    assert isinstance(role, Role)  # noqa: S101 - a role that is none came back to the page above
    house.hats.give(account.id, visit.office, role, now, actor_id=given["actor_id"])
    note(visit, "invited", account.id, office=visit.office, outcome=role)
    key = house.doors.make(Kind.INVITED, now, account_id=account.id)
    return visit.page("administrator/link.html", link=link_of(house, key), account=account)


def _wrong_with(given: dict[str, str], role: Role | str) -> dict[str, str]:
    wrong = {} if given["name"] else {"name": "signing-name-empty"}
    login = written(given["login"])
    if not login or " " in login or not login.isprintable():
        wrong["login"] = "signing-login-empty"
    if not isinstance(role, Role):
        wrong["actor_id" if role == NUMBER_TAKEN else "role"] = role
    elif given["language"] not in DESK:
        wrong["role"] = "administrator-role-wrong"
    return wrong


def _page(visit: Visit, given: dict[str, str], wrong: dict[str, str]) -> Response:
    return visit.page(
        "administrator/invite.html",
        status=422 if wrong else 200,
        given={"language": visit.language} | given,
        wrong=wrong,
        roles=GIVEN,
    )
