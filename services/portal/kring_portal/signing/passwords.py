"""Passwords: argon2id, off the loop, and the same work for a login that is not there."""

import asyncio
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST: Final = 12
LONGEST: Final = 200
TELLING: Final = 4
"""From how many letters on a login in a password gives it away."""
AT_ONCE: Final = asyncio.Semaphore(4)
"""Each takes memory on purpose; many at once would take all of it."""
HASHER: Final = PasswordHasher()
"""Argon2id with the library's own cost, which is RFC 9106's second choice."""


def wrong_with(password: str, again: str, login: str) -> str:
    """Say what is wrong with a new password, as a key of the words; nothing when it will do."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return "signing-password-short"
    if len(plain) > LONGEST:
        return "signing-password-long"
    name = login.partition("@")[0].lower()
    if len(name) >= TELLING and name in plain.lower():
        return "signing-password-login"
    if len(set(plain)) < TELLING:
        return "signing-password-plain"
    return "" if plain == _plain(again) else "signing-password-differs"


async def hashed(password: str) -> str:
    """Give what is kept of a password."""
    async with AT_ONCE:
        return await asyncio.to_thread(HASHER.hash, _plain(password))


async def is_right(kept: str, password: str) -> bool:
    """Tell whether it is the password; where none is kept it takes as long, and is not."""
    async with AT_ONCE:
        return await asyncio.to_thread(_verified, kept, password[: LONGEST * 4])


def _verified(kept: str, password: str) -> bool:
    try:
        HASHER.verify(kept or _of_nobody(), _plain(password))
    except VerificationError:
        return False
    return bool(kept)


@cache
def _of_nobody() -> str:
    return HASHER.hash("nobody has this password")


def _plain(password: str) -> str:
    """Write it as one string, however the keyboard put its accents together."""
    return unicodedata.normalize("NFKC", password)
