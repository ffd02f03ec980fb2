"""Actors signed at the edge (Ed25519) and checked in the service: who asks cannot be made up on the bus."""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import ValidationError

from kring_shared.contracts.actor import Actor
from kring_shared.kernel.errors import NoActor, WrongSetup

HEADER: Final = "kring-actor"
GOOD_FOR: Final = timedelta(minutes=5)


class Signer:
    """The edge's half: signs actors with the private key."""

    def __init__(self, private_key: bytes) -> None:
        """Take the raw 32-byte key."""
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)

    def sign(self, actor: Actor) -> str:
        """Give the header value: payload and signature, base64url, with a dot between."""
        payload = actor.to_json()
        return f"{_encode(payload)}.{_encode(self._key.sign(payload))}"

    def key_for(self, purpose: str) -> bytes:
        """Give another key that follows from this one, of 32 bytes, for one purpose; nothing leads back from it."""
        return HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._key.private_bytes_raw())


class Verifier:
    """The service's half: knows only the public key."""

    def __init__(self, public_key: bytes) -> None:
        """Take the raw 32-byte key.

        Raises:
            WrongSetup: it is not such a key.
        """
        try:
            self._key = Ed25519PublicKey.from_public_bytes(public_key)
        except ValueError as error:
            raise WrongSetup("the edge's public key must be 32 bytes, base64; see KRING_EDGE_PUBLIC_KEY") from error

    def actor(self, header: str | None, now: datetime) -> Actor:
        """Give the actor.

        Raises:
            NoActor: there is none, or the signature is false, or it was signed more than five minutes ago.
        """
        if not header:
            raise NoActor("every command and query needs a signed actor: who asks, in which role, for what purpose")
        payload, _, signature = header.partition(".")
        try:
            text = _decode(payload)
            self._key.verify(_decode(signature), text)
            actor = Actor.model_validate_json(text)
        except (InvalidSignature, ValidationError, binascii.Error, ValueError) as error:
            raise NoActor("the actor's signature is not the edge's") from error
        if abs(now - actor.issued_at) > GOOD_FOR:
            raise NoActor("the actor was signed too long ago: sign in again, and check that the clocks agree")
        return actor


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
