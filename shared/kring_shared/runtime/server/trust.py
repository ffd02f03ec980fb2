"""Whom a server believes: what its configuration needs of an authority, and no secret among it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Trust:
    """The operator who vouches for every account, and the accounts as they were when the configuration was written."""

    operator_jwt: str
    system_account: str
    """Public key of the account that a server's own events and account updates belong to."""
    preload: Mapping[str, str]
    """Public key of an account to its JWT; what was pushed to a running server later counts before it."""
    resolver_dir: str
    """Folder in which the server keeps the account JWTs it was given; each server has one of its own."""
