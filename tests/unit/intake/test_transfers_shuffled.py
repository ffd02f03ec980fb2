"""Whatever two offices do, and in whatever order they hear of it: one of them has the request, and never both."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring_intake.domain import Request
from kring_intake.process import Held, OfferStage, Stage, TakeoverStage
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.intake import (
    ConsentMethod,
    HandedDossier,
    RefuseConsent,
    TransferHandedOver,
    WithdrawRequest,
)
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import Refused
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import PlainVault
from tests.unit.intake.made import CASE, a_request
from tests.unit.intake.two_offices import APART, HERE, RECALL, THERE, TOGETHER, Backbone, no, offer, yes
from tests.unit.runtime.keys import KeysInMemory, a_vault

SETTLED = {
    OfferStage.HANDED_OVER: {TakeoverStage.ARRIVED},
    OfferStage.REFUSED: {TakeoverStage.REFUSED},
    # A no that crosses a recall stays a no there: nothing comes of it either way.
    OfferStage.RECALLED: {TakeoverStage.RECALLED, TakeoverStage.REFUSED},
    OfferStage.OPEN: {TakeoverStage.OFFERED},
}
"""What the other office thinks when everything was heard."""
STEPS = st.lists(
    st.sampled_from(["offer", "recall", "withdraw", "refuse", "yes", "no", "some", "all"]), min_size=3, max_size=14
)


def command_of(step: str, backbone: Backbone) -> tuple[Command, str] | None:
    if step in {"yes", "no"}:
        return (yes(backbone) if step == "yes" else no(backbone), THERE) if backbone.offers() else None
    commands = {
        "offer": offer(),
        "recall": RECALL,
        "withdraw": WithdrawRequest(case_id=CASE),
        "refuse": RefuseConsent(case_id=CASE, method=ConsentMethod.BY_PHONE),
    }
    return (commands[step], HERE) if step in commands else None


def play(backbone: Backbone, steps: list[str], chance: Random) -> None:
    """Give commands and bring facts; what cannot be done now is refused, and changes nothing."""
    for step in steps:
        if step == "all":
            backbone.deliver(chance)
        elif step == "some":
            for house in backbone.houses:
                for fact in chance.sample(house.waiting, len(house.waiting) // 2):
                    backbone.bring(fact, house)
        elif (asked := command_of(step, backbone)) is not None:
            try:
                backbone.do(*asked)
            except Refused:
                continue
    backbone.deliver(chance)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, houses=st.sampled_from([APART, TOGETHER]), seed=st.integers(0, 1000))
def test_one_office_has_it_whatever_both_do_and_in_whatever_order_they_hear_it(
    steps: list[str], houses: tuple[tuple[str, ...], ...], seed: int
) -> None:
    backbone = Backbone(*houses, requests=(a_request(Stage.AWAITING_CONSENT),))
    play(backbone, ["offer", *steps], Random(seed))  # noqa: S311  # it must repeat
    [here], there = backbone.requests(HERE), backbone.requests(THERE)
    assert len(there) == (here.stage is Stage.TRANSFERRED)
    offers = {one.transfer_id: one.stage for one in backbone.offers()}
    takeovers = {one.transfer_id: one.stage for one in backbone.takeovers()}
    assert offers.keys() == takeovers.keys()
    assert [t for t, stage in takeovers.items() if stage not in SETTLED[offers[t]]] == []
    assert (here.held is Held.TRANSFER_OFFERED) == (OfferStage.OPEN in offers.values())
    assert list(offers.values()).count(OfferStage.OPEN) <= 1
    facts = [type(fact) for fact in backbone.told]
    assert facts.count(TransferHandedOver) == len(there)


@pytest.mark.parametrize("houses", [APART, TOGETHER], ids=["apart", "in-one-house"])
def test_nothing_personal_can_be_read_in_what_leaves_the_office(houses: tuple[tuple[str, ...], ...]) -> None:
    keys = KeysInMemory()
    vault = a_vault(keys)
    request = sealed_anew(a_request(Stage.TRIAGED), vault)
    backbone = Backbone(*houses, vault=vault, requests=(request,))
    backbone.do(offer())
    backbone.deliver()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    wire = b"\n".join(address(fact) + fact.to_json() for fact in backbone.backbone_facts())
    [handed_over] = [fact for fact in backbone.told if isinstance(fact, TransferHandedOver)]
    assert len(handed_over.dossier.box) > 500  # everything is in there
    for said in (b"Rachel", b"rachel@", b"Jansen", b"Hoe blijft", b"Utrecht", b"nl/1"):
        assert said not in wire
    for known in (CASE, there.case_id, request.requester.person_id, request.main_persons[0].id):
        assert known.encode() not in wire
    assert vault.open(handed_over.dossier, HandedDossier) == Erased()  # and now nobody can open it any more
    assert keys.rows[handed_over.dossier.scope].wrapped is None


def test_until_it_came_the_dossier_is_sealed_under_a_key_of_the_office_it_goes_to() -> None:
    keys = KeysInMemory()
    vault = a_vault(keys)
    backbone = Backbone(*APART, vault=vault, requests=(sealed_anew(a_request(Stage.TRIAGED), vault),))
    backbone.do(offer())
    backbone.deliver()
    backbone.do(yes(backbone), THERE)
    [accepted] = backbone.of(HERE).waiting
    backbone.bring(accepted, backbone.of(HERE))
    scope = f"transfer/{accepted.case_id}"
    assert keys.rows[scope].office == THERE
    backbone.deliver()
    [there] = backbone.requests(THERE)
    assert keys.rows[there.requester.contact.scope].office == THERE


def address(fact: Fact) -> bytes:
    return type(fact).address(fact.office, fact.case_id).encode()


def sealed_anew(request: Request, vault: Vault) -> Request:
    """Give a request as the real vault seals it."""

    def anew(card: PersonCard) -> PersonCard:
        contact = PlainVault().open(card.contact, Contact)
        assert isinstance(contact, Contact)
        return card.model_copy(update={"contact": vault.seal(HERE, card.contact.scope, contact)})

    people = tuple(replace(person, card=anew(person.card)) for person in request.main_persons)
    question: Sealed[str] = vault.seal(HERE, f"case/{CASE}", "Hoe blijft Rachel veilig thuis?")
    vault.flush()
    return replace(request, requester=anew(request.requester), main_persons=people, question=question)
