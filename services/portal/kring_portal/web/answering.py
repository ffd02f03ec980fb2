"""What becomes of an error on the way to a page: a calm page that says what happened and what to do now."""

from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.web.guarding import HEADERS, KEEP_NOTHING
from kring_portal.web.refusals import CommandRefused, NoSession, TooMany, WrongRole, WrongToken
from kring_portal.web.visit import BAD_FORM, CONFLICT, SEE_OTHER, Visit
from kring_portal.web.wrong import WrongFields, wrong_of
from kring_shared.kernel.errors import NoAnswer, NotFound, NotPermitted
from kring_shared.runtime.bus.client import RefusedAnswer

STATUS: Final = {NotFound.code: 404, NotPermitted.code: 403, "kring.erased": 410, "kring.invalid-fields": BAD_FORM}


def declare(app: FastAPI) -> None:
    """Give every error its page."""
    app.add_exception_handler(NoSession, _sign_in)
    app.add_exception_handler(WrongRole, _page("refused-role", 403))
    app.add_exception_handler(WrongToken, _page("refused-token", 403))
    app.add_exception_handler(TooMany, _page("refused-too-many", 429))
    app.add_exception_handler(NoAnswer, _page("refused-no-answer", 503))
    app.add_exception_handler(NotFound, _page("refused-not-found", 404))
    app.add_exception_handler(RefusedAnswer, _refused)
    app.add_exception_handler(CommandRefused, _refused)
    app.add_exception_handler(ValidationError, _wrong)
    app.add_exception_handler(WrongFields, _wrong)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _sign_in(request: Request, _error: Exception) -> Response:
    wanted = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(wanted)}", status_code=SEE_OTHER)


def _page(key: str, status: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Starlette's own kind of handler
    async def answer(request: Request, _error: Exception) -> Response:
        return _plain(request, key, status)

    return answer


def _plain(request: Request, key: str, status: int) -> Response:
    visit: Visit = request.state.visit
    return visit.page("parts/refused.html", status=status, key=key, receipt=None)


async def _fault(request: Request, error: Exception) -> Response:
    """Answer outside of all guards, so with their headers put on here."""
    answer: Response = await _page("refused-fault", 500)(request, error)
    answer.headers.update(HEADERS | KEEP_NOTHING)
    return answer


async def _wrong(request: Request, error: Exception) -> Response:
    """Draw the form again with what is wrong at each field; an address that is not as it must be leads nowhere."""
    assert isinstance(error, ValidationError | RequestValidationError | WrongFields)  # noqa: S101 - declared for these
    if isinstance(error, RequestValidationError) and any(one["loc"][0] != "body" for one in error.errors()):
        return _plain(request, "refused-not-found", STATUS[NotFound.code])
    visit: Visit = request.state.visit
    if request.method == "POST":
        await visit.form()
        visit.refuse(*wrong_of(error))
    return _plain(request, "refused-fields", BAD_FORM)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedAnswer | CommandRefused)  # noqa: S101 - it is declared for these two
    visit: Visit = request.state.visit
    receipt = error.receipt
    status = STATUS.get(receipt.code, CONFLICT)
    if request.method == "POST" and isinstance(error, CommandRefused):
        await visit.form()
        visit.back("/", refused=receipt)  # said on the page of the form, if that can be drawn again
    return visit.page("parts/refused.html", status=status, key="refused-said", receipt=receipt)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is declared for this one
    visit: Visit = request.state.visit
    key = "refused-not-found" if error.status_code == STATUS[NotFound.code] else "refused-fault"
    return visit.page("parts/refused.html", status=error.status_code, key=key, receipt=None)
