"""The administrator's page of systems: let in, given another secret, shut out, and what their webhooks did not take."""

import re
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.administrator.visiting import Administrator, note
from kring_portal.api.webhooks import sent_again
from kring_portal.store.systems import OF_REFERRERS, SCOPES, System, Systems
from kring_portal.web.visit import Visit
from kring_shared.kernel.errors import InvalidFields, NotFound

router = APIRouter()
PAGE: Final = "/administrator/systems"
NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
WRONG: Final = 422


@router.get(PAGE)
async def show(visit: Administrator) -> Response:
    """Show every system and its webhooks."""
    return _page(visit)


@router.post(PAGE)
async def add(visit: Administrator) -> Response:
    """Let a system in, and show its secret this once."""
    form, house = await visit.form(), visit.house
    name, office = str(form.get("name", "")).strip(), str(form.get("office", ""))
    scopes = tuple(one for one in SCOPES if one in form.getlist("scope"))
    if not NAME.fullmatch(name) or office not in ("", visit.office):
        return _page(visit, error="systems-wrong-name", name=name)
    try:
        made, secret = Systems(house.database).add(name, office, scopes, house.now())
    except InvalidFields as refused:
        key = "systems-wrong-known" if refused.fields == ("/name",) else "systems-wrong-scopes"
        return _page(visit, error=key, name=name)
    note(visit, "system-let-in", visit.person.account_id or "", office=visit.office, outcome=name)
    return _page(visit, secret=secret, client_id=made.id)


@router.post(PAGE + "/{system_id}/secret")
async def another_secret(visit: Administrator, system_id: str) -> Response:
    """Give a system another secret; the one before stays good for a week."""
    house = visit.house
    system = _system(visit, system_id)
    secret = Systems(house.database).new_secret(system.id, house.now())
    note(visit, "system-secret", visit.person.account_id or "", office=visit.office, outcome=system.name)
    return _page(visit, secret=secret, client_id=system.id)


@router.post(PAGE + "/{system_id}/revoke")
async def revoke(visit: Administrator, system_id: str) -> Response:
    """Shut a system out at once."""
    house = visit.house
    system = _system(visit, system_id)
    Systems(house.database).revoke(system.id)
    note(visit, "system-shut-out", visit.person.account_id or "", office=visit.office, outcome=system.name)
    return visit.back(PAGE, said="systems-said-revoked")


@router.post(PAGE + "/webhooks/{webhook_id}/retry")
async def retry(visit: Administrator, webhook_id: str) -> Response:
    """Send again what a webhook did not take."""
    hook = visit.house.webhooks.get(webhook_id)
    _must_be_here(visit, hook.office)
    said = await sent_again(visit.house, hook)
    return visit.back(PAGE, said="systems-said-left" if said.left else "systems-said-sent")


def _system(visit: Visit, system_id: str) -> System:
    found = Systems(visit.house.database).get(system_id, visit.house.now())
    _must_be_here(visit, found.office)
    return found


def _must_be_here(visit: Visit, office: str) -> None:
    """Refuse what speaks with another office alone: it is its administrator's.

    Raises:
        NotFound: it is; here nobody learns that it is there.
    """
    if office not in ("", visit.office):
        raise NotFound("no such system at this office")


def _page(visit: Visit, *, error: str = "", name: str = "", secret: str = "", client_id: str = "") -> Response:
    house, hooks = visit.house, visit.house.webhooks
    return visit.page(
        "administrator/systems.html",
        status=WRONG if error else 200,
        error=error,
        name=name,
        secret=secret,
        client_id=client_id,
        systems=[one for one in Systems(house.database).all(house.now()) if one.office in ("", visit.office)],
        hooks=[(one, hooks.count_apart(one.id)) for one in hooks.all() if one.office in ("", visit.office)],
        scopes=[(one, one.replace(":", "-")) for one in SCOPES],
        given=OF_REFERRERS,
        offices=[(visit.office, house.offices[visit.office].title)] if visit.office in house.offices else [],
    )
