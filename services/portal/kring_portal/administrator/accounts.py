"""The accounts of an office: a list that pages by login, and one with its roles, its sessions and what may be done."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.administrator.visiting import (
    GIVEN,
    NUMBER_TAKEN,
    Administrator,
    account_of,
    hats_here,
    is_last,
    note,
    role_of,
    tell,
    works_elsewhere,
)
from kring_portal.signing.own import SHOWN
from kring_portal.signing.welcome import link_of
from kring_portal.store.doors import Kind
from kring_portal.web.visit import Visit
from kring_portal.web.wrong import WrongFields
from kring_shared.contracts.actor import Role

router = APIRouter()
LIST = "/administrator/accounts"


@router.get(LIST)
async def list_accounts(visit: Administrator, after: str = "") -> Response:
    """List who has or had a role at this office."""
    accounts, following = visit.house.accounts.page(after, office=visit.office)
    return visit.page("administrator/accounts.html", accounts=accounts, following=following, first=not after)


@router.get("/administrator/accounts/{account_id}")
async def show(visit: Administrator, account_id: str) -> Response:
    """Show one account."""
    return _page(visit, account_id)


@router.post("/administrator/accounts/{account_id}/roles")
async def give_role(visit: Administrator, account_id: str) -> Response:
    """Give somebody a role at this office; nobody gives themself one.

    Raises:
        WrongFields: there is no such role, or somebody else goes by that number; the form is drawn again.
    """
    account, form = account_of(visit, account_id), await visit.form()
    actor_id = str(form.get("actor_id", "")).strip()
    if account_id == visit.person.account_id:
        return _page(visit, account_id, error="administrator-not-yourself")
    role = role_of(visit, str(form.get("role", "")), actor_id, account_id)
    if not isinstance(role, Role):
        raise WrongFields(**{"actor_id" if role == NUMBER_TAKEN else "role": role})
    if account.closed:
        return _page(visit, account_id, error="administrator-role-wrong")
    visit.house.hats.give(account_id, visit.office, role, visit.house.now(), actor_id=actor_id)
    note(visit, "role-given", account_id, office=visit.office, outcome=role)
    tell(visit, account_id)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-role")


@router.post("/administrator/accounts/{account_id}/roles/{hat_id}/end")
async def take_role(visit: Administrator, account_id: str, hat_id: str) -> Response:
    """Take a role back; who works in it is signed out at once. An office's last administrator stays."""
    house, now = visit.house, visit.house.now()
    account_of(visit, account_id)
    hat = next((one for one in hats_here(visit, account_id) if one.id == hat_id), None)
    if hat is None:
        return _page(visit, account_id, error="administrator-role-gone")
    if hat.role is Role.ADMINISTRATOR and house.hats.administrators(now, visit.office) <= {account_id}:
        return _page(visit, account_id, error="administrator-last")
    note(visit, "role-ended", account_id, office=hat.office, outcome=hat.role)
    house.hats.end(hat, now)
    tell(visit, account_id)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-role-ended")


@router.post("/administrator/accounts/{account_id}/close")
async def close(visit: Administrator, account_id: str) -> Response:
    """Close an account: nobody signs in with it, and whoever did is out at once. The last administrator stays."""
    account_of(visit, account_id)
    if is_last(visit, account_id):
        return _page(visit, account_id, error="administrator-last")
    if works_elsewhere(visit, account_id):
        return _page(visit, account_id, error="administrator-elsewhere")
    note(visit, "account-closed", account_id, office=visit.office)
    visit.house.doors.shut(account_id)
    visit.house.accounts.close(account_id)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-closed")


@router.post("/administrator/accounts/{account_id}/reset")
async def reset(visit: Administrator, account_id: str) -> Response:
    """Let somebody else begin anew, such as when phone and codes are lost; give the link to hand over, once.

    Whoever has the link is that person, with every role of theirs: so not for somebody who works elsewhere too.
    """
    account = account_of(visit, account_id)
    if account_id == visit.person.account_id:
        return _page(visit, account_id, error="administrator-reset-yourself")
    if works_elsewhere(visit, account_id):
        return _page(visit, account_id, error="administrator-elsewhere")
    note(visit, "account-reset", account_id, office=visit.office)
    visit.house.accounts.reset(account_id)
    key = visit.house.doors.make(Kind.INVITED, visit.house.now(), account_id=account_id)
    return visit.page("administrator/link.html", link=link_of(visit.house, key), account=account)


@router.post("/administrator/accounts/{account_id}/sessions")
async def end_sessions(visit: Administrator, account_id: str) -> Response:
    """End one session of somebody, or all of them."""
    account_of(visit, account_id)
    which = str((await visit.form()).get("session", ""))
    for session in visit.house.sessions.of(account_id, visit.house.now()):
        here = session.office in ("", visit.office)
        if here and which in {"all", session.digest[:SHOWN]} and session.digest != visit.person.digest:
            visit.house.sessions.end(session.digest)
    note(visit, "session-ended", account_id, office=visit.office)
    return visit.back(f"{LIST}/{account_id}", said="administrator-done-session")


def _page(visit: Visit, account_id: str, error: str = "") -> Response:
    account, house = account_of(visit, account_id), visit.house
    return visit.page(
        "administrator/account.html",
        status=422 if error else 200,
        account=account,
        hats=hats_here(visit, account_id),
        sessions=[one for one in house.sessions.of(account_id, house.now()) if one.office in ("", visit.office)],
        entries=house.journal.page(account_id=account_id, limit=10, office=visit.office)[0],
        is_oneself=account_id == visit.person.account_id,
        roles=GIVEN,
        shown=SHOWN,
        error=error,
    )
