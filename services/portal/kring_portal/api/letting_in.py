"""Who a system is: its access token, what that is good for, and how often it may come."""

from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2

from kring_portal.api.problems import Problem
from kring_portal.store.systems import SCOPES, System, Systems
from kring_portal.web.addresses import address_of
from kring_portal.web.house import House
from kring_portal.web.limits import Allowed

MINUTE: Final = 60
ASKS: Final = {"WWW-Authenticate": 'Bearer realm="kring"'}
bearer = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="token", scopes=dict(SCOPES))),
    scheme_name="oauth2",
    description="Client credentials: a token is good for a quarter of an hour.",
    auto_error=False,
)


def house_of(request: Request) -> House:
    """Give the house of a request."""
    house: House = request.app.state.house
    return house


AtHouse = Annotated[House, Depends(house_of)]


def counted(request: Request, house: House, key: str) -> None:
    """Take one from a bucket, and remember what is left for the headers.

    Raises:
        Problem: it is empty; `Retry-After` says when to come again.
    """
    most = house.settings.api_per_minute
    allowed = house.limits.take(key, house.now(), most=most, per_s=MINUTE)
    request.state.limit = headers_of(allowed, most)
    if not allowed.yes:
        headers = {"Retry-After": str(allowed.wait_s)}
        raise Problem(429, "kring.too-many", "come again after Retry-After seconds", headers=headers)


def headers_of(allowed: Allowed, most: int) -> dict[str, str]:
    """Write what is left, as the IETF's draft on rate limits has it."""
    return {
        "RateLimit-Policy": f'"default";q={most};w={MINUTE}',
        "RateLimit": f'"default";r={allowed.left};t={allowed.wait_s}',
    }


def system_with(scope: str) -> Any:  # noqa: ANN401 - what FastAPI depends on
    """Let a path be for systems with a scope.

    Raises:
        Problem: no token that is good, or not for this.
    """

    def let_in(request: Request, house: AtHouse, shown: Annotated[str | None, Depends(bearer)]) -> System:
        kind, _, token = (shown or "").partition(" ")
        system = Systems(house.database).by_token(token, house.now()) if kind.lower() == "bearer" and token else None
        if system is None:
            counted(request, house, f"nobody/{address_of(request, house.settings.trusted_proxies)}")
            raise Problem(401, "kring.no-token", "ask for a token at /v1/token, and send it as a bearer", headers=ASKS)
        counted(request, house, f"system/{system.id}")
        if scope not in system.scopes:
            challenge = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}
            raise Problem(403, "kring.not-permitted", f"this token is not for {scope}", headers=challenge)
        return system

    return Depends(let_in)


Refers = Annotated[System, system_with("referrals:write")]
ReadsOwn = Annotated[System, system_with("referrals:read")]
SeesCases = Annotated[System, system_with("cases:read")]
Exports = Annotated[System, system_with("exports:read")]
Hears = Annotated[System, system_with("webhooks")]
