"""The accounts: a list that pages by login, and one account with its roles, its sessions and what may be done."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kring_portal.administrator.visiting import GIVEN, Administrator, account_of, note, role_and_office
from kring_portal.signing.own import SHOWN
from kring_portal.signing.welcome import link_of
from kring_portal.store.doors import Kind
from kring_portal.web.visit import SEE_OTHER, Visit

router = APIRouter()
LIST = "/administrator/accounts"


@router.get("/administrator")
async def begin(visit: Administrator) -> Response:
    """Begin with the accounts."""
    del visit
    return RedirectResponse(LIST, SEE_OTHER)


@router.get(LIST)
async def list_accounts(visit: Administrator, after: str = "") -> Response:
    """List who may sign in."""
    accounts, following = visit.house.accounts.page(after)
    return visit.page("administrator/accounts.html", accounts=accounts, following=following, first=not after)


@router.get("/administrator/accounts/{account_id}")
async def show(visit: Administrator, account_id: str) -> Response:
    """Show one account."""
    return _page(visit, account_id)


@router.post("/administrator/accounts/{account_id}/roles")
async def give_role(visit: Administrator, account_id: str) -> Response:
    """Give somebody a role at an office."""
    account, form = account_of(visit, account_id), await visit.form()
    actor_id, office = str(form.get("actor_id", "")).strip(), str(form.get("office", ""))
    role = role_and_office(visit, str(form.get("role", "")), office, actor_id)
    if role is None or account.closed:
        return _page(visit, account_id, error="administrator-role-wrong")
    visit.house.hats.give(account_id, office, role, visit.house.now(), actor_id=actor_id)
    note(visit, "role-given", account_id, office=office, outcome=role)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-role")


@router.post("/administrator/accounts/{account_id}/roles/{hat_id}/end")
async def take_role(visit: Administrator, account_id: str, hat_id: str) -> Response:
    """Take a role back; who works in it is signed out at once. The last administrator stays."""
    house, now = visit.house, visit.house.now()
    hat = next((one for one in house.hats.of(account_id, now) if one.id == hat_id), None)
    if hat is None:
        return _page(visit, account_id, error="administrator-role-gone")
    if hat.role == "administrator" and house.hats.administrators(now) <= {account_id}:
        return _page(visit, account_id, error="administrator-last")
    note(visit, "role-ended", account_id, office=hat.office, outcome=hat.role)
    house.hats.end(hat, now)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-role-ended")


@router.post("/administrator/accounts/{account_id}/close")
async def close(visit: Administrator, account_id: str) -> Response:
    """Close an account: nobody signs in with it, and whoever did is out at once. The last administrator stays."""
    account = account_of(visit, account_id)
    if visit.house.hats.administrators(visit.house.now()) <= {account.id}:
        return _page(visit, account_id, error="administrator-last")
    note(visit, "account-closed", account_id)
    visit.house.doors.shut(account_id)
    visit.house.accounts.close(account_id)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-closed")


@router.post("/administrator/accounts/{account_id}/reset")
async def reset(visit: Administrator, account_id: str) -> Response:
    """Let somebody begin anew, such as when phone and codes are lost; give the link to hand over, once."""
    account = account_of(visit, account_id)
    note(visit, "account-reset", account_id)
    visit.house.accounts.reset(account_id)
    key = visit.house.doors.make(Kind.INVITED, visit.house.now(), account_id=account_id)
    return visit.page("administrator/link.html", link=link_of(visit.house, key), account=account)


@router.post("/administrator/accounts/{account_id}/sessions")
async def end_sessions(visit: Administrator, account_id: str) -> Response:
    """End one session of somebody, or all of them."""
    account_of(visit, account_id)
    which = str((await visit.form()).get("session", ""))
    for session in visit.house.sessions.of(account_id, visit.house.now()):
        if which in {"all", session.digest[:SHOWN]} and session.digest != visit.person.digest:
            visit.house.sessions.end(session.digest)
    note(visit, "session-ended", account_id)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-session")


def _page(visit: Visit, account_id: str, error: str = "") -> Response:
    account, house = account_of(visit, account_id), visit.house
    return visit.page(
        "administrator/account.html",
        status=422 if error else 200,
        account=account,
        hats=house.hats.of(account_id, house.now()),
        sessions=house.sessions.of(account_id, house.now()),
        entries=house.journal.page(account_id=account_id, limit=10)[0],
        roles=GIVEN,
        shown=SHOWN,
        error=error,
    )
