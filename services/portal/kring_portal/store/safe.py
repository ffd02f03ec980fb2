"""What the portal has to be able to read again: sealed in its database, under a key that does not lie beside it."""

from collections.abc import Iterator
from typing import Final, Protocol

import structlog

from kring_portal.settings import Settings
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.settings import key_bytes
from kring_shared.runtime.vault.sealing import TO_A_KEY, ScopeKey

log = structlog.get_logger()
PURPOSE: Final = "kring/portal-secrets"


class Edge(Protocol):
    """Whoever has the edge's key."""

    def key_for(self, purpose: str) -> bytes:
        """Give another key that follows from it."""


class Safe:
    """Seals and opens; each box is bound to what it is of, so that none can be put in the place of another."""

    def __init__(self, key: bytes, *older: bytes) -> None:
        """Take the 32 bytes of a key, and those of keys of before, which open and seal nothing more."""
        self._key, self._older = ScopeKey(key), tuple(map(ScopeKey, older))

    def seal(self, of: str, plain: str) -> str:
        """Put a text in a box."""
        return self._key.seal(of, plain.encode())

    def open(self, of: str, box: str, *, ours: bool = True) -> str:
        """Give the text of a box; empty where it was sealed under another key, or is of something else."""
        plain = self._opened(of, box, self._key, *self._older) if box else b""
        if plain is None and ours:  # what a browser sends may be anything
            log.warning("portal.secret.unreadable", because="it was sealed under another key", of=of.partition("/")[0])
        return (plain or b"").decode()

    def is_today_s(self, of: str, box: str) -> bool:
        """Tell whether a box lies under the key that seals, and not under one of before."""
        return self._opened(of, box, self._key) is not None

    def _opened(self, of: str, box: str, *keys: ScopeKey) -> bytes | None:
        if box.startswith(TO_A_KEY):  # we seal none, and open none
            return None
        return next((plain for key in keys if (plain := key.open(of, box)) is not None), None)


def safe_of(settings: Settings, edge: Edge) -> Safe:
    """Make the safe of a portal: under a key of its own where one is set, else under one that follows from the edge's.

    What lies under a key of before is opened as well: under the edge's where a key of its own was set later, and under
    those that are said to be old.

    Raises:
        WrongSetup: a key that is set is none.
    """
    own, follows = settings.secrets_key.get_secret_value().strip(), edge.key_for(PURPOSE)
    older = tuple(_older(settings))
    return Safe(key_bytes(own, "KRING_PORTAL_SECRETS_KEY"), follows, *older) if own else Safe(follows, *older)


def _older(settings: Settings) -> Iterator[bytes]:
    if secrets := settings.old_secrets_key.get_secret_value().strip():
        yield key_bytes(secrets, "KRING_PORTAL_OLD_SECRETS_KEY")
    if edge := settings.old_edge_key.get_secret_value().strip():
        yield Signer(key_bytes(edge, "KRING_PORTAL_OLD_EDGE_KEY")).key_for(PURPOSE)
