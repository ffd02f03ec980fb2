"""A dossier between two offices whose vaults know nothing of each other: only who takes it over can open it, once."""

import pytest

from kring_intake.process import Stage, TakeoverStage
from kring_shared.contracts.intake import HandedDossier, TransferAccepted, TransferHandedOver
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import Refused
from kring_shared.runtime.vault.vault import Vault
from tests.unit.intake.made import a_request
from tests.unit.intake.test_transfers_shuffled import sealed_anew
from tests.unit.intake.two_offices import APART, HERE, RECALL, THERE, Backbone, offer, transfer_id, yes
from tests.unit.runtime.keys import GENT, UTRECHT, KeysInMemory, a_vault


class Two:
    """Two offices, each with a house and a vault of its own, and the request the first of them has."""

    def __init__(self) -> None:
        """Begin with an offer that the other office has seen."""
        self.keys_here, self.keys_there = KeysInMemory(), KeysInMemory()
        self.here = a_vault(self.keys_here, {HERE: UTRECHT})
        self.there = a_vault(self.keys_there, {THERE: GENT})
        request = sealed_anew(a_request(Stage.TRIAGED), self.here)
        self.backbone = Backbone(*APART, vaults={HERE: self.here, THERE: self.there}, requests=(request,))
        self.backbone.do(offer())
        self.backbone.deliver()
        self.scope = f"transfer/{transfer_id(self.backbone)}"

    def says_yes(self) -> TransferAccepted:
        """Let the other office take it over; give what it told."""
        [accepted] = self.backbone.do(yes(self.backbone), THERE)
        assert isinstance(accepted, TransferAccepted)
        return accepted

    def hands_over(self) -> TransferHandedOver:
        """Let this office hear the yes, and the other not yet what follows."""
        [accepted] = self.backbone.of(HERE).waiting
        self.backbone.bring(accepted, self.backbone.of(HERE))
        return self.handed_over

    @property
    def handed_over(self) -> TransferHandedOver:
        """Give the dossier on its way."""
        [found] = [fact for fact in self.backbone.told if isinstance(fact, TransferHandedOver)]
        return found

    def instead(self, fact: TransferHandedOver) -> None:
        """Let the other office hear this in the place of what was told."""
        house = self.backbone.of(THERE)
        house.waiting = [fact if isinstance(one, TransferHandedOver) else one for one in house.waiting]


def opens(vault: Vault, fact: TransferHandedOver) -> bool:
    return vault.open(fact.dossier, HandedDossier) != Erased()


def test_only_the_office_that_takes_it_over_can_open_it_and_nobody_once_it_came() -> None:
    two = Two()
    two.says_yes()
    dossier = two.hands_over()
    assert (opens(two.there, dossier), opens(two.here, dossier)) == (True, False)
    assert two.scope not in two.keys_here.rows  # there is nothing here that could open it
    two.backbone.deliver()
    assert (opens(two.there, dossier), opens(two.here, dossier)) == (False, False)
    assert two.keys_there.rows[two.scope].wrapped is None


def test_it_goes_on_there_under_keys_of_that_office_alone() -> None:
    two = Two()
    two.says_yes()
    two.backbone.deliver()
    [there], [here] = two.backbone.requests(THERE), two.backbone.requests(HERE)
    rachel: Contact | Erased = two.there.open(there.main_persons[0].card.contact, Contact)
    assert isinstance(rachel, Contact)
    assert (rachel.name, here.main_persons) == ("Rachel", ())
    assert there.question is not None
    assert two.there.open(there.question, str) == "Hoe blijft Rachel veilig thuis?"
    assert {key.office for key in two.keys_there.rows.values()} == {THERE, "-"}  # of the one-time key stays that it was


def test_an_offer_that_is_taken_back_after_the_yes_leaves_no_key() -> None:
    two = Two()
    two.says_yes()
    assert two.keys_there.rows[two.scope].wrapped is not None
    two.backbone.do(RECALL)
    two.backbone.deliver()
    assert [one.stage for one in two.backbone.takeovers()] == [TakeoverStage.RECALLED]
    assert two.keys_there.rows[two.scope].wrapped is None


def test_an_offer_that_is_taken_back_before_a_yes_had_no_key() -> None:
    two = Two()
    two.backbone.do(RECALL)
    two.backbone.deliver()
    assert two.keys_there.rows == {}


def test_what_was_sealed_to_the_key_of_somebody_in_between_is_set_apart() -> None:
    two = Two()
    accepted = two.says_yes()
    between = a_vault(KeysInMemory(), {THERE: GENT})
    house = two.backbone.of(HERE)
    house.waiting = [accepted.model_copy(update={"sealing_key": between.opening_key(THERE, two.scope)})]
    dossier = two.hands_over()
    assert (opens(between, dossier), opens(two.there, dossier)) == (True, False)  # decision 66 says what bounds this
    with pytest.raises(Refused, match="put the vault right"):
        two.backbone.deliver()


def test_what_was_sealed_for_something_else_is_not_taken_in() -> None:
    two = Two()
    two.says_yes()
    dossier = two.hands_over()
    opened = two.there.open(dossier.dossier, HandedDossier)
    assert isinstance(opened, HandedDossier)
    other = two.there.seal(THERE, "case/other", opened)
    two.there.flush()
    two.instead(dossier.model_copy(update={"dossier": other}))
    with pytest.raises(Refused, match="not sealed for this transfer"):
        two.backbone.deliver()
    assert two.keys_there.rows["case/other"].wrapped is not None  # and it erases nothing else


@pytest.mark.parametrize("key", ["Rachel", "A" * 44, "A" * 42 + "="])
def test_a_yes_with_a_key_that_is_none_is_no_message(key: str) -> None:
    with pytest.raises(ValueError, match="String should match pattern"):
        TransferAccepted(case_id="019aa0000000700080000000000000c1", to_office=HERE, sealing_key=key)


def test_a_yes_of_an_older_kring_is_answered_as_it_knows_it_over_the_vault_both_share() -> None:
    keys = KeysInMemory()
    vault = a_vault(keys)
    request = sealed_anew(a_request(Stage.TRIAGED), vault)
    backbone = Backbone(*APART, vault=vault, requests=(request,))
    backbone.do(offer())
    backbone.deliver()
    [accepted] = backbone.do(yes(backbone), THERE)
    vault.drop()
    del keys.rows[f"transfer/{accepted.case_id}"]  # an older Kring makes none
    shared = a_vault(keys)
    backbone.vault = shared
    backbone.of(HERE).waiting = [accepted.model_copy(update={"sealing_key": ""})]
    backbone.deliver()
    [dossier] = [fact for fact in backbone.told if isinstance(fact, TransferHandedOver)]
    assert not dossier.dossier.box.startswith("hpke:")
    [there] = backbone.requests(THERE)
    assert there.stage is Stage.RECEIVED
