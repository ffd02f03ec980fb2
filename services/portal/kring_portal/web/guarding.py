"""What guards every page: the session behind the cookie, the token in a form, and headers that let nothing else in."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kring_portal.web.house import House
from kring_portal.web.refusals import WrongToken
from kring_portal.web.visit import COOKIE, SECURE_COOKIE, Visit

Next = Callable[[Request], Awaitable[Response]]
CSRF: Final = "csrf"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEEP_NOTHING: Final = {"Cache-Control": "no-store"}
ONE_YEAR: Final = "max-age=31536000; includeSubDomains"


def cookie_name(house: House) -> str:
    """Name the cookie of a session; over https by a name that no other host can set."""
    return SECURE_COOKIE if house.is_secure else COOKIE


async def guarded(request: Request, call_next: Next) -> Response:
    """Find out who it is, and answer with headers that let nothing in from elsewhere."""
    house: House = request.app.state.house
    secret = request.cookies.get(cookie_name(house), "")
    session = house.sessions.find(secret, house.now()) if secret else None
    request.state.visit = Visit(request, house, session)
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.update(KEEP_NOTHING)
    if house.is_secure:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    return response


async def token_checked(request: Request) -> None:
    """Refuse a form that does not carry the token of the session it is sent in.

    Raises:
        WrongToken: it carries none, or another's.
    """
    visit: Visit = request.state.visit
    if request.method in SAFE or visit.session is None:
        return
    sent = request.headers.get("x-csrf") or str((await visit.form()).get(CSRF, ""))
    if not secrets.compare_digest(sent, visit.session.csrf):
        raise WrongToken
