"""Who asks: checked with the edge's public key, since anybody on the bus may say that they are somebody."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.example_service.words import Refused

HEADER = "kring-actor"
GOOD_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class Actor:
    """One person in one role, at one office, for one purpose."""

    id: str
    role: str
    office: str
    purpose: str

    @property
    def label(self) -> str:
        """Name them as facts do."""
        return f"{self.role}/{self.id}"


def actor_of(header: str, key: bytes, now: datetime) -> Actor:
    """Give who asks.

    Raises:
        Refused: nobody says so, somebody else signed it, or it was signed more than five minutes ago.
    """
    payload, _, signature = header.partition(".")
    try:
        text = _decoded(payload)
        Ed25519PublicKey.from_public_bytes(key).verify(_decoded(signature), text)
        said = json.loads(text)
        actor = Actor(said["id"], said["role"], said["office"], said["purpose"])
        signed = datetime.fromisoformat(said["issuedAt"])
    except (InvalidSignature, ValueError, KeyError, TypeError):
        raise Refused("kring.no-actor", "every command and query needs an actor that the edge signed") from None
    if abs(now - signed) > GOOD_FOR:
        raise Refused("kring.no-actor", "the actor was signed too long ago: sign in again")
    return actor


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
