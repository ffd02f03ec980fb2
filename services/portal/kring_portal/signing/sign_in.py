"""Signing in with a login and a password, then a code; and signing out."""

from datetime import datetime
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kring_portal.signing import factors, passwords
from kring_portal.signing.entering import after_first, enter, step_of, used
from kring_portal.signing.known import counted_as
from kring_portal.store.accounts import written
from kring_portal.store.doors import Kind
from kring_portal.web.addresses import address_of, own_path
from kring_portal.web.guarding import cookie_name
from kring_portal.web.menus import home_of
from kring_portal.web.visit import SEE_OTHER, Anybody, Visit

router = APIRouter()
WRONG: Final = 422
WAIT: Final = 429


@router.get("/sign-in")
async def ask(visit: Anybody) -> Response:
    """Ask who it is; whoever is signed in goes on."""
    wanted = own_path(visit.request.query_params.get("next", ""))
    if visit.session is not None and visit.session.account_id:
        to = home_of(visit.session.role) if visit.session.role else f"/choose-role?next={quote(wanted)}"
        return RedirectResponse(to, status_code=SEE_OTHER)
    return _page(visit, wanted)


@router.post("/sign-in")
async def sign_in(visit: Anybody) -> Response:
    """Check the login and the password; whoever has no account waits as long, and hears the same."""
    form = await visit.form()
    login, password = written(str(form.get("login", "")))[:120], str(form.get("password", ""))
    wanted, house = own_path(str(form.get("next", ""))), visit.house
    until = begin_attempt(visit, login)
    if until is not None:
        house.journal.note("signed-in", house.now(), outcome="locked")
        return _page(visit, wanted, status=WAIT, wait=until)
    account = house.accounts.by_login(login)
    kept = account.password if account and not account.closed else ""
    if not await passwords.is_right(kept, password) or account is None:
        house.journal.note("signed-in", house.now(), outcome="wrong", account_id=account.id if account else "")
        return _page(visit, wanted, status=WRONG, error="signing-wrong")
    if account.totp:  # what was tried in vain stays counted until the code is right as well
        house.attempts.take_back("login", counted_as(visit, login))
        house.attempts.take_back("address", _address(visit))
    else:
        forgive(visit, login)
    return after_first(visit, account, "password", wanted)


@router.get("/sign-in/code")
async def ask_code(visit: Anybody) -> Response:
    """Ask for the code of the app."""
    return _code_page(visit) if step_of(visit, Kind.SECOND) else RedirectResponse("/sign-in", SEE_OTHER)


@router.post("/sign-in/code")
async def check_code(visit: Anybody) -> Response:
    """Check the code; each is good once."""
    step = step_of(visit, Kind.SECOND)
    if step is None:
        return RedirectResponse("/sign-in", SEE_OTHER)
    house, account = visit.house, step.account
    until = begin_attempt(visit, account.login)
    if until is not None:
        house.journal.note("signed-in", house.now(), outcome="locked", account_id=account.id)
        return _code_page(visit, status=WAIT, wait=until)
    second = factors.shown(house, account, str((await visit.form()).get("code", "")))
    if not second:
        house.journal.note("signed-in", house.now(), outcome="wrong-code", account_id=account.id)
        return _code_page(visit, status=WRONG, error="signing-code-wrong")
    forgive(visit, account.login)
    if not used(visit, step, Kind.SECOND):
        return RedirectResponse("/sign-in", SEE_OTHER)
    return enter(visit, account, f"{step.kept['first']}+{second}", step.kept["wanted"])


@router.post("/sign-out")
async def sign_out(visit: Anybody) -> Response:
    """End the session, here and in the browser."""
    of_provider = False
    if visit.session is not None:
        of_provider = visit.session.factors.startswith("oidc")
        visit.house.sessions.end(visit.session.digest)
        account_id = visit.session.account_id or ""
        visit.house.journal.note("signed-out", visit.house.now(), account_id=account_id, by=account_id)
    answer = RedirectResponse("/signed-out/provider" if of_provider else "/signed-out", SEE_OTHER)
    secure = visit.house.is_secure
    answer.delete_cookie(cookie_name(visit.house), secure=secure, httponly=True, samesite="lax")
    return answer


@router.get("/signed-out")
async def signed_out(visit: Anybody) -> Response:
    """Say that it is done."""
    return visit.page("signing/signed_out.html", at_provider="")


def begin_attempt(visit: Visit, login: str) -> datetime | None:
    """Count an attempt, of the address and of the login; give until when one has to wait, if one has to."""
    now = visit.house.now()
    return visit.house.attempts.begin("address", _address(visit), now) or visit.house.attempts.begin(
        "login", counted_as(visit, login), now
    )


def forgive(visit: Visit, login: str) -> None:
    """Forget what was tried in vain under a login: the right person came. Of the address, only this one."""
    visit.house.attempts.forgive("login", counted_as(visit, login))
    visit.house.attempts.take_back("address", _address(visit))


def _address(visit: Visit) -> str:
    return address_of(visit.request, visit.house.settings.trusted_proxies)


def _page(visit: Visit, wanted: str, *, status: int = 200, error: str = "", wait: datetime | None = None) -> Response:
    by_provider = bool(visit.house.settings.oidc_issuer)
    return visit.page(
        "signing/sign_in.html", status=status, wanted=wanted, error=error, wait=wait, by_provider=by_provider
    )


def _code_page(visit: Visit, *, status: int = 200, error: str = "", wait: datetime | None = None) -> Response:
    return visit.page("signing/code.html", status=status, error=error, wait=wait)
