"""Where the bus is and how a process gets in: one value for services, the command line and tests."""

import base64
import json
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

import nkeys

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.settings import SharedSettings

TOKEN: Final = re.compile(r"-----BEGIN NATS USER JWT-----\s+([\w-]+\.[\w-]+\.[\w-]+)\s+-+END")
SEED: Final = re.compile(r"-----BEGIN USER NKEY SEED-----\s+(\w+)\s+-+END")
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What a user may be called, because it is part of a subject."""
INBOX: Final = "_INBOX"


@dataclass(frozen=True)
class BusAddress:
    """Servers of one bus, the credential to show them, and what their certificates are checked by."""

    urls: tuple[str, ...] = field(repr=False)
    """May hold a password: print `shown`."""
    creds: Path | None = None
    ca: Path | None = None

    @classmethod
    def of(cls, where: SharedSettings | str) -> Self:
        """Read it from the settings, or from a URL (several with commas between), which lets in without a credential.

        Raises:
            WrongSetup: an address is no URL of a bus, or some of them are secure and some not.
        """
        if isinstance(where, SharedSettings):
            return cls(cls.of(where.nats_url).urls, where.nats_creds, where.nats_ca)
        urls = tuple(url.strip() for url in where.split(",") if url.strip())
        if not urls or not all(_is_address(url) for url in urls):
            raise WrongSetup("KRING_NATS_URL must be nats://host:port or tls://host:port, several with commas between")
        if len({url.partition("://")[0] for url in urls}) > 1:
            raise WrongSetup("KRING_NATS_URL names servers with TLS and without: all must be tls://, or all nats://")
        return cls(urls)

    @property
    def shown(self) -> str:
        """Say where it is without what lets in."""
        return ", ".join(urlsplit(url).netloc.rpartition("@")[2] for url in self.urls)

    @property
    def is_secure(self) -> bool:
        """Whether only a server that shows its certificate will do."""
        return self.ca is not None or self.urls[0].startswith("tls://")

    def inbox_prefix(self) -> str:
        """Name where answers come in: each user hears its own only, so the name of the credential is part of it.

        Raises:
            WrongSetup: the file of the credential cannot be read, or holds none.
        """
        return INBOX if self.creds is None else f"{INBOX}.{_user_of(self.creds)}"

    def options(self) -> dict[str, Any]:
        """Give what `nats.connect` takes of it.

        TLS begins with the first byte: a server between us and the bus could otherwise say that none is wanted.

        Raises:
            WrongSetup: a file of the credential or of the certificates cannot be read, or holds something else.
        """
        told: dict[str, Any] = {"servers": list(self.urls), "inbox_prefix": self.inbox_prefix()}
        if self.creds is not None:
            told["user_credentials"] = str(self.creds)  # read at each connect, so that a new one counts at once
        if self.is_secure:
            told |= {"tls": self._checks(), "tls_handshake_first": True}
        return told

    def _checks(self) -> ssl.SSLContext:
        try:
            checks = ssl.create_default_context(cafile=self.ca)
        except (OSError, ssl.SSLError) as error:
            raise WrongSetup(f"KRING_NATS_CA {self.ca} cannot be read as certificates (PEM)") from error
        checks.minimum_version = ssl.TLSVersion.TLSv1_3
        return checks


def runs_out(creds: Path) -> int | None:
    """Give when a credential runs out, seconds since 1970; none when it has no term, or cannot be read now."""
    try:
        token = TOKEN.search(creds.read_text(encoding="ascii"))
        term = _claims(token[1]).get("exp") if token is not None else None
    except (OSError, ValueError, AttributeError):
        return None
    return term if isinstance(term, int) and term else None


def _claims(token: str) -> dict[str, Any]:
    claims = token.split(".")[1]
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return said


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url if "://" in url else f"nats://{url}")
        return parts.scheme in {"nats", "tls"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _user_of(creds: Path) -> str:
    """Read the name that stands in the credential; nothing of the file is ever said."""
    wrong = WrongSetup(
        f"KRING_NATS_CREDS {creds} holds no credential of a bus: name the file that was made by `kring services add`"
    )
    try:
        text = creds.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise WrongSetup(f"KRING_NATS_CREDS {creds} cannot be read: name the file with the credential") from None
    token, seed = TOKEN.search(text), SEED.search(text)
    if token is None or seed is None:
        raise wrong
    try:
        nkeys.from_seed(seed[1].encode())
        name = _claims(token[1]).get("name")
    except (ValueError, AttributeError, nkeys.NkeysError):
        raise wrong from None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise wrong
    return name
