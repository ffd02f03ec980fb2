"""What is sealed: fields on their way, rows of the vault, keys of other offices, bodies that were parked."""

import base64
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import ValidationError

from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.lane import parked
from kring_shared.runtime.vault.sealing import WrongSealingKey, box_to
from kring_shared.runtime.vault.vault import WrappedKey
from tests.fuzz.from_outside import text
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.on_the_bus import CASE
from tests.unit.runtime.keys import KeysInMemory, a_vault


def _vault() -> Any:  # noqa: ANN401 - a vault
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", f"person/{CASE}", Contact(name="Rachel", phone="0612345678"))
    vault.flush()
    return store, vault, sealed.to_json()


STORE, VAULT, SEALED = _vault()


def _sealed(content: bytes) -> object:
    try:
        return VAULT.open(Sealed[Contact].model_validate_json(content), Contact)
    except ValidationError as error:
        return NotTaken(str(error))


def _wrapped(content: bytes) -> object:
    store = KeysInMemory()
    store.rows = {f"person/{CASE}": WrappedKey(f"person/{CASE}", "utrecht", content)}
    return a_vault(store).open(Sealed[Contact].model_validate_json(SEALED), Contact)


def _key(content: bytes) -> object:
    return box_to(text(content), "case/x", b"plain")


def _parked(content: bytes) -> object:
    try:
        return parked.body_of(SimpleNamespace(sealed=True, body=text(content)), VAULT)
    except ValidationError as error:
        return NotTaken(str(error))


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    other = base64.b64encode(X25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw())
    to_a_key = Sealed[Contact](
        scope=f"person/{CASE}", box=box_to(VAULT.opening_key("utrecht", f"person/{CASE}"), f"person/{CASE}", b"{}")
    ).to_json()
    yield Parser(
        "sealed field",
        _sealed,
        (SEALED, to_a_key),
        (ValidationError,),
        ("kring_shared.runtime.vault.sealing", "kring_shared.runtime.vault.vault"),
    )
    yield Parser(
        "row of the vault",
        _wrapped,
        (STORE.rows[f"person/{CASE}"].wrapped,),
        (WrongSetup,),
        ("kring_shared.runtime.vault.vault",),
        share=0.05,
    )
    yield Parser(
        "key of another office to seal to",
        _key,
        (other,),
        (WrongSealingKey,),
        ("kring_shared.runtime.vault.sealing",),
        share=0.05,
    )
    yield Parser(
        "parked row",
        _parked,
        (VAULT.seal("utrecht", "quarantine/x", "{}").to_json(),),
        rooms=("kring_shared.runtime.lane.parked",),
    )
