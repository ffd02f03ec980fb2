"""Making a second factor: a picture for the app, the same in letters, and codes for when the phone is lost."""

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from kring_portal.signing import factors
from kring_portal.signing.entering import Step, enter, step_of, used
from kring_portal.signing.sign_in import WRONG
from kring_portal.store.doors import Kind
from kring_portal.web.visit import SEE_OTHER, Anybody, Visit

router = APIRouter()


@router.get("/sign-in/app")
async def show(visit: Anybody) -> Response:
    """Show what the app is to read."""
    step = step_of(visit, Kind.ENROL)
    return _page(visit, step) if step else RedirectResponse("/sign-in", SEE_OTHER)


@router.post("/sign-in/app")
async def check(visit: Anybody) -> Response:
    """Check that the app works; then show the recovery codes, once."""
    step = step_of(visit, Kind.ENROL)
    if step is None:
        return RedirectResponse("/sign-in", SEE_OTHER)
    house, account = visit.house, step.account
    at = factors.step_of(step.kept["secret"], str((await visit.form()).get("code", "")), house.now())
    if at is None:
        return _page(visit, step, status=WRONG, error="signing-code-wrong")
    if not used(visit, step, Kind.ENROL):
        return RedirectResponse("/sign-in", SEE_OTHER)
    sealed = house.safe.seal(factors.box_of(account.id), step.kept["secret"])
    house.accounts.set(account.id, totp=sealed, totp_step=at)
    house.sessions.end_all_of(account.id)
    codes = house.accounts.new_recovery(account.id)
    house.journal.note("second-factor-made", house.now(), account_id=account.id, by=account.id)
    answer = enter(visit, account, f"{step.kept['first']}+totp", step.kept["wanted"])
    page = visit.page("signing/recovery.html", codes=[factors.in_fours(code) for code in codes], to=_where(answer))
    for name, value in answer.raw_headers:
        if name == b"set-cookie":
            page.raw_headers.append((name, value))
    return page


def _where(answer: Response) -> str:
    return answer.headers["location"]


def _page(visit: Visit, step: Step, *, status: int = 200, error: str = "") -> Response:
    secret = step.kept["secret"]
    return visit.page(
        "signing/app.html",
        status=status,
        picture=Markup(factors.picture(secret, step.account.login)),  # noqa: S704 - drawn here, from letters and digits
        letters=factors.in_fours(secret),
        error=error,
    )
