"""Choosing a role: what somebody has now, and going on in it under another cookie."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kring_portal.signing import factors
from kring_portal.signing.entering import to_enrol, with_session
from kring_portal.store.hats import Hat
from kring_portal.web.addresses import own_path
from kring_portal.web.menus import home_of
from kring_portal.web.refusals import NoSession, WrongRole
from kring_portal.web.visit import SEE_OTHER, Anybody, Visit

router = APIRouter()


@router.get("/choose-role")
async def choose(visit: Anybody) -> Response:
    """Show the roles somebody has now."""
    wanted = own_path(visit.request.query_params.get("next", ""))
    return visit.page("signing/choose_role.html", hats=_hats(visit), wanted=wanted)


@router.post("/choose-role")
async def go_on(visit: Anybody) -> Response:
    """Go on in a role.

    Raises:
        WrongRole: it is not theirs, or not now.
    """
    form, house = await visit.form(), visit.house
    hat = next((one for one in _hats(visit) if one.id == form.get("hat")), None)
    if hat is None:
        raise WrongRole
    account = house.accounts.find(hat.account_id)
    wanted = own_path(str(form.get("next", "")))
    if account and factors.needs_second(hat.role, house.settings) and not factors.has_second(visit.person.factors):
        return to_enrol(visit, account, visit.person.factors, wanted)
    secret = house.sessions.renew(
        visit.person, house.now(), office=hat.office, role=hat.role, actor_id=hat.actor_id, ends_at=hat.ends
    )
    house.journal.note(
        "role-chosen", house.now(), account_id=hat.account_id, by=hat.account_id, office=hat.office, outcome=hat.role
    )
    return with_session(visit, RedirectResponse(wanted or home_of(hat.role), SEE_OTHER), secret)


def _hats(visit: Visit) -> list[Hat]:
    account_id = visit.person.account_id
    if not account_id:
        raise NoSession
    now = visit.house.now()
    return [hat for hat in visit.house.hats.of(account_id, now) if hat.fits(now)]
