"""What ends, or is found out, while another office thinks about a request; and what crosses on its way."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kring_intake.domain import Answered, Request
from kring_intake.process import Held, OfferStage, Stage, TakeoverStage
from kring_shared.contracts.conference import ConferenceAdjourned, InformationPhaseStarted
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    ConsentMethod,
    ConsentOverdue,
    Outcome,
    Purpose,
    RecordDeath,
    RefuseConsent,
    RejectionReason,
    RejectRequest,
    SettleAuthority,
    TransferAccepted,
    TransferHandedOver,
    TransferOffered,
    TransferRecalled,
    TransferRefused,
    TriageRequest,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotReady, Refused
from tests.unit.intake.made import CASE, FILIP, MOTHER, RACHEL, a_main_person, a_request, a_triage, said
from tests.unit.intake.offered import BOTH, Houses, a_backbone, offered, ours, with_yes_to_transfer
from tests.unit.intake.two_offices import (
    HERE,
    RECALL,
    THERE,
    TOGETHER,
    Backbone,
    offer,
    the_offer,
    transfer_id,
    yes,
)

ENDS: dict[str, Named] = {
    "the office withdraws it": WithdrawRequest(case_id=CASE),
    "a professional cannot be reached": RejectRequest(case_id=CASE, reason=RejectionReason.NOT_REACHABLE),
    "the only one who decides says no": RefuseConsent(case_id=CASE, method=ConsentMethod.BY_PHONE),
    "the weeks are over": ConsentOverdue(case_id=CASE),
}


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS.keys())
@BOTH
def test_what_ends_while_it_is_offered_is_taken_back(houses: Houses, ends: Named) -> None:
    backbone = offered(houses, a_request(Stage.AWAITING_CONSENT))
    backbone.do(yes(backbone), THERE)  # at the same moment
    told = backbone.do(ends) if isinstance(ends, Command) else backbone.hear(ends)
    assert [fact.name for fact in told][:2] == ["transfer-recalled", "request-transfer-ended"]
    backbone.deliver()
    assert ours(backbone).is_over
    assert (ours(backbone).stage, ours(backbone).held) != (Stage.TRANSFERRED, Held.TRANSFER_OFFERED)
    assert the_offer(backbone).stage is OfferStage.RECALLED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]
    assert backbone.requests(THERE) == []


def test_a_route_that_is_done_while_it_is_offered_is_closed_here() -> None:
    backbone = offered(request=with_yes_to_transfer())
    told = backbone.hear(RegistrationLocked(case_id=CASE, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64))
    assert [fact.name for fact in told] == ["transfer-recalled", "request-transfer-ended", "request-closed"]
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert ours(backbone).stage is Stage.CLOSED
    assert backbone.requests(THERE) == []


def test_after_a_death_nothing_is_handed_on() -> None:
    people = (a_main_person(RACHEL), a_main_person(FILIP))
    backbone = offered(request=a_request(Stage.TRIAGED, *people))
    told = backbone.do(RecordDeath(case_id=CASE, person_id=FILIP))
    assert [fact.name for fact in told][:2] == ["transfer-recalled", "request-transfer-ended"]
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert ours(backbone).held is Held.PERSON_DIED
    assert backbone.requests(THERE) == []


def test_an_offer_that_was_left_open_by_mistake_is_taken_back_when_it_is_accepted() -> None:
    backbone = offered(request=with_yes_to_transfer())
    backbone.of(HERE).kept[Request, CASE] = replace(ours(backbone), stage=Stage.CLOSED)
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert the_offer(backbone).stage is OfferStage.RECALLED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]


@pytest.mark.parametrize("purpose", [Purpose.TRANSFER, Purpose.CONFERENCE])
def test_who_takes_a_yes_back_while_it_is_offered_takes_the_offer_back(purpose: Purpose) -> None:
    backbone = offered(request=with_yes_to_transfer())
    backbone.do(WithdrawConsent(case_id=CASE, purpose=purpose, method=ConsentMethod.BY_PHONE))
    backbone.deliver()
    assert the_offer(backbone).stage is OfferStage.RECALLED
    ended = purpose is Purpose.CONFERENCE
    assert (ours(backbone).stage is Stage.WITHDRAWN) is ended
    assert ours(backbone).held is Held.FREE


def test_a_yes_to_something_else_that_is_taken_back_leaves_the_offer_alone() -> None:
    request = with_yes_to_transfer()
    backbone = offered(request=replace(request, said=(*request.said, said(purpose=Purpose.RESEARCH))))
    backbone.do(WithdrawConsent(case_id=CASE, purpose=Purpose.RESEARCH, method=ConsentMethod.BY_PHONE))
    assert the_offer(backbone).stage is OfferStage.OPEN


def test_one_of_several_who_stops_is_spoken_with_here_first() -> None:
    two = a_request(Stage.CONSENTED, a_main_person(RACHEL), a_main_person(FILIP))
    agreed = tuple(said(person, purpose=Purpose.TRANSFER) for person in (RACHEL, FILIP))
    backbone = offered(request=replace(two, said=(*two.said, *agreed)))
    backbone.do(WithdrawConsent(case_id=CASE, giver_id=FILIP, method=ConsentMethod.IN_PERSON))
    backbone.deliver()
    assert ours(backbone).held is Held.CONSENT_DIVIDED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]


def test_somebody_who_is_found_to_decide_too_has_not_said_yes_to_the_transfer() -> None:
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
    request = a_request(Stage.CONSENTED, child)
    backbone = offered(request=replace(request, said=(*request.said, said(MOTHER, purpose=Purpose.TRANSFER))))
    father = Contact(name="Emre", phone="+31 30 000 45 67")
    backbone.do(SettleAuthority(case_id=CASE, person_id=FILIP, holders=(father,), all_known=True))
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert (ours(backbone).stage, ours(backbone).held) == (Stage.CONSENTED, Held.FREE)
    assert backbone.requests(THERE) == []
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]


def test_a_recall_that_comes_before_its_offer_waits_for_it() -> None:
    backbone = a_backbone()
    backbone.do(offer())
    backbone.do(RECALL)
    first, last = backbone.of(THERE).waiting
    assert isinstance(first, TransferOffered)
    assert isinstance(last, TransferRecalled)
    assert not backbone.bring(last, backbone.of(THERE))
    assert backbone.bring(first, backbone.of(THERE))
    assert backbone.bring(last, backbone.of(THERE))


def test_every_fact_that_comes_again_changes_nothing() -> None:
    backbone = offered()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    facts = backbone.backbone_facts()
    assert {type(fact) for fact in facts} == {TransferOffered, TransferAccepted, TransferHandedOver}
    before = [backbone.requests(HERE), backbone.requests(THERE), backbone.takeovers(), backbone.offers()]
    told = len(backbone.told)
    for house in backbone.houses:
        house.waiting += facts  # another delivery, as if the inbox had not known it
    backbone.deliver()
    assert [backbone.requests(HERE), backbone.requests(THERE), backbone.takeovers(), backbone.offers()] == before
    assert len(backbone.told) == told


def test_a_dossier_whose_key_is_gone_is_set_apart_for_a_person() -> None:
    backbone = offered()
    backbone.do(yes(backbone), THERE)
    [accepted] = backbone.of(HERE).waiting
    backbone.bring(accepted, backbone.of(HERE))
    backbone.vault.destroy(f"transfer/{transfer_id(backbone)}")
    with pytest.raises(Refused, match="put the vault right"):
        backbone.deliver()


@pytest.mark.parametrize("kind", [TransferAccepted, TransferRefused, TransferRecalled])
def test_an_office_that_has_no_part_in_it_is_not_listened_to(kind: Callable[..., Named]) -> None:
    backbone = offered(TOGETHER)
    to_office = THERE if kind is TransferRecalled else HERE
    more = {"reason": "not-now"} if kind is TransferRefused else {}
    meddling = kind(case_id=transfer_id(backbone), office="amersfoort", to_office=to_office, **more)
    with pytest.raises(Refused, match="told by an office"):
        backbone.hear(meddling, "utrecht")
    assert the_offer(backbone).stage is OfferStage.OPEN


def test_what_is_offered_to_an_office_nobody_serves_here_changes_nothing() -> None:
    backbone = Backbone((HERE,), ("amersfoort",), requests=(a_request(Stage.TRIAGED),))
    backbone.do(offer())
    backbone.deliver()
    assert backbone.of("amersfoort").kept == {}


def test_there_a_yes_holds_until_it_becomes_something_else() -> None:
    backbone = offered(request=with_yes_to_transfer())
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    assert [(s.purpose, s.answer) for s in there.said] == [("conference", Answered.YES)]
    same = a_triage(minors=False).model_copy(update={"case_id": there.case_id})
    backbone.do(same, THERE)
    assert [one.stage for one in backbone.requests(THERE)] == [Stage.CONSENTED]


def test_there_a_yes_to_a_family_conference_is_no_yes_to_another_kind() -> None:
    backbone = offered(request=with_yes_to_transfer())
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    other = TriageRequest.model_validate(
        a_triage(minors=False).model_dump() | {"case_id": there.case_id, "conference_type": "restorative"}
    )
    backbone.do(other, THERE)
    assert [(one.stage, one.said) for one in backbone.requests(THERE)] == [(Stage.TRIAGED, ())]


def test_once_the_circle_has_met_its_plan_stays_with_the_office_it_met_at() -> None:
    met = replace(with_yes_to_transfer(), has_met=True)
    with pytest.raises(NotReady, match="the circle has met"):
        a_backbone(request=met).do(offer())


def test_a_meeting_that_was_adjourned_before_the_circle_was_alone_keeps_the_request_nowhere() -> None:
    backbone = a_backbone(request=replace(with_yes_to_transfer(), has_met=True))
    backbone.hear(ConferenceAdjourned(case_id=CASE, office=HERE))
    backbone.do(offer())
    backbone.hear(InformationPhaseStarted(case_id=CASE, office=HERE))
    [request] = backbone.requests(HERE)
    assert request.has_met


@BOTH
def test_a_circle_that_meets_while_another_office_thinks_about_it_is_not_handed_over(houses: Houses) -> None:
    backbone = offered(houses, with_yes_to_transfer())
    backbone.hear(InformationPhaseStarted(case_id=CASE, office=HERE))
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert ours(backbone).stage is Stage.IN_PREPARATION
    assert backbone.requests(THERE) == []
