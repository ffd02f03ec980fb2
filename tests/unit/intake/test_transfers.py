"""A request goes to another office when both say so; until then it waits, and nobody has it twice or not at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kring_intake.domain import Answered, Request
from kring_intake.process import BEFORE_ACCEPTANCE, UNDER_WAY, Held, Offered, Stage, TakenOver
from kring_shared.contracts.conference import ConferenceAdjourned, InformationPhaseStarted
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import AgeBand, Urgency
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
    TransferReason,
    TransferRecalled,
    TransferRefused,
    TriageRequest,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotReady, Refused
from tests.unit.intake.made import CASE, FATHER, FILIP, MOTHER, RACHEL, a_main_person, a_request, a_triage, said
from tests.unit.intake.two_offices import (
    APART,
    HERE,
    RECALL,
    THERE,
    TOGETHER,
    Backbone,
    no,
    offer,
    the_offer,
    transfer_id,
    yes,
)

BOTH = pytest.mark.parametrize("houses", [APART, TOGETHER], ids=["apart", "in-one-house"])
PAST = (Stage.CONSENTED, Stage.AWAITING_FUNDING, *UNDER_WAY)
Houses = tuple[tuple[str, ...], ...]


def a_backbone(houses: Houses = APART, request: Request | None = None) -> Backbone:
    return Backbone(*houses, requests=(request or a_request(Stage.TRIAGED),))


def offered(houses: Houses = APART, request: Request | None = None) -> Backbone:
    backbone = a_backbone(houses, request)
    backbone.do(offer())
    backbone.deliver()
    return backbone


def with_yes_to_transfer(stage: Stage = Stage.IN_PREPARATION) -> Request:
    request = a_request(stage)
    return replace(request, said=(*request.said, said(RACHEL, purpose=Purpose.TRANSFER)))


def ours(backbone: Backbone) -> Request:
    [request] = backbone.requests(HERE)
    return request


@pytest.mark.parametrize("stage", BEFORE_ACCEPTANCE[:3])
def test_before_anybody_said_yes_a_request_may_go_to_the_office_it_was_meant_for(stage: Stage) -> None:
    backbone = a_backbone(request=a_request(stage))
    told = backbone.do(offer(reason=TransferReason.WRONG_OFFICE))
    assert [fact.name for fact in told] == ["request-transfer-offered", "transfer-offered"]
    assert (ours(backbone).held, ours(backbone).stage) == (Held.TRANSFER_OFFERED, stage)
    assert ours(backbone).transfer_id == transfer_id(backbone) != CASE


@pytest.mark.parametrize("stage", PAST)
def test_past_the_gate_it_takes_a_yes_to_the_transfer_of_all_who_decide(stage: Stage) -> None:
    backbone = a_backbone(request=a_request(stage))
    with pytest.raises(NotReady, match="purpose `transfer`"):
        backbone.do(offer())
    assert ours(backbone).held is Held.FREE
    assert a_backbone(request=with_yes_to_transfer(stage)).do(offer())


def test_one_of_two_who_decide_is_not_enough() -> None:
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER)
    request = a_request(Stage.CONSENTED, child)
    one = replace(request, said=(*request.said, said(MOTHER, purpose=Purpose.TRANSFER)))
    with pytest.raises(NotReady):
        a_backbone(request=one).do(offer())
    two = replace(one, said=(*one.said, said(FATHER, purpose=Purpose.TRANSFER)))
    assert a_backbone(request=two).do(offer())


@pytest.mark.parametrize("nowhere", ["utrecht", "nergens"])
def test_it_can_be_offered_to_another_office_of_this_backbone_only(nowhere: str) -> None:
    with pytest.raises(Refused, match="another office of this backbone: amersfoort, gent"):
        a_backbone().do(offer(nowhere))


@pytest.mark.parametrize("stage", sorted(set(Stage) - {*BEFORE_ACCEPTANCE, *UNDER_WAY}))
def test_a_talk_or_what_is_over_cannot_be_offered(stage: Stage) -> None:
    with pytest.raises(NotAllowedNow):
        a_backbone(request=a_request(stage)).do(offer())


@pytest.mark.parametrize("held", sorted(set(Held) - {Held.FREE}))
def test_what_waits_for_something_else_cannot_be_offered(held: Held) -> None:
    with pytest.raises(NotAllowedNow):
        a_backbone(request=replace(a_request(Stage.TRIAGED), held=held)).do(offer())


def test_while_another_office_thinks_about_it_nothing_else_happens_here() -> None:
    with pytest.raises(NotAllowedNow, match="transfer-offered"):
        offered(request=a_request(Stage.TRIAGED)).do(a_triage())


@BOTH
def test_the_other_office_sees_the_offer_in_codes_under_a_one_time_id(houses: Houses) -> None:
    backbone = offered(houses)
    [takeover] = backbone.takeovers()
    assert (takeover.office, takeover.from_office, takeover.stage) == (THERE, HERE, TakenOver.OFFERED)
    assert (takeover.reason, takeover.urgency) == (TransferReason.FAMILY_MOVED, Urgency.NORMAL)
    assert backbone.requests(THERE) == []
    assert not hasattr(the_offer(backbone), "urgency")
    assert the_offer(backbone).id != takeover.id == the_offer(backbone).transfer_id


@BOTH
def test_when_both_say_so_it_goes_on_there_and_is_erased_here(houses: Houses) -> None:
    backbone = offered(houses, with_yes_to_transfer())
    assert [fact.name for fact in backbone.do(yes(backbone), THERE)] == ["transfer-accepted"]
    backbone.deliver()
    here, [there], [takeover] = ours(backbone), backbone.requests(THERE), backbone.takeovers()
    assert (here.stage, here.held, here.main_persons, here.question) == (Stage.TRANSFERRED, Held.FREE, (), None)
    assert the_offer(backbone).stage is Offered.HANDED_OVER
    assert (takeover.stage, takeover.case_id) == (TakenOver.ARRIVED, there.case_id)
    assert (there.stage, there.channel, there.office) == (Stage.RECEIVED, "transfer", THERE)
    assert backbone.names(HERE)[-2:] == ["transfer-handed-over", "request-transferred"]
    assert backbone.names(THERE) == ["transfer-accepted", "request-received"]


@BOTH
def test_whoever_is_in_it_is_unreadable_here_and_readable_there(houses: Houses) -> None:
    request = with_yes_to_transfer()
    backbone = offered(houses, request)
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    old, new = request.main_persons[0].card, there.main_persons[0].card
    assert backbone.vault.open(new.contact, Contact).name == "Rachel"
    assert not isinstance(backbone.vault.open(old.contact, Contact), Contact)
    assert isinstance(there.question, Sealed)
    assert backbone.vault.open(there.question, str) == "Hoe blijft Rachel veilig thuis?"


def test_the_one_time_key_is_the_other_offices_and_goes_once_the_dossier_is_there() -> None:
    backbone = offered(request=a_request(Stage.TRIAGED))
    backbone.do(yes(backbone), THERE)
    scope = f"transfer/{transfer_id(backbone)}"
    backbone.deliver()
    erased = [(one.office, one.scope) for work in backbone.works for one in work.erased if one.scope == scope]
    assert erased == [(THERE, scope)]


def test_the_weeks_to_say_yes_begin_anew_there_and_end_here() -> None:
    backbone = offered()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    reminders = [one for work in backbone.works for one in work.reminders]
    assert [(one.office, one.deadline) for one in reminders] == [(THERE, ConsentOverdue(case_id=there.case_id))]
    forgotten = [one for work in backbone.works for one in work.forgotten]
    assert (ConsentOverdue.kind(), CASE) in forgotten


@BOTH
def test_when_the_other_office_says_no_it_goes_on_here_where_it_stood(houses: Houses) -> None:
    backbone = offered(houses, with_yes_to_transfer())
    backbone.do(no(backbone), THERE)
    backbone.deliver()
    assert (ours(backbone).stage, ours(backbone).held) == (Stage.IN_PREPARATION, Held.FREE)
    assert ours(backbone).transfer_id is None
    assert ours(backbone).main_persons == with_yes_to_transfer().main_persons
    assert backbone.names(HERE)[-1] == "request-transfer-ended"
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.REFUSED]


def test_after_a_no_it_can_be_offered_again_under_another_one_time_id() -> None:
    backbone = offered()
    first = transfer_id(backbone)
    backbone.do(no(backbone), THERE)
    backbone.deliver()
    backbone.do(offer())
    backbone.deliver()
    assert transfer_id(backbone) != first
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    assert ours(backbone).stage is Stage.TRANSFERRED


@BOTH
def test_an_offer_can_be_taken_back_before_it_is_answered(houses: Houses) -> None:
    backbone = offered(houses)
    assert [fact.name for fact in backbone.do(RECALL)] == ["transfer-recalled", "request-transfer-ended"]
    backbone.deliver()
    assert (ours(backbone).held, ours(backbone).stage) == (Held.FREE, Stage.TRIAGED)
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]
    with pytest.raises(NotAllowedNow, match="recalled"):
        backbone.do(yes(backbone), THERE)


def test_only_what_is_offered_can_be_taken_back() -> None:
    with pytest.raises(NotAllowedNow):
        a_backbone().do(RECALL)


@BOTH
def test_when_a_recall_and_a_yes_cross_the_recall_was_first(houses: Houses) -> None:
    backbone = offered(houses)
    backbone.do(yes(backbone), THERE)
    backbone.do(RECALL)
    backbone.deliver()
    assert (ours(backbone).stage, ours(backbone).held) == (Stage.TRIAGED, Held.FREE)
    assert backbone.requests(THERE) == []
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]
    assert "transfer-handed-over" not in backbone.names(HERE)


def test_when_a_recall_and_a_no_cross_it_goes_on_here_once() -> None:
    backbone = offered()
    backbone.do(no(backbone), THERE)
    backbone.do(RECALL)
    backbone.deliver()
    assert ours(backbone).held is Held.FREE
    assert backbone.names(HERE).count("request-transfer-ended") == 1
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.REFUSED]


def test_what_was_handed_over_cannot_be_taken_back() -> None:
    backbone = offered()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    with pytest.raises(NotAllowedNow, match="transferred"):
        backbone.do(RECALL)


def test_an_office_answers_once() -> None:
    backbone = offered()
    backbone.do(yes(backbone), THERE)
    for again in (yes(backbone), no(backbone)):
        with pytest.raises(NotAllowedNow):
            backbone.do(again, THERE)


def test_an_offer_that_does_not_exist_cannot_be_answered() -> None:
    backbone = offered()
    with pytest.raises(NotFound):
        backbone.do(yes(backbone).model_copy(update={"transfer_id": CASE}), THERE)


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
    assert the_offer(backbone).stage is Offered.RECALLED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]
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
    assert the_offer(backbone).stage is Offered.RECALLED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]


@pytest.mark.parametrize("purpose", [Purpose.TRANSFER, Purpose.CONFERENCE])
def test_who_takes_a_yes_back_while_it_is_offered_takes_the_offer_back(purpose: Purpose) -> None:
    backbone = offered(request=with_yes_to_transfer())
    backbone.do(WithdrawConsent(case_id=CASE, purpose=purpose, method=ConsentMethod.BY_PHONE))
    backbone.deliver()
    assert the_offer(backbone).stage is Offered.RECALLED
    ended = purpose is Purpose.CONFERENCE
    assert (ours(backbone).stage is Stage.WITHDRAWN) is ended
    assert ours(backbone).held is Held.FREE


def test_a_yes_to_something_else_that_is_taken_back_leaves_the_offer_alone() -> None:
    request = with_yes_to_transfer()
    backbone = offered(request=replace(request, said=(*request.said, said(purpose=Purpose.RESEARCH))))
    backbone.do(WithdrawConsent(case_id=CASE, purpose=Purpose.RESEARCH, method=ConsentMethod.BY_PHONE))
    assert the_offer(backbone).stage is Offered.OPEN


def test_one_of_several_who_stops_is_spoken_with_here_first() -> None:
    two = a_request(Stage.CONSENTED, a_main_person(RACHEL), a_main_person(FILIP))
    agreed = tuple(said(person, purpose=Purpose.TRANSFER) for person in (RACHEL, FILIP))
    backbone = offered(request=replace(two, said=(*two.said, *agreed)))
    backbone.do(WithdrawConsent(case_id=CASE, giver_id=FILIP, method=ConsentMethod.IN_PERSON))
    backbone.deliver()
    assert ours(backbone).held is Held.CONSENT_DIVIDED
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]


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
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakenOver.RECALLED]


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
    assert the_offer(backbone).stage is Offered.OPEN


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
