"""Two vaults that know nothing of each other: one gives the public half of a key, the other seals to it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.vault.sealing import TO_A_KEY, WrongSealingKey
from kring_shared.runtime.vault.vault import KEEP_SECONDS, Vault, WrappedKey
from tests.unit.runtime.keys import GENT, UTRECHT, KeysInMemory, Ticks, a_vault

SCOPE, OTHER = "transfer/one", "transfer/other"
CONTACT = Contact(name="Rachel", email="rachel@voorbeeld.example")
NO_KEYS = {
    "nothing": "",
    "no base64": "Rachel",
    "too short": base64.b64encode(bytes(31)).decode(),
    "a point from which everybody knows the secret": base64.b64encode(bytes(32)).decode(),
}


def there(store: KeysInMemory | None = None, ticks: Ticks | None = None) -> Vault:
    """Give the vault of the office that will read."""
    return a_vault(store or KeysInMemory(), {"gent": GENT}, ticks)


def here(store: KeysInMemory | None = None) -> Vault:
    """Give the vault of the office that seals."""
    return a_vault(store or KeysInMemory(), {"utrecht": UTRECHT})


@given(st.text())
def test_what_one_seals_the_other_opens(text: str) -> None:
    reads = there()
    sealed = here().seal_to(reads.opening_key("gent", SCOPE), SCOPE, text)
    assert reads.open(sealed, str) == text


def test_a_model_comes_back_as_it_was_and_also_after_it_travelled() -> None:
    reads = there()
    sealed: Sealed[Contact] = here().seal_to(reads.opening_key("gent", SCOPE), SCOPE, CONTACT)
    travelled = Sealed[Contact].model_validate_json(sealed.to_json())
    assert reads.open(travelled, Contact) == CONTACT


def test_who_sealed_it_keeps_nothing_that_opens_it() -> None:
    store = KeysInMemory()
    seals, reads = here(store), there()
    key = reads.opening_key("gent", SCOPE)
    sealed = seals.seal_to(key, SCOPE, "Rachel")
    seals.flush()
    assert store.rows == {}
    assert seals.open(sealed, str) == Erased()
    assert seals.opening_key("utrecht", SCOPE) != key  # nor does a key of the same scope, made there, open it
    assert seals.open(sealed, str) == Erased()


def test_nothing_can_be_read_in_the_box_and_the_same_value_never_looks_the_same() -> None:
    key = there().opening_key("gent", SCOPE)
    one, other = (here().seal_to(key, SCOPE, "Rachel") for _ in range(2))
    assert one.box != other.box
    assert b"Rachel" not in base64.b64decode(one.box.removeprefix(TO_A_KEY))


def test_the_public_half_stays_the_same_as_long_as_its_key() -> None:
    store = KeysInMemory()
    vault = there(store)
    key = vault.opening_key("gent", SCOPE)
    vault.flush()
    assert vault.opening_key("gent", SCOPE) == there(store).opening_key("gent", SCOPE) == key
    assert vault.opening_key("gent", OTHER) != key
    assert list(store.rows) == [SCOPE]  # the key of the other was not kept yet


def test_the_public_half_says_nothing_of_what_the_key_itself_seals() -> None:
    store = KeysInMemory()
    vault = there(store)
    key, own = vault.opening_key("gent", SCOPE), vault.seal("gent", SCOPE, "Rachel")
    vault.flush()
    assert base64.b64decode(key) not in (store.rows[SCOPE].wrapped or b"")
    handed = here().seal_to(key, SCOPE, "Joost")
    assert [there(store).open(one, str) for one in (own, handed)] == ["Rachel", "Joost"]


def test_a_key_that_was_thrown_away_with_its_work_opens_nothing() -> None:
    vault = there()
    sealed = here().seal_to(vault.opening_key("gent", SCOPE), SCOPE, "Rachel")
    vault.drop()
    assert vault.open(sealed, str) == Erased()


def test_destroying_the_key_erases_what_was_sealed_to_it() -> None:
    store, ticks = KeysInMemory(), Ticks()
    vault, elsewhere = there(store), there(store, ticks)
    sealed = here().seal_to(vault.opening_key("gent", SCOPE), SCOPE, "Rachel")
    vault.flush()
    assert elsewhere.open(sealed, str) == "Rachel"
    vault.destroy(SCOPE)
    ticks.now += KEEP_SECONDS
    assert vault.open(sealed, str) == elsewhere.open(sealed, str) == there(store).open(sealed, str) == Erased()
    assert store.rows == {SCOPE: WrappedKey(SCOPE, "-", None)}


def test_what_is_sealed_to_a_key_that_was_destroyed_before_opens_nowhere() -> None:
    vault = there()
    vault.destroy(SCOPE)
    sealed = here().seal_to(vault.opening_key("gent", SCOPE), SCOPE, "Rachel")
    assert vault.open(sealed, str) == Erased()


def test_a_box_moved_to_another_scope_does_not_open_nor_a_changed_one() -> None:
    vault = there()
    key = vault.opening_key("gent", SCOPE)
    sealed = here().seal_to(key, SCOPE, "Rachel")
    raw = bytearray(base64.b64decode(sealed.box.removeprefix(TO_A_KEY)))
    raw[-1] ^= 1
    changed: Sealed[str] = Sealed(scope=SCOPE, box=TO_A_KEY + base64.b64encode(raw).decode())
    assert vault.open(changed, str) == Erased()
    meant_for_another = here().seal_to(key, OTHER, "Rachel")
    moved: Sealed[str] = Sealed(scope=SCOPE, box=meant_for_another.box)
    assert vault.open(moved, str) == Erased()


@pytest.mark.parametrize("box", ["", "AAAA", "Rachel?", TO_A_KEY, f"{TO_A_KEY}AAAA", f"{TO_A_KEY}Rachel?"])
def test_what_another_office_sends_that_is_no_box_opens_to_nothing(box: str) -> None:
    vault = there()
    vault.opening_key("gent", SCOPE)
    sealed: Sealed[str] = Sealed(scope=SCOPE, box=box)
    assert vault.open(sealed, str) == Erased()


@pytest.mark.parametrize("key", NO_KEYS.values(), ids=NO_KEYS)
def test_what_is_no_public_key_is_refused(key: str) -> None:
    with pytest.raises(WrongSealingKey, match="ask the other office"):
        here().seal_to(key, SCOPE, "Rachel")


def test_a_store_that_is_away_is_a_not_yet_and_no_new_key() -> None:
    store = KeysInMemory()
    vault = there(store)
    store.away = True
    with pytest.raises(NotYet):
        vault.opening_key("gent", SCOPE)
