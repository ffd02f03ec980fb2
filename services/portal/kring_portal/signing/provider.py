"""Signing in with an OpenID provider: authorization code with PKCE, state and nonce; found by issuer and subject."""

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.signing import openid
from kring_portal.signing.entering import after_first, kept_of, step_key, stepping
from kring_portal.store.accounts import Account
from kring_portal.store.doors import Kind
from kring_portal.store.sessions import SECRET_BYTES
from kring_portal.web.addresses import address_of, own_path
from kring_portal.web.house import House
from kring_portal.web.refusals import TooMany
from kring_portal.web.visit import Anybody, Visit
from kring_shared.kernel.errors import Refused

router = APIRouter()
BACK: Final = "/sign-in/provider/back"


@router.get("/sign-in/provider")
async def begin(visit: Anybody) -> Response:
    """Go to the provider."""
    return await _go(visit, wanted=own_path(visit.request.query_params.get("next", "")), invitation="")


@router.get("/welcome/{key}/provider")
async def begin_invited(visit: Anybody, key: str) -> Response:
    """Go to the provider with an invitation, which binds whoever comes back to the account."""
    door = visit.house.doors.look(key, Kind.INVITED, now=visit.house.now())
    return visit.page("signing/gone.html", status=410) if door is None else await _go(visit, "", key)


async def _go(visit: Visit, wanted: str, invitation: str) -> Response:
    house = visit.house
    who = f"provider/{address_of(visit.request, house.settings.trusted_proxies)}"
    if not house.limits.take(who, house.now(), most=house.settings.open_posts_a_minute, per_s=60).yes:
        raise TooMany  # each asks the provider and is remembered for a while: that many are no people
    try:
        at = await openid.discovered(house.settings.oidc_issuer)
    except openid.WrongProviderError:
        return _sorry(visit, "signing-provider-away", 503)
    state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    asked = openid.asked(house.settings, _redirect(house), state, nonce, verifier)
    to = f"{at.authorization_endpoint}{'&' if '?' in at.authorization_endpoint else '?'}{urlencode(asked)}"
    kept = {"state": state, "nonce": nonce, "verifier": verifier, "wanted": wanted, "invitation": invitation}
    return stepping(visit, Kind.PROVIDER, to, "", **kept)


@router.get(BACK)
async def come_back(visit: Anybody) -> Response:
    """Come back from the provider: check every word of it, and find the account."""
    house, said = visit.house, visit.request.query_params
    step = _step(visit)
    if step is None or not secrets.compare_digest(said.get("state", "").encode(), step["state"].encode()):
        return _sorry(visit, "signing-provider-wrong")
    try:
        claims = await openid.claimed(house.settings, said, step, _redirect(house), house.now())
    except openid.WrongProviderError:
        house.journal.note("signed-in", house.now(), outcome="wrong-provider")
        return _sorry(visit, "signing-provider-wrong")
    account = _bound(visit, claims, step["invitation"])
    if account is None or account.closed:
        house.journal.note("signed-in", house.now(), outcome="unknown")
        return _sorry(visit, "signing-provider-unknown", 403)
    return after_first(visit, account, _shown(house, claims), step["wanted"])


@router.get("/signed-out/provider")
async def signed_out(visit: Anybody) -> Response:
    """Say that it is done here, and where to do it at the provider."""
    settings, to = visit.house.settings, ""
    try:
        at = await openid.discovered(settings.oidc_issuer)
        back = {"client_id": settings.oidc_client_id, "post_logout_redirect_uri": f"{settings.address}/signed-out"}
        to = f"{at.end_session_endpoint}?{urlencode(back)}" if at.end_session_endpoint else ""
    except openid.WrongProviderError:
        to = ""
    return visit.page("signing/signed_out.html", at_provider=to)


def _step(visit: Visit) -> dict[str, str] | None:
    """Take the step back; it is good once."""
    key = step_key(visit)
    door = visit.house.doors.look(key, Kind.PROVIDER, now=visit.house.now()) if key else None
    if door is None or not visit.house.doors.use(door):
        return None
    return kept_of(visit, door) or None


def _bound(visit: Visit, claims: Mapping[str, object], invitation: str) -> Account | None:
    """Find the account by issuer and subject; an invitation binds it the first time. An address binds nobody."""
    house = visit.house
    issuer, subject = house.settings.oidc_issuer, str(claims["sub"])
    door = house.doors.look(invitation, Kind.INVITED, now=house.now()) if invitation else None
    known = house.accounts.by_identity(issuer, subject)
    if door is None or known is not None or not house.doors.use(door):
        return known
    try:
        house.accounts.bind(door.account_id, issuer, subject, house.now())
    except Refused:
        return None
    house.journal.note("bound", house.now(), account_id=door.account_id, by=door.account_id)
    return house.accounts.find(door.account_id)


def _shown(house: House, claims: Mapping[str, object]) -> str:
    """Say by what they showed who they are: the provider's second factor counts where it was set that it does."""
    methods = claims.get("amr")
    said = {str(claims.get("acr", "")), *(map(str, methods) if isinstance(methods, list) else ())}
    return "oidc+provider" if said & set(house.settings.oidc_second_factor) else "oidc"


def _redirect(house: House) -> str:
    return f"{house.settings.address}{BACK}"


def _sorry(visit: Visit, key: str, status: int = 422) -> Response:
    return visit.page("signing/sign_in.html", status=status, wanted="", error=key, wait=None, by_provider=True)
