"""The secrets of an embedded Kring: made once, one file each (mode 0600)."""

import base64
import binascii
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_shared.runtime.private_files import write_private
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.start_errors import KeyMismatch

KEY_BYTES: Final = 32
BUS_USER: Final = "kring"


class FolderKeys:
    """The secrets in one folder; each is made when it is first asked for, by whoever holds the folder's lock.

    Keep a copy of this folder apart from copies of the data: without the keys the data says nothing to anybody.
    """

    def __init__(self, folder: Path) -> None:
        """Read or make nothing yet."""
        self._folder = folder

    def office_key(self, office: str) -> bytes:
        """Give the key that wraps the keys of an office's people and cases: 32 bytes."""
        return self._secret(f"office-{office}.key")

    def office_keys(self, offices: tuple[str, ...]) -> dict[str, bytes]:
        """Give the key of each office."""
        return {office: self.office_key(office) for office in offices}

    def stream_key(self) -> str:
        """Give the key that the broker encrypts its store with: base64."""
        return base64.b64encode(self._secret("stream.key")).decode()

    def edge_private_key(self) -> bytes:
        """Give the Ed25519 key that actors are signed with: 32 raw bytes; only the edge may know it."""
        return self._secret("edge.key")

    def edge_public_key(self) -> bytes:
        """Give the key that services check an actor's signature with: 32 raw bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.edge_private_key()).public_key().public_bytes_raw()

    def bus_login(self) -> Login:
        """Give the login of the broker, from a file that holds `user:password`."""
        file = self._folder / "bus.login"
        if not file.exists():
            write_private(file, f"{BUS_USER}:{secrets.token_urlsafe(KEY_BYTES)}\n")
        return Login.read(file)

    def has_stream_key(self) -> bool:
        """Tell whether the broker's key was made already."""
        return (self._folder / "stream.key").exists()

    def _secret(self, name: str) -> bytes:
        """Read 32 bytes from a file, base64; make them when there is no such file.

        Raises:
            KeyMismatch: the file cannot be read, or holds something else.
        """
        file = self._folder / name
        if not file.exists():
            write_private(file, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        try:
            key = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
        except (OSError, UnicodeDecodeError, binascii.Error) as error:
            raise KeyMismatch(f"cannot read the key in {file}; put the right one back") from error
        if len(key) != KEY_BYTES:
            raise KeyMismatch(f"{file} must hold {KEY_BYTES} bytes, base64; put the right one back")
        return key
