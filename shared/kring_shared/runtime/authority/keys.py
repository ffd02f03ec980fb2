"""Keys as the bus knows them: Ed25519, written as text whose first letters say what the key is for."""

import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Final, Self

import nkeys

from kring_shared.runtime.start_errors import KeyMismatch

SEED_BYTES: Final = 32


class KeyFor(IntEnum):
    """What a key is for; it shows in how it is written."""

    OPERATOR = nkeys.PREFIX_BYTE_OPERATOR
    ACCOUNT = nkeys.PREFIX_BYTE_ACCOUNT
    USER = nkeys.PREFIX_BYTE_USER


@dataclass(frozen=True)
class Key:
    """One key pair; whoever has its seed can sign with it."""

    seed: str = field(repr=False)

    @classmethod
    def new(cls, what: KeyFor) -> Self:
        """Make one."""
        return cls(nkeys.encode_seed(secrets.token_bytes(SEED_BYTES), what).decode())

    @cached_property
    def public(self) -> str:
        """Give the half that everybody may know.

        Raises:
            KeyMismatch: the seed is not one.
        """
        return bytes(self._pair().public_key).decode()

    def sign(self, text: bytes) -> bytes:
        """Sign a text; raises as `public`."""
        return bytes(self._pair().sign(text))

    def _pair(self) -> nkeys.KeyPair:
        try:
            return nkeys.from_seed(bytearray(self.seed.encode()))
        except (nkeys.NkeysError, ValueError) as error:
            raise KeyMismatch("a key of the authority cannot be read; put its folder back from a copy") from error
