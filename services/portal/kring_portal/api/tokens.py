"""`POST /v1/token`: OAuth2 client credentials (RFC 6749, 4.4), by Basic or in the form."""

import base64
import binascii
from typing import Annotated, Final
from urllib.parse import unquote_plus

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.responses import Response

from kring_portal.api.letting_in import AtHouse, counted
from kring_portal.api.problems import Problem
from kring_portal.store.systems import TOKEN_LASTS, Systems
from kring_portal.web.addresses import address_of
from kring_portal.web.counting import SIGNED_IN
from kring_shared.contracts.envelope import Message

router = APIRouter(tags=["Token"])
GRANT: Final = "client_credentials"
LONGEST: Final = 200


class Token(Message):
    """An access token. Its names are RFC 6749's."""

    access_token: str = Field(alias="access_token", description="To be sent as `Authorization: Bearer`.")
    token_type: str = Field("Bearer", alias="token_type", description="Always `Bearer`.", examples=["Bearer"])
    expires_in: int = Field(alias="expires_in", description="Seconds it is good for.", examples=[900])
    scope: str = Field(description="What it is good for.", examples=["referrals:read referrals:write"])


Given = Annotated[str, Form(max_length=LONGEST)]


@router.post("/token", summary="Ask for an access token", operation_id="token", response_model=Token)
async def token(
    request: Request,
    house: AtHouse,
    grant_type: Annotated[str, Form(max_length=LONGEST, description="`client_credentials`.", examples=[GRANT])],
    scope: Annotated[str, Form(max_length=LONGEST, description="Fewer than all, with spaces between.")] = "",
    client_id: Given = "",
    client_secret: Given = "",
) -> Response:
    """Give a token to a system that shows its secret; good for fifteen minutes."""
    name, secret = _basic(request.headers.get("authorization", "")) or (client_id, client_secret)
    counted(request, house, f"token/{address_of(request, house.settings.trusted_proxies)}")
    if grant_type != GRANT:
        raise _refused(400, "unsupported_grant_type", "ask with grant_type=client_credentials")
    systems = Systems(house.database)
    system = systems.by_secret(name, secret, house.now()) if name and secret else None
    if system is None:
        house.counts.noted(SIGNED_IN, "wrong-system")
        raise _refused(401, "invalid_client", "no system has this id and this secret")
    wanted = tuple(scope.split()) or system.scopes
    if set(wanted) - set(system.scopes):
        raise _refused(400, "invalid_scope", "this system may not ask for that scope")
    made = Token(
        access_token=systems.give_token(system, wanted, house.now()),
        expires_in=int(TOKEN_LASTS.total_seconds()),
        scope=" ".join(wanted),
    )
    return JSONResponse(made.model_dump(by_alias=True))


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, value = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _refused(status: int, error: str, detail: str) -> Problem:
    headers = {"WWW-Authenticate": 'Basic realm="kring"'} if status == 401 else None  # noqa: PLR2004 - HTTP's own
    return Problem(status, f"kring.{error.replace('_', '-')}", detail, headers=headers, error=error)
