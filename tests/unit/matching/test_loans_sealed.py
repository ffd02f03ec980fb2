"""A guest's card between two offices whose vaults know nothing of each other: only who asked can open it, once."""

from collections.abc import Callable
from typing import Final

import pytest

from kring_matching.domain import Coordinator
from kring_matching.domain.loan import guest_scope, handover_scope
from kring_matching.process import Borrowed, Lent, Stage
from kring_shared.contracts.matching import LoanLapses, LoanOffered, LoanRequested
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import Refused
from kring_shared.runtime.vault.vault import Vault
from tests.unit.matching.searches import CASE, WITHDRAW, a_coordinator, a_search
from tests.unit.matching.two_offices import (
    APART,
    ASK,
    HERE,
    SAM,
    SAM_THERE,
    THERE,
    Backbone,
    offer,
    refuse,
    stages,
    takes_rachel,
)
from tests.unit.runtime.keys import GENT, UTRECHT, KeysInMemory, a_vault

CONTACT: Final = Contact(name="Sam", email="sam@voorbeeld.example")


class Two:
    """Two offices, each with a house and a vault of its own; Sam is in the register of the second."""

    def __init__(self) -> None:
        """Begin with a loan that was asked for."""
        self.keys_here, self.keys_there = KeysInMemory(), KeysInMemory()
        self.here = a_vault(self.keys_here, {HERE: UTRECHT})
        self.there = a_vault(self.keys_there, {THERE: GENT})
        card = SAM_THERE.card.model_copy(update={"contact": self.there.seal(THERE, f"person/{SAM}", CONTACT)})
        self.there.flush()
        stored = (a_search(), a_coordinator(), a_coordinator(SAM, "Sam", office=THERE, card=card))
        self.both = Backbone(*APART, stored=stored, vaults={HERE: self.here, THERE: self.there})
        self.both.do(ASK)

    @property
    def scope(self) -> str:
        """Name the one-time key of the last loan."""
        return handover_scope(self.both.loan_id)

    def offers(self) -> LoanOffered:
        """Let the neighbour offer Sam, and this office not hear it yet."""
        self.both.handle(offer(self.both), self.both.of(THERE), THERE)
        [told] = [fact for fact in self.both.told if isinstance(fact, LoanOffered)]
        return told

    def is_erased(self) -> bool:
        """Tell whether the one-time key was there, and is gone."""
        row = self.keys_here.rows.get(self.scope)
        return row is not None and row.wrapped is None


def opens(vault: Vault, fact: LoanOffered) -> bool:
    return vault.open(fact.guest.contact, Contact) == CONTACT


def test_only_the_office_that_asked_can_open_it_and_nobody_once_it_came() -> None:
    two = Two()
    told = two.offers()
    assert (opens(two.here, told), opens(two.there, told)) == (True, False)
    assert list(two.keys_there.rows) == [f"person/{SAM}"]  # there is nothing there that could open it
    two.both.deliver()
    assert (opens(two.here, told), opens(two.there, told)) == (False, False)
    assert two.is_erased()


def test_the_guest_is_kept_under_a_key_of_their_own_in_the_office_that_asked() -> None:
    two = Two()
    two.offers()
    two.both.deliver()
    card = two.both.guest.card
    assert card.contact.scope == guest_scope(two.both.loan_id)
    assert two.here.open(card.contact, Contact) == CONTACT
    assert two.there.open(card.contact, Contact) == Erased()
    assert two.keys_here.rows[card.contact.scope].office == HERE


def refuses(two: Two) -> None:
    two.both.do(refuse(two.both), office=THERE)


def lapses(two: Two) -> None:
    two.both.hear(LoanLapses(case_id=two.both.loan_id))
    two.both.deliver()


def takes_another(two: Two) -> None:
    takes_rachel(two.both)


def stops(two: Two) -> None:
    two.both.hear(WITHDRAW)
    two.both.deliver()


@pytest.mark.parametrize("over", [refuses, lapses, takes_another, stops])
def test_a_loan_that_comes_to_nothing_leaves_no_key(over: Callable[[Two], None]) -> None:
    two = Two()
    assert not two.is_erased()
    over(two)
    assert two.is_erased()
    assert two.both.borrowed[-1].stage in {Borrowed.REFUSED, Borrowed.ENDED}


def test_an_offer_that_crosses_the_end_opens_nowhere() -> None:
    two = Two()
    told = two.offers()
    lapses(two)
    assert stages(two.both) == (Borrowed.ENDED, Lent.ENDED)
    assert (opens(two.here, told), opens(two.there, told)) == (False, False)
    assert two.both.guests == []


def test_what_was_sealed_to_another_key_is_set_apart_and_the_loan_lapses() -> None:
    two = Two()
    told = two.offers()
    between = a_vault(KeysInMemory(), {HERE: UTRECHT})
    contact: Sealed[Contact] = two.there.seal_to(between.opening_key(HERE, two.scope), two.scope, CONTACT)
    guest = told.guest.model_copy(update={"contact": contact})
    with pytest.raises(Refused, match="put the vault right"):
        two.both.hear(told.model_copy(update={"guest": guest}))
    assert two.both.guests == []
    two.both.of(HERE).waiting.clear()
    lapses(two)
    assert stages(two.both) == (Borrowed.ENDED, Lent.ENDED)


def test_two_loans_of_one_case_have_two_keys() -> None:
    two = Two()
    refuses(two)
    two.both.do(ASK)
    asked = [fact for fact in two.both.told if isinstance(fact, LoanRequested)]
    assert len({fact.sealing_key for fact in asked}) == len(asked) == 2


def shared() -> tuple[Backbone, Vault, KeysInMemory]:
    """Give two offices that share a vault, as all did that an older Kring serves."""
    keys = KeysInMemory()
    vault = a_vault(keys, {HERE: UTRECHT, THERE: GENT})
    card = SAM_THERE.card.model_copy(update={"contact": vault.seal(THERE, f"person/{SAM}", CONTACT)})
    vault.flush()
    sam = a_coordinator(SAM, "Sam", office=THERE, card=card)
    both = Backbone(*APART, stored=(a_search(), a_coordinator(), sam), vaults={HERE: vault, THERE: vault})
    return both, vault, keys


def test_an_older_kring_that_asks_gets_what_it_knows_over_the_vault_both_share() -> None:
    both, _, keys = shared()
    both.handle(ASK, both.of(HERE), HERE)
    [asked] = [fact for fact in both.told if isinstance(fact, LoanRequested)]
    both.of(HERE).waiting.clear()
    both.of(THERE).waiting.clear()
    both.hear(asked.model_copy(update={"sealing_key": ""}), THERE)
    both.handle(offer(both), both.of(THERE), THERE)
    [told] = [fact for fact in both.told if isinstance(fact, LoanOffered)]
    assert told.guest.contact.scope == guest_scope(both.loan_id)
    assert keys.rows[told.guest.contact.scope].office == HERE


def test_an_older_kring_that_lends_is_understood_over_the_vault_both_share() -> None:
    both, vault, keys = shared()
    both.do(ASK)
    [lending] = both.lent
    both.of(THERE).kept[type(lending), lending.id] = type(lending)(**{**vars(lending), "sealing_key": ""})
    both.do(offer(both), office=THERE)
    assert stages(both) == (Borrowed.OFFERED, Lent.OFFERED)
    assert vault.open(both.guest.card.contact, Contact) == CONTACT
    assert keys.rows[handover_scope(both.loan_id)].wrapped is None


def test_an_offer_for_a_case_that_somebody_began_leaves_no_key() -> None:
    two = Two()
    two.offers()
    version = two.both.search.version
    begun = a_search(stage=Stage.ACTIVE, coordinator_id=SAM, version=version)
    two.both.of(HERE).kept[type(begun), CASE] = begun
    two.both.deliver()
    assert stages(two.both) == (Borrowed.ENDED, Lent.ENDED)
    assert two.is_erased()
    assert not any(isinstance(one, Coordinator) and one.lent_by for one in two.both.of(HERE).kept.values())
