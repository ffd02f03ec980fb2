"""Who asks is signed at the edge: nobody can make it up, change it, or keep it for later."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.actor import Actor, Role
from kring_shared.kernel.errors import NoActor, WrongSetup
from kring_shared.runtime.bus.signing import GOOD_FOR, Signer, Verifier

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EDGE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER, VERIFIER = Signer(EDGE.private_bytes_raw()), Verifier(EDGE.public_key().public_bytes_raw())
RACHEL = Actor(id="rachel-1", role=Role.COORDINATOR, office="utrecht", purpose="run-the-route", issued_at=NOON)
HEADER = SIGNER.sign(RACHEL)
MOMENT = timedelta(microseconds=1)


def test_who_was_signed_is_who_asks() -> None:
    assert VERIFIER.actor(HEADER, NOON) == RACHEL
    assert RACHEL.label() == "coordinator/rachel-1"


@pytest.mark.parametrize("header", [None, ""])
def test_without_a_signature_nobody_asks(header: str | None) -> None:
    with pytest.raises(NoActor, match="needs a signed actor"):
        VERIFIER.actor(header, NOON)


@pytest.mark.parametrize("age", [GOOD_FOR, -GOOD_FOR, timedelta(0)])
def test_a_signature_is_good_for_five_minutes_also_when_clocks_differ(age: timedelta) -> None:
    assert timedelta(minutes=5) == GOOD_FOR
    assert VERIFIER.actor(HEADER, NOON + age) == RACHEL


@pytest.mark.parametrize("age", [GOOD_FOR + MOMENT, -GOOD_FOR - MOMENT, timedelta(days=400)])
def test_then_it_is_old(age: timedelta) -> None:
    with pytest.raises(NoActor, match="signed too long ago"):
        VERIFIER.actor(HEADER, NOON + age)


def test_another_edges_signature_is_false() -> None:
    elsewhere = Signer(Ed25519PrivateKey.generate().private_bytes_raw())
    with pytest.raises(NoActor, match="signature is not the edge's"):
        VERIFIER.actor(elsewhere.sign(RACHEL), NOON)


def test_a_signature_counts_for_what_was_signed_and_nothing_else() -> None:
    other = SIGNER.sign(RACHEL.model_copy(update={"role": Role.REGIONAL_MANAGER}))
    mixed = f"{other.partition('.')[0]}.{HEADER.partition('.')[2]}"
    with pytest.raises(NoActor):
        VERIFIER.actor(mixed, NOON)


def test_what_the_edge_signed_must_be_an_actor() -> None:
    payload = b'{"id": "rachel-1", "role": "queen"}'
    signature = EDGE.sign(payload)
    parts = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (payload, signature))
    with pytest.raises(NoActor) as refused:
        VERIFIER.actor(".".join(parts), NOON)
    assert "rachel" not in str(refused.value)


@given(st.integers(min_value=0, max_value=len(HEADER) - 1), st.characters())
def test_a_changed_character_never_makes_somebody_else(place: int, character: str) -> None:
    changed = HEADER[:place] + character + HEADER[place + 1 :]
    try:
        found = VERIFIER.actor(changed, NOON)
    except NoActor:
        return
    assert found == RACHEL  # the same bytes, written differently


@given(st.text())
def test_any_text_at_all_is_nobody(header: str) -> None:
    with pytest.raises(NoActor):
        VERIFIER.actor(header, NOON)


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"x" * 33])
def test_a_key_that_is_none_is_a_wrong_setup(key: bytes) -> None:
    with pytest.raises(WrongSetup, match="must be 32 bytes"):
        Verifier(key)


def test_a_key_for_one_purpose_follows_from_the_edges_and_is_not_it() -> None:
    made = SIGNER.key_for("one")
    assert made == Signer(EDGE.private_bytes_raw()).key_for("one")
    assert made != SIGNER.key_for("another")
    assert made != EDGE.private_bytes_raw()
    assert len(made) == 32
