"""The vault: what is sealed opens under its owner's key only, and never again once that key is destroyed."""

import base64
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import NotYet, WrongSetup
from kring_shared.runtime.vault.sealing import NONCE_BYTES
from kring_shared.runtime.vault.vault import KEEP_SECONDS, WrappedKey
from tests.unit.runtime.keys import GENT, UTRECHT, KeysInMemory, TakenAlready, Ticks, a_vault

RACHEL, JOOST = "person/rachel", "person/joost"
CONTACT = Contact(name="Rachel", email="rachel@voorbeeld.example")


@given(st.text())
def test_text_comes_back_as_it_was(text: str) -> None:
    vault = a_vault(KeysInMemory())
    sealed = vault.seal("utrecht", RACHEL, text)
    assert vault.open(sealed, str) == text
    assert sealed.scope == RACHEL


def test_a_model_comes_back_as_it_was_and_also_after_it_travelled() -> None:
    vault = a_vault(KeysInMemory())
    sealed: Sealed[Contact] = vault.seal("utrecht", RACHEL, CONTACT)
    travelled = Sealed[Contact].model_validate_json(sealed.to_json())
    assert vault.open(travelled, Contact) == CONTACT


def test_nothing_can_be_read_in_the_box_and_the_same_value_never_looks_the_same() -> None:
    vault = a_vault(KeysInMemory())
    one, other = (vault.seal("utrecht", RACHEL, "Rachel") for _ in range(2))
    assert one.box != other.box
    assert b"Rachel" not in base64.b64decode(one.box)
    assert len(base64.b64decode(one.box)) == NONCE_BYTES + len("Rachel") + 16


def test_another_process_opens_it_with_the_key_that_was_kept() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    assert a_vault(store).open(sealed, str) == Erased()  # not kept yet: nobody else has it
    vault.flush()
    assert a_vault(store).open(sealed, str) == "Rachel"


def test_a_box_moved_to_another_owner_does_not_open() -> None:
    vault = a_vault(KeysInMemory())
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.seal("utrecht", JOOST, "Joost")
    moved: Sealed[str] = Sealed(scope=JOOST, box=sealed.box)
    assert vault.open(moved, str) == Erased()


def test_a_key_moved_to_another_owner_does_not_open_either() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    store.rows[JOOST] = WrappedKey(JOOST, "utrecht", store.rows[RACHEL].wrapped)
    moved: Sealed[str] = Sealed(scope=JOOST, box=sealed.box)
    with pytest.raises(WrongSetup):
        a_vault(store).open(moved, str)


def test_a_changed_box_does_not_open() -> None:
    vault = a_vault(KeysInMemory())
    raw = bytearray(base64.b64decode(vault.seal("utrecht", RACHEL, "Rachel").box))
    raw[-1] ^= 1
    changed: Sealed[str] = Sealed(scope=RACHEL, box=base64.b64encode(raw).decode())
    assert vault.open(changed, str) == Erased()


def test_destroying_a_key_erases_its_owner_everywhere_and_nobody_else() -> None:
    store, ticks = KeysInMemory(), Ticks()
    here, elsewhere = a_vault(store), a_vault(store, ticks=ticks)
    rachel, joost = here.seal("utrecht", RACHEL, "Rachel"), here.seal("utrecht", JOOST, "Joost")
    here.flush()
    assert elsewhere.open(rachel, str) == "Rachel"
    here.destroy(RACHEL)
    ticks.now += KEEP_SECONDS
    assert here.open(rachel, str) == elsewhere.open(rachel, str) == a_vault(store).open(rachel, str) == Erased()
    assert here.open(joost, str) == elsewhere.open(joost, str) == "Joost"
    assert store.rows[RACHEL].wrapped is None


def test_who_was_erased_never_gets_a_key_again() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    vault.destroy(RACHEL)
    for one in (vault, a_vault(store)):
        sealed = one.seal("utrecht", RACHEL, "Rachel again")
        one.flush()
        assert one.open(sealed, str) == Erased()
    assert store.rows == {RACHEL: WrappedKey(RACHEL, "-", None)}


def test_destroying_what_was_never_sealed_keeps_it_erased_as_well() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    vault.destroy(RACHEL)
    assert vault.open(vault.seal("utrecht", RACHEL, "Rachel"), str) == Erased()


def test_destroying_a_key_that_was_not_kept_yet_forgets_it_too() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.destroy(RACHEL)
    vault.flush()
    assert vault.open(sealed, str) == Erased()
    assert store.rows[RACHEL].wrapped is None


def test_work_that_is_thrown_away_leaves_no_key() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    thrown_away = vault.seal("utrecht", RACHEL, "Rachel")
    vault.drop()
    vault.flush()
    assert store.rows == {}
    kept = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    assert vault.open(kept, str) == "Rachel"
    assert vault.open(thrown_away, str) == Erased()


def test_a_key_that_was_kept_stays_when_later_work_is_thrown_away() -> None:
    vault = a_vault(KeysInMemory())
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    vault.seal("utrecht", JOOST, "Joost")
    vault.drop()
    assert vault.open(sealed, str) == "Rachel"


def test_the_undone_work_of_one_service_never_takes_the_key_of_another() -> None:
    """In an embedded Kring all lanes share one vault; each is a thread."""
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")

    def another_lane() -> None:
        vault.seal("utrecht", JOOST, "Joost")
        vault.drop()

    thread = threading.Thread(target=another_lane)
    thread.start()
    thread.join()
    vault.flush()
    assert a_vault(store).open(sealed, str) == "Rachel"
    assert set(store.rows) == {RACHEL}


def test_no_lane_seals_with_a_key_that_another_may_still_throw_away() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    vault.seal("utrecht", RACHEL, "to be undone")
    found: list[Sealed[str]] = []

    def another_lane() -> None:
        found.append(vault.seal("utrecht", RACHEL, "Rachel"))
        vault.flush()

    thread = threading.Thread(target=another_lane)
    thread.start()
    thread.join()
    with pytest.raises(TakenAlready):
        vault.flush()  # the other was quicker: this batch is done again, with the key that is there now
    vault.drop()
    again = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    for sealed in (*found, again):
        assert a_vault(store).open(sealed, str) == "Rachel"


def test_the_wrong_office_key_is_said_and_opens_nothing() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    with pytest.raises(WrongSetup, match="the key of office 'utrecht' does not open the vault") as wrong:
        a_vault(store, {"utrecht": GENT}).open(sealed, str)
    assert "Rachel" not in str(wrong.value)
    assert GENT.hex() not in str(wrong.value)


def test_an_office_without_a_key_is_said() -> None:
    with pytest.raises(WrongSetup, match="no key for office 'gent': add it to KRING_OFFICE_KEYS"):
        a_vault(KeysInMemory(), {"utrecht": UTRECHT}).seal("gent", RACHEL, "Rachel")


def test_a_star_stands_for_every_office_that_has_no_key_of_its_own() -> None:
    store = KeysInMemory()
    vault = a_vault(store, {"*": UTRECHT, "gent": GENT})
    utrecht, gent = vault.seal("utrecht", RACHEL, "Rachel"), vault.seal("gent", JOOST, "Joost")
    vault.flush()
    exact = a_vault(store, {"utrecht": UTRECHT, "gent": GENT})
    assert (exact.open(utrecht, str), exact.open(gent, str)) == ("Rachel", "Joost")


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 31, b"x" * 33])
def test_a_key_of_the_wrong_length_is_refused_at_once(key: bytes) -> None:
    with pytest.raises(WrongSetup, match="must be 32 bytes"):
        a_vault(KeysInMemory(), {"utrecht": key})


def test_a_store_that_is_away_makes_nobody_erased() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    store.away = True
    with pytest.raises(NotYet):
        a_vault(store).open(sealed, str)
    with pytest.raises(NotYet):
        a_vault(store).seal("utrecht", JOOST, "Joost")


def test_keys_that_could_not_be_kept_are_kept_the_next_time() -> None:
    store = KeysInMemory()
    vault = a_vault(store)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    store.away = True
    with pytest.raises(NotYet):
        vault.flush()
    store.away = False
    vault.flush()
    assert a_vault(store).open(sealed, str) == "Rachel"


def test_an_opened_key_is_asked_for_once_a_minute() -> None:
    store, ticks = KeysInMemory(), Ticks()
    vault = a_vault(store, ticks=ticks)
    sealed = vault.seal("utrecht", RACHEL, "Rachel")
    vault.flush()
    before = store.fetched
    for _ in range(5):
        vault.open(sealed, str)
    assert store.fetched == before
    ticks.now += KEEP_SECONDS
    vault.open(sealed, str)
    assert store.fetched == before + 1
