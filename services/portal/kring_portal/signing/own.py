"""One's own account: where one is signed in, the password, the second factor."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.signing import factors, passwords
from kring_portal.signing.entering import to_enrol
from kring_portal.signing.sign_in import begin_attempt, forgive
from kring_portal.store.accounts import Account
from kring_portal.store.journal import CHANGED
from kring_portal.web.refusals import NoSession
from kring_portal.web.visit import Anybody, Visit

router = APIRouter()
HERE: Final = "/account"
SHOWN_CHANGES: Final = 5
SHOWN: Final = 16
"""As much of a session's digest as tells it from the others."""


@router.get(HERE)
async def show(visit: Anybody) -> Response:
    """Show one's own account."""
    return _page(visit, _account(visit))


@router.post("/account/sessions")
async def end_session(visit: Anybody) -> Response:
    """End one of one's own sessions, or all others."""
    account, which = _account(visit), str((await visit.form()).get("session", ""))
    for session in visit.house.sessions.of(account.id, visit.house.now()):
        if session.digest != visit.person.digest and which in {"all", session.digest[:SHOWN]}:
            visit.house.sessions.end(session.digest)
    visit.house.journal.note("session-ended", visit.house.now(), account_id=account.id, by=account.id)
    return visit.back(HERE, said="signing-done-session")


@router.post("/account/password")
async def change_password(visit: Anybody) -> Response:
    """Change the password; every other session ends."""
    account, form = _account(visit), await visit.form()
    wrong = await _wrong_now(visit, account, str(form.get("now", "")))
    new = str(form.get("password", ""))
    if error := wrong or passwords.wrong_with(new, str(form.get("again", "")), account.login):
        return _page(visit, account, status=422, error=error)
    visit.house.accounts.set(account.id, password=await passwords.hashed(new))
    visit.house.sessions.end_all_of(account.id, but=visit.person.digest)
    visit.house.journal.note("password-made", visit.house.now(), account_id=account.id, by=account.id)
    return visit.back(HERE, said="signing-done-password")


@router.post("/account/recovery")
async def new_recovery(visit: Anybody) -> Response:
    """Make new recovery codes; the old ones are good no more."""
    account = _account(visit)
    if error := await _wrong_now(visit, account, str((await visit.form()).get("now", ""))):
        return _page(visit, account, status=422, recovery_error=error)
    codes = [factors.in_fours(code) for code in visit.house.accounts.new_recovery(account.id)]
    visit.house.journal.note("recovery-made", visit.house.now(), account_id=account.id, by=account.id)
    return visit.page("signing/recovery.html", codes=codes, to=HERE)


@router.post("/account/app")
async def new_app(visit: Anybody) -> Response:
    """Make another second factor, such as for another phone."""
    account = _account(visit)
    if error := await _wrong_now(visit, account, str((await visit.form()).get("now", ""))):
        return _page(visit, account, status=422, app_error=error)
    return to_enrol(visit, account, "password", HERE)


async def _wrong_now(visit: Visit, account: Account, password: str) -> str:
    """Say what is wrong with the password of now, as a key of the words; tries are counted as at the door."""
    if begin_attempt(visit, account.login) is not None:
        return "signing-wait-short"
    if not await passwords.is_right(account.password, password):
        return "signing-password-now-wrong"
    forgive(visit, account.login)
    return ""


def _account(visit: Visit) -> Account:
    found = visit.house.accounts.find(visit.person.account_id or "")
    if found is None or found.closed:
        raise NoSession
    return found


def _page(
    visit: Visit,
    account: Account,
    *,
    status: int = 200,
    error: str = "",
    recovery_error: str = "",
    app_error: str = "",
) -> Response:
    changes, _ = visit.house.journal.page(account_id=account.id, limit=SHOWN_CHANGES, what=CHANGED)
    return visit.page(
        "signing/account.html",
        status=status,
        account=account,
        sessions=visit.house.sessions.of(account.id, visit.house.now()),
        left=visit.house.accounts.recovery_left(account.id),
        changes=changes,
        names=visit.house.accounts.names(one.by for one in changes if one.by),
        shown=SHOWN,
        error=error,
        recovery_error=recovery_error,
        app_error=app_error,
    )
