"""What guards every page: the session behind the cookie, the token in a form, and headers that let nothing else in."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kring_portal.web.addresses import address_of, parts_of
from kring_portal.web.house import House
from kring_portal.web.redrawing import drawn_again
from kring_portal.web.refusals import TooMany, WrongToken
from kring_portal.web.visit import COOKIE, SECURE_COOKIE, Visit

Next = Callable[[Request], Awaitable[Response]]
CSRF: Final = "csrf"
SYSTEMS: Final = "/v1/"
"""Systems bring a token of their own with each request, which no browser adds by itself."""
LINKS: Final = "/k/"
LINK_COOKIE: Final = "kring-link"
SECURE_LINK_COOKIE: Final = "__Secure-kring-link"
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
BY_ITSELF: Final = "x-by-itself"
"""The header of what a page asks by itself: it keeps nobody signed in who walked away."""
KEEP_NOTHING: Final = {"Cache-Control": "no-store"}
ONE_YEAR: Final = "max-age=31536000; includeSubDomains"


def cookie_name(house: House) -> str:
    """Name the cookie of a session; over https by a name that no other host can set."""
    return SECURE_COOKIE if house.is_secure else COOKIE


def link_cookie(house: House) -> str:
    """Name the cookie of a visit behind a personal link; it counts there, and nowhere at the desk."""
    return SECURE_LINK_COOKIE if house.is_secure else LINK_COOKIE


async def guarded(request: Request, call_next: Next) -> Response:
    """Find out who it is, and answer with headers that let nothing in from elsewhere."""
    house: House = request.app.state.house
    path = request.scope["path"]  # not of the address: that is put together with what is said of the host
    behind = path.startswith(LINKS)
    secret = request.cookies.get(link_cookie(house) if behind else cookie_name(house), "")
    by_hand = BY_ITSELF not in request.headers and path != "/changes"
    session = house.sessions.find(secret, house.now(), is_sign_of_life=by_hand) if secret else None
    if session is not None and (session.link is not None) is not behind:
        session = None  # a visit behind a link opens no desk, and who is signed in opens no link
    request.state.visit = Visit(request, house, session)
    response = await call_next(request)
    if request.state.visit.refused_with:
        response = await drawn_again(request, request.state.visit) or response
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not path.startswith("/static/"):
        response.headers.update(KEEP_NOTHING)
    if house.is_secure:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    return response


async def token_checked(request: Request) -> None:
    """Refuse a form that comes from another site, or does not carry the token of the session it is sent in.

    Where nobody is signed in there is no token to compare, so the browser's own word counts: it says from where a form
    was sent, and no page can change that. A cookie to compare with could be set by whoever has a name beside ours.

    Raises:
        WrongToken: it comes from elsewhere, or carries no token, or another's.
        TooMany: too many forms came from one address.
    """
    visit: Visit = request.state.visit
    if request.method in SAFE or request.scope["path"].startswith(SYSTEMS):
        return
    if not is_from_here(request, visit.house):
        raise WrongToken
    if visit.session is None:
        house = visit.house
        who = f"form/{address_of(request, house.settings.trusted_proxies)}"
        if not house.limits.take(who, house.now(), most=house.settings.open_posts_a_minute, per_s=60).yes:
            raise TooMany
        return
    sent = request.headers.get("x-csrf") or str((await visit.form()).get(CSRF, ""))
    if not secrets.compare_digest(sent.encode(), visit.session.csrf.encode()):
        raise WrongToken


def is_from_here(request: Request, house: House) -> bool:
    """Tell whether a form was sent by a page of ours; what is no browser says nothing, and has no cookie to abuse."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(house.settings.url).netloc} - {""}
    return origin is None or parts_of(origin).netloc in ours
