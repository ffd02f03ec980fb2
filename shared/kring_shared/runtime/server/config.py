"""What a broker of ours is told: the same settings for the embedded one and for the one in a container."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from kring_shared.runtime.server.network import Network, quoted
from kring_shared.runtime.start_errors import KeyMismatch

MAX_PAYLOAD_BYTES: Final = 1024 * 1024
"""The largest message; a referral is 64 KiB at most, and an answer with a page of cases must fit too."""
SAFE_KEY: Final = re.compile(r"[A-Za-z0-9+/=_-]{1,128}")
"""What a key may hold, because it stands between quotes in a file."""
KEY_VARIABLE: Final = "$KRING_STREAM_KEY"
"""Instead of a key: the server reads it from its environment, as a value of its configuration file.

So it stands there between double quotes: `export KRING_STREAM_KEY="\\"$(openssl rand -base64 32)\\""`. Without them a
key of digits only is a number, and the server does not start.
"""
SAFE_LOGIN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What a user or password may hold, because it stands in an address as well."""


@dataclass(frozen=True)
class Login:
    """Who may talk to the broker: another user of the same machine reaches its port too, and must not get in."""

    user: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what would change its meaning in a file or an address."""
        if not all(map(SAFE_LOGIN.fullmatch, (self.user, self.password))):
            raise KeyMismatch("a bus login holds letters, digits, _ and - only; make a new one")

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a file that holds `user:password` on one line.

        Raises:
            KeyMismatch: it cannot be read, or holds something else.
        """
        try:
            user, colon, password = file.read_text(encoding="utf-8").strip().partition(":")
        except (OSError, UnicodeDecodeError) as error:
            raise KeyMismatch(f"cannot read the bus login in {file}") from error
        if not colon:
            raise KeyMismatch(f"{file} must hold user:password on one line")
        return cls(user, password)


@dataclass(frozen=True, kw_only=True)
class BrokerSettings:
    """What differs from one broker to the next."""

    listen: str
    """Address and port."""
    store: str
    """JetStream's folder, as the server sees it."""
    key: str = field(repr=False)
    """Encrypts everything the server stores; base64 of 32 random bytes will do."""
    login: Login | None = None
    max_payload_bytes: int = MAX_PAYLOAD_BYTES
    network: Network = field(default_factory=Network)

    def __post_init__(self) -> None:
        """Refuse a key that would change its meaning in the file, without repeating it."""
        if self.key != KEY_VARIABLE and not SAFE_KEY.fullmatch(self.key):
            raise KeyMismatch("the stream key must be base64 text of 1 to 128 characters")

    def text(self) -> str:
        """Write the configuration file; it holds secrets."""
        lines = [
            f"server_name: {self.network.name}",
            f'listen: "{self.listen}"',
            f"max_payload: {self.max_payload_bytes}",
            *self._jetstream(),
            *self.network.lines(),
        ]
        if self.login is not None:
            lines += ["authorization {", f'  user: "{self.login.user}"', f'  password: "{self.login.password}"', "}"]
        return "\n".join(lines) + "\n"

    def _jetstream(self) -> list[str]:
        return [
            "jetstream {",
            f"  store_dir: {quoted(self.store)}",
            *([f"  domain: {quoted(self.network.domain)}"] if self.network.domain else []),
            *([f"  max_file_store: {self.network.max_store_bytes}"] if self.network.max_store_bytes else []),
            "  sync_interval: always",  # an acknowledged message survives a power cut
            "  cipher: aes",
            f"  key: {self.key}" if self.key == KEY_VARIABLE else f'  key: "{self.key}"',
            "}",
        ]
