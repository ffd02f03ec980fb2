"""What is personal travels and lies sealed: under a key for each person, and that key under the office's."""

import json
import os
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Vault:
    """The table of wrapped keys that all services of an office share."""

    def __init__(self, file: str, office_keys: Mapping[str, bytes]) -> None:
        """Read the table in this file."""
        self._file, self._office_keys = file, office_keys

    def seal(self, office: str, scope: str, value: dict[str, Any]) -> dict[str, str]:
        """Seal a value for its owner; the key is kept before what it sealed is given away.

        Where the owner was erased a key that nobody keeps is used: it stays erased.
        """
        return {"scope": scope, "box": _box(self._key(office, scope), scope, json.dumps(value).encode())}

    def open(self, sealed: Mapping[str, str]) -> dict[str, Any]:
        """Open a sealed value; empty when its owner was erased, or when it was sealed in a way that is not known."""
        found = self._found(sealed["scope"])
        if found is None or found[1] is None:
            return {}
        key = self._unwrapped(*found, sealed["scope"])
        try:
            box = b64decode(sealed["box"])
            opened: dict[str, Any] = json.loads(AESGCM(key).decrypt(box[:NONCE], box[NONCE:], sealed["scope"].encode()))
        except (InvalidTag, ValueError):
            return {}
        return opened

    def _key(self, office: str, scope: str) -> bytes:
        key = AESGCM.generate_key(256)
        wrapped = b64decode(_box(self._office(office), scope, key))
        with closing(sqlite3.connect(self._file)) as keys, keys:
            keys.execute(
                "INSERT OR IGNORE INTO vault_key (scope, office, wrapped) VALUES (?, ?, ?)", (scope, office, wrapped)
            )
        kept = self._found(scope)
        return self._unwrapped(*kept, scope) if kept and kept[1] is not None else key

    def _found(self, scope: str) -> tuple[str, bytes | None] | None:
        with closing(sqlite3.connect(self._file)) as keys:
            rows = keys.execute("SELECT office, wrapped FROM vault_key WHERE scope = ?", (scope,))
            return next(((str(office), wrapped) for office, wrapped in rows), None)

    def _unwrapped(self, office: str, wrapped: bytes | None, scope: str) -> bytes:
        kept = wrapped or b""
        return AESGCM(self._office(office)).decrypt(kept[:NONCE], kept[NONCE:], scope.encode())

    def _office(self, office: str) -> bytes:
        return self._office_keys.get(office) or self._office_keys["*"]


def _box(key: bytes, scope: str, plain: bytes) -> str:
    nonce = os.urandom(NONCE)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, plain, scope.encode())).decode()
