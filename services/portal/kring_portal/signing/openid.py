"""What is said between the portal and an OpenID provider, and checked before a word of it is believed."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped] # it has none
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from kring_portal.settings import Settings

WITHIN_SECONDS: Final = 10.0
LEEWAY_SECONDS: Final = 60
ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures by a key of the provider's alone: none that is not signed, none by a secret that both have."""


class WrongProviderError(Exception):
    """The provider does not answer, or what came back is not its word."""


class Discovered(BaseModel):
    """Where the provider does what."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


async def discovered(issuer: str) -> Discovered:
    """Ask the provider where it does what.

    Raises:
        WrongProviderError: there is none, it does not answer, or it calls itself otherwise.
    """
    if not issuer:
        raise WrongProviderError("none is set up")
    at = await _json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    try:
        found = Discovered.model_validate(at)
    except ValidationError:
        raise WrongProviderError("its configuration is incomplete") from None
    if found.issuer != issuer:
        raise WrongProviderError("it calls itself otherwise")
    return found


def asked(settings: Settings, redirect: str, state: str, nonce: str, verifier: str) -> dict[str, str]:
    """Write what the browser asks of the provider."""
    return {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": redirect,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }


async def claimed(
    settings: Settings, said: Mapping[str, str], kept: Mapping[str, str], redirect: str, now: datetime
) -> Mapping[str, Any]:
    """Exchange a code for what the provider says of who came.

    Raises:
        WrongProviderError: it says no, does not answer, or its word does not hold.
    """
    if said.get("iss", settings.oidc_issuer) != settings.oidc_issuer or not said.get("code"):
        raise WrongProviderError("no code, or from another issuer")
    at = await discovered(settings.oidc_issuer)
    form = {
        "grant_type": "authorization_code",
        "code": said["code"],
        "redirect_uri": redirect,
        "client_id": settings.oidc_client_id,
        "code_verifier": kept["verifier"],
    }
    secret = settings.oidc_client_secret.get_secret_value()
    auth = (settings.oidc_client_id, secret) if secret else None
    token = await _json("POST", at.token_endpoint, data=form, auth=auth)
    keys = await _json("GET", at.jwks_uri)
    try:
        known = KeySet.import_key_set(keys)  # type: ignore[arg-type] # it says itself what is no set of keys
        claims = jwt.decode(str(token.get("id_token", "")), known, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, KeyError, TypeError):
        raise WrongProviderError("its signature does not hold") from None
    if not _holds(claims, settings, kept["nonce"], now.timestamp()):
        raise WrongProviderError("it is not about this visit")
    return claims


def _holds(claims: Mapping[str, Any], settings: Settings, nonce: str, now: float) -> bool:
    """Tell whether a token is this provider's, for us, of now, and for this visit."""
    us, meant = settings.oidc_client_id, claims.get("aud")
    audience = meant if isinstance(meant, list) else [meant]
    ends, made = claims.get("exp"), claims.get("iat")
    return (
        claims.get("iss") == settings.oidc_issuer
        and us in audience
        and (claims.get("azp", us) == us and (len(audience) == 1 or "azp" in claims))
        and isinstance(ends, int | float)
        and ends > now - LEEWAY_SECONDS
        and isinstance(made, int | float)
        and made < now + LEEWAY_SECONDS
        and secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
        and bool(claims.get("sub"))
    )


async def _json(method: str, url: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the client's own
    try:
        async with httpx.AsyncClient(timeout=WITHIN_SECONDS, follow_redirects=False) as client:
            answer = await client.request(method, url, **{k: v for k, v in more.items() if v is not None})
            answer.raise_for_status()
            found = answer.json()
    except (httpx.HTTPError, ValueError):
        raise WrongProviderError("it does not answer") from None
    if not isinstance(found, dict):
        raise WrongProviderError("it answers with something else")
    return found
