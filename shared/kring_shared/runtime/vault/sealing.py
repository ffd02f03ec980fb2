"""How a value becomes a box: under a key we have, or to the public half of a key that another vault has."""

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kring_shared.kernel.errors import Refused

NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = NONCE_BYTES + 32 + 16
"""Of a key of 32 bytes under another: its nonce before it, its tag behind."""
TO_A_KEY: Final = "hpke:"
"""Stands before a box that was sealed to a public half; no base64 begins so."""
SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class WrongSealingKey(Refused):
    """Another office sent a key to seal to that is none."""

    code = "kring.wrong-sealing-key"


class ScopeKey:
    """The key of one scope: it seals and opens, and has a public half that others seal to."""

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes."""
        self._raw, self._cipher = raw, AESGCM(raw)

    def seal(self, scope: str, plain: bytes) -> str:
        """Put it in a box that only this key opens, and only under this scope."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, scope.encode())).decode()

    def open(self, scope: str, box: str) -> bytes | None:
        """Open a box that was sealed with this key or to it; none when it was another, another scope, or no box."""
        try:
            if box.startswith(TO_A_KEY):
                sent = base64.b64decode(box.removeprefix(TO_A_KEY))
                return SUITE.decrypt(sent, self._private(), info=_bound(scope))
            kept = base64.b64decode(box)
            return self._cipher.decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], scope.encode())
        except (InvalidTag, ValueError):
            return None

    def public(self) -> str:
        """Give the public half, base64; it follows from the key, so that nothing more has to be kept or destroyed."""
        return base64.b64encode(self._private().public_key().public_bytes_raw()).decode()

    def _private(self) -> X25519PrivateKey:
        derived = HKDF(SHA256(), length=32, salt=None, info=b"kring/sealed-to").derive(self._raw)
        return X25519PrivateKey.from_private_bytes(derived)


def new_key() -> bytes:
    """Make the 32 bytes of a key."""
    return AESGCM.generate_key(256)


def box_to(key: str, scope: str, plain: bytes) -> str:
    """Put it in a box for who has the other half of a public key (HPKE, RFC 9180); who made the box cannot open it.

    Raises:
        WrongSealingKey: it is no public key.
    """
    try:
        public = X25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        sent = SUITE.encrypt(plain, public, info=_bound(scope))
    except ValueError as error:
        raise WrongSealingKey(
            "the key to seal to is no X25519 public key: ask the other office to begin anew"
        ) from error
    return TO_A_KEY + base64.b64encode(sent).decode()


def _bound(scope: str) -> bytes:
    """Bind a box to its scope: under another it does not open."""
    return f"kring/sealed/{scope}".encode()
