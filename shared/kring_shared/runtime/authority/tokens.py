"""Signed claims: what an operator says of an account, and an account of whom it lets in."""

import base64
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives import hashes

from kring_shared.runtime.authority.keys import Key

HEADER: Final = {"typ": "JWT", "alg": "ed25519-nkey"}
VERSION: Final = 2
NO_LIMIT: Final = -1
ACCOUNT_LIMITS: Final = {
    "subs": NO_LIMIT,
    "data": NO_LIMIT,
    "payload": NO_LIMIT,
    "imports": NO_LIMIT,
    "exports": NO_LIMIT,
    "wildcards": True,
    "conn": NO_LIMIT,
    "leaf": NO_LIMIT,
}
STREAM_LIMITS: Final = {"mem_storage": NO_LIMIT, "disk_storage": NO_LIMIT, "streams": NO_LIMIT, "consumer": NO_LIMIT}
NO_PERMISSIONS: Final[Mapping[str, Any]] = {"pub": {}, "sub": {}}


def operator(key: Key, system_account: str, made: datetime) -> str:
    """Say who the operator is, and which account is the servers' own."""
    says = {"type": "operator", "version": VERSION, "system_account": system_account}
    return _signed(key, key.public, "kring", says, made)


def account(
    operator_key: Key,
    public: str,
    made: datetime,
    *,
    name: str,
    scopes: Collection[Mapping[str, Any]] = (),
    revoked: Mapping[str, int] | None = None,
    streams: bool = False,
) -> str:
    """Say what an account is: the keys that sign its users, what those users may, and who may come no more."""
    says: dict[str, Any] = {
        "type": "account",
        "version": VERSION,
        "limits": ACCOUNT_LIMITS | (STREAM_LIMITS if streams else {}),
        "default_permissions": NO_PERMISSIONS,
    }
    says |= {"signing_keys": list(scopes)} if scopes else {}
    says |= {"revocations": dict(revoked)} if revoked else {}
    return _signed(operator_key, public, name, says, made)


def user(
    signer: Key,
    public: str,
    made: datetime,
    *,
    name: str,
    account: str,
    tags: Collection[str] = (),
    until: datetime | None = None,
    permissions: Mapping[str, Any] | None = None,
) -> str:
    """Say who somebody is; what they may stands with the role whose key signs, unless `permissions` are given here."""
    says: dict[str, Any] = {"type": "user", "version": VERSION, "issuer_account": account, **(permissions or {})}
    says |= {"tags": list(tags)} if tags else {}
    return _signed(signer, public, name, says, made, until=until)


def credential(token: str, key: Key) -> str:
    """Write what somebody connects with: the token, and the seed that proves that it is theirs."""
    return (
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        "Whoever has this file is let in under its name. Keep it as a password.\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{key.seed}\n------END USER NKEY SEED------\n"
    )


def claims_of(token: str) -> dict[str, Any]:
    """Read what a token of our own says; its signature is not looked at."""
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _signed(
    signer: Key, about: str, name: str, says: Mapping[str, Any], made: datetime, *, until: datetime | None = None
) -> str:
    claims: dict[str, Any] = {"jti": "", "iat": int(made.timestamp()), "iss": signer.public, "name": name, "sub": about}
    claims |= {"exp": int(until.timestamp())} if until else {}
    claims["nats"] = says
    digest = hashes.Hash(hashes.SHA512_256())
    digest.update(_json(claims))
    claims["jti"] = base64.b32encode(digest.finalize()).rstrip(b"=").decode()
    text = f"{_encoded(_json(HEADER))}.{_encoded(_json(claims))}"
    return f"{text}.{_encoded(signer.sign(text.encode()))}"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
