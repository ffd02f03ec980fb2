"""The vault: seals personal values, one key an owner (a person, a case), each key wrapped under its office's key.

Destroying a key makes every copy of what it sealed unreadable at once: streams, databases, backups. The keys stand
behind the `KeyStore` port, so that a key management service can hold them instead of our table.
"""

import hmac
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel

from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.vault.sealing import NONCE_BYTES, WRAPPED_BYTES, ScopeKey, box_to, new_key

T = TypeVar("T", bound="str | BaseModel")
BLIND_DIGITS: Final = 32
KEEP_SECONDS: Final = 60.0
"""How long an opened key stays in memory: the longest a destroyed key still opens anything in another process."""


@dataclass(frozen=True)
class WrappedKey:
    """A key as it is kept: which office's key wraps it, and the wrapped bytes; none once it is destroyed."""

    scope: str
    office: str
    wrapped: bytes | None


class KeyStore(Protocol):
    """Where wrapped keys are kept. Errors of the store are `NotYet`: what needs a key is tried again."""

    def fetch(self, scope: str) -> WrappedKey | None:
        """Give the key of a scope, or nothing when there never was one."""

    def add(self, keys: list[WrappedKey]) -> None:
        """Keep new keys for good before returning; a scope that already has one is an error."""

    def destroy(self, scope: str) -> None:
        """Forget a key for good and remember that it is gone; no key is ever made for that scope again."""

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        """Give those of these scopes whose key is known to be destroyed."""


class _Fresh(threading.local):
    """The keys one thread made and did not keep yet; nobody else seals with what may still be thrown away."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[WrappedKey, ScopeKey]] = {}


class Vault:
    """Seals and opens; safe to use from several threads, each of which keeps or drops the keys it made itself."""

    def __init__(
        self, store: KeyStore, office_keys: Mapping[str, bytes], *, ticks: Callable[[], float] = monotonic
    ) -> None:
        """Take the store and the offices' keys (32 bytes each; `*` stands for every other office)."""
        self._store, self._ticks, self._lock = store, ticks, threading.RLock()
        try:
            self._offices = {office: AESGCM(key) for office, key in office_keys.items()}
        except ValueError as error:
            raise WrongSetup("an office key must be 32 bytes, base64; see KRING_OFFICE_KEYS") from error
        self._office_keys, self._blinding = dict(office_keys), dict[str, bytes]()
        self._open: dict[str, tuple[float, ScopeKey | None]] = {}
        self._fresh = _Fresh()

    def seal(self, office: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        """Encrypt text, or a model as JSON; a scope whose key is destroyed seals to what nobody can open."""
        return Sealed(scope=scope, box=self._own(office, scope).seal(scope, _plain(value)))

    def seal_to(self, key: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        """Encrypt for the vault that gave this public half of the scope's key; no vault but that one can open it.

        Raises:
            WrongSealingKey: it is no public key.
        """
        return Sealed(scope=scope, box=box_to(key, scope, _plain(value)))

    def opening_key(self, office: str, scope: str) -> str:
        """Give the public half of a scope's key, which is made when there is none; of a destroyed one, of no use."""
        return self._own(office, scope).public()

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        """Decrypt into `form`; `Erased` when the key is destroyed or never was."""
        with self._lock:
            _, key = self._key(sealed.scope)
        if key is None:
            return Erased()
        plain = key.open(sealed.scope, sealed.box)
        if plain is None:
            return Erased()  # sealed after its owner was erased
        if issubclass(form, BaseModel):
            return form.model_validate_json(plain)
        return form(plain.decode())

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text under a realm's key (HMAC-SHA256, 32 hexadecimal digits); equal texts of a realm are equal.

        A realm is an office, or `organisation/<id>` for what offices of one organisation compare. None when no key of
        that organisation is here.

        Raises:
            WrongSetup: there is no key of that office.
        """
        key = self._blinding.get(realm) or self._blinding_key(realm)
        return hmac.digest(key, text.encode(), "sha256").hex()[:BLIND_DIGITS] if key is not None else None

    def flush(self) -> None:
        """Keep the keys made since the last flush; the lane does this before it commits what they seal."""
        if not self._fresh.keys:
            return
        with self._lock:
            self._store.add([wrapped for wrapped, _ in self._fresh.keys.values()])
            until = self._ticks() + KEEP_SECONDS
            self._open |= {scope: (until, key) for scope, (_, key) in self._fresh.keys.items()}
        self._fresh.keys.clear()

    def drop(self) -> None:
        """Forget the keys this thread made and did not keep, after work that was thrown away."""
        self._fresh.keys.clear()

    def destroy(self, scope: str) -> None:
        """Erase everything sealed under a scope, everywhere and for good."""
        with self._lock:
            self._store.destroy(scope)
            self._open.pop(scope, None)
        self._fresh.keys.pop(scope, None)

    def standing(self, scopes: Sequence[str]) -> list[str]:
        """Give those of these scopes whose key is not known to be destroyed."""
        gone = self._store.destroyed(scopes)
        return [scope for scope in scopes if scope not in gone]

    def _own(self, office: str, scope: str) -> ScopeKey:
        """Give the key of a scope, made when there is none; for a destroyed one a throw-away, and it stays erased."""
        with self._lock:
            known, key = self._key(scope)
            if not known:
                key = self._make(office, scope)
        return key or ScopeKey(new_key())

    def _key(self, scope: str) -> tuple[bool, ScopeKey | None]:
        """Tell whether the scope has, or had, a key, and give it unless it is destroyed."""
        if scope in self._fresh.keys:
            return True, self._fresh.keys[scope][1]
        until, key = self._open.get(scope, (0.0, None))
        if self._ticks() < until:
            return True, key
        found = self._store.fetch(scope)
        if found is None:
            return False, None
        key = ScopeKey(self._unwrap(found)) if found.wrapped is not None else None
        self._open[scope] = (self._ticks() + KEEP_SECONDS, key)
        return True, key

    def _make(self, office: str, scope: str) -> ScopeKey:
        raw, nonce = new_key(), os.urandom(NONCE_BYTES)
        wrapped = nonce + self._office(office).encrypt(nonce, raw, scope.encode())
        key = ScopeKey(raw)
        self._fresh.keys[scope] = WrappedKey(scope, office, wrapped), key
        return key

    def _blinding_key(self, realm: str) -> bytes | None:
        """Derive the key a realm hashes with: apart from the one that wraps, and from that of every other realm."""
        found = self._office_keys.get(realm) or self._office_keys.get("*")
        if found is None and "/" in realm:
            return None
        if found is None:
            raise _no_key(realm)
        derived = HKDF(SHA256(), length=32, salt=None, info=f"kring/blind/{realm}".encode()).derive(found)
        self._blinding[realm] = derived
        return derived

    def _unwrap(self, key: WrappedKey) -> bytes:
        wrapped = key.wrapped or b""
        if len(wrapped) < WRAPPED_BYTES:
            raise WrongSetup(f"the vault's row of {key.scope} was cut short: put back a copy of the vault")
        try:
            return self._office(key.office).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], key.scope.encode())
        except InvalidTag as error:
            raise WrongSetup(
                f"the key of office {key.office!r} does not open the vault: it is not the key the vault was made with"
            ) from error

    def _office(self, office: str) -> AESGCM:
        found = self._offices.get(office) or self._offices.get("*")
        if found is None:
            raise _no_key(office)
        return found


def _plain(value: str | BaseModel) -> bytes:
    return value.encode() if isinstance(value, str) else value.model_dump_json(by_alias=True).encode()


def _no_key(office: str) -> WrongSetup:
    return WrongSetup(f"no key for office {office!r}: add it to KRING_OFFICE_KEYS")
