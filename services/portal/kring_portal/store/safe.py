"""What the portal has to be able to read again: sealed in its database, under a key that does not lie beside it."""

from typing import Final

import structlog

from kring_portal.settings import Settings
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.settings import key_bytes
from kring_shared.runtime.vault.sealing import TO_A_KEY, ScopeKey

log = structlog.get_logger()
PURPOSE: Final = "kring/portal-secrets"


class Safe:
    """Seals and opens; each box is bound to what it is of, so that none can be put in the place of another."""

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes of a key."""
        self._key = ScopeKey(key)

    def seal(self, of: str, plain: str) -> str:
        """Put a text in a box."""
        return self._key.seal(of, plain.encode())

    def open(self, of: str, box: str, *, ours: bool = True) -> str:
        """Give the text of a box; empty where it was sealed under another key, or is of something else."""
        to_a_key = box.startswith(TO_A_KEY)  # we seal none, and open none
        plain = self._key.open(of, box) if box and not to_a_key else None if box else b""
        if plain is None and ours:  # what a browser sends may be anything
            log.warning("portal.secret.unreadable", because="it was sealed under another key", of=of.partition("/")[0])
        return (plain or b"").decode()


def safe_of(settings: Settings, client: Client) -> Safe:
    """Make the safe of a portal: under a key of its own where one is set, else under one that follows from the edge's.

    Raises:
        WrongSetup: the key that is set is none.
    """
    own = settings.secrets_key.get_secret_value().strip()
    return Safe(key_bytes(own, "KRING_PORTAL_SECRETS_KEY") if own else client.key_for(PURPOSE))
