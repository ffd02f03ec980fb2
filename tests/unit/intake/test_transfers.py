"""A request goes to another office when both say so; until then it waits, and nobody has it twice or not at all."""

from dataclasses import replace

import pytest

from kring_intake.process import BEFORE_ACCEPTANCE, UNDER_WAY, Held, OfferStage, Stage, TakeoverStage
from kring_shared.contracts.field import AgeBand, Urgency
from kring_shared.contracts.intake import (
    ConsentOverdue,
    Purpose,
    TransferReason,
)
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotReady, Refused
from tests.unit.intake.made import CASE, FATHER, FILIP, MOTHER, a_main_person, a_request, a_triage, said
from tests.unit.intake.offered import BOTH, Houses, a_backbone, offered, ours, with_yes_to_transfer
from tests.unit.intake.two_offices import (
    HERE,
    RECALL,
    THERE,
    no,
    offer,
    the_offer,
    transfer_id,
    yes,
)

PAST = (Stage.CONSENTED, Stage.AWAITING_FUNDING, *UNDER_WAY)


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
    assert (takeover.office, takeover.from_office, takeover.stage) == (THERE, HERE, TakeoverStage.OFFERED)
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
    assert the_offer(backbone).stage is OfferStage.HANDED_OVER
    assert (takeover.stage, takeover.case_id) == (TakeoverStage.ARRIVED, there.case_id)
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
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.REFUSED]


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
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]
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
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.RECALLED]
    assert "transfer-handed-over" not in backbone.names(HERE)


def test_when_a_recall_and_a_no_cross_it_goes_on_here_once() -> None:
    backbone = offered()
    backbone.do(no(backbone), THERE)
    backbone.do(RECALL)
    backbone.deliver()
    assert ours(backbone).held is Held.FREE
    assert backbone.names(HERE).count("request-transfer-ended") == 1
    assert [takeover.stage for takeover in backbone.takeovers()] == [TakeoverStage.REFUSED]


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
