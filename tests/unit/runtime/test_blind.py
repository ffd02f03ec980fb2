"""Blind comparing: equal texts of a realm can be found without being read, and say nothing to another realm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.vault.vault import Vault
from tests.unit.runtime.keys import GENT, OFFICES, UTRECHT, KeysInMemory, a_vault

ORGANISATION = "organisation/eigen-kracht"


def vault_of(**keys: bytes) -> Vault:
    return a_vault(KeysInMemory(), {name.replace("any", "*"): key for name, key in keys.items()})


@given(st.text(), st.text())
def test_equal_texts_are_equal_in_every_process_and_others_are_not(one: str, other: str) -> None:
    first, second = (a_vault(KeysInMemory()).blind("utrecht", text) for text in (one, other))
    assert (first == second) == (one == other)
    assert first is not None
    assert re.fullmatch("[0-9a-f]{32}", first)


def test_each_realm_has_its_own_hash_also_under_one_key() -> None:
    vault = vault_of(any=UTRECHT)
    realms = ("utrecht", "gent", ORGANISATION, "organisation/other")
    assert len({vault.blind(realm, "Rachel") for realm in realms}) == len(realms)


def test_the_key_decides_and_not_only_the_realm() -> None:
    assert vault_of(any=UTRECHT).blind("utrecht", "Rachel") != vault_of(any=GENT).blind("utrecht", "Rachel")
    assert vault_of(utrecht=GENT, any=UTRECHT).blind("utrecht", "Rachel") == vault_of(any=GENT).blind(
        "utrecht", "Rachel"
    )


def test_an_organisation_has_a_key_of_its_own_when_one_is_set() -> None:
    with_key = a_vault(KeysInMemory(), {**OFFICES, ORGANISATION: GENT})
    assert with_key.blind(ORGANISATION, "Rachel") == vault_of(any=GENT).blind(ORGANISATION, "Rachel")


def test_without_a_key_an_organisation_compares_nothing_and_an_office_is_set_up_wrongly() -> None:
    vault = a_vault(KeysInMemory())
    assert vault.blind(ORGANISATION, "Rachel") is None
    with pytest.raises(WrongSetup, match="no key for office 'amersfoort': add it to KRING_OFFICE_KEYS"):
        vault.blind("amersfoort", "Rachel")


def test_no_key_is_kept_or_fetched_for_it() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    vault.blind("utrecht", "Rachel")
    vault.flush()
    assert (store.rows, store.fetched) == ({}, 0)


def test_the_hash_stays_what_it_is() -> None:
    """What is stored must be found by a later Kring; HKDF and HMAC as the standards have them."""
    assert vault_of(any=bytes(32)).blind("utrecht", "rachel") == "2a9871731dc80c5e32959b5e52856463"
