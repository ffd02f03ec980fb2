"""Requests that look like the same people: found within an office, decided by a person, and no sender learns of it."""

from dataclasses import replace
from typing import Any, Final

import pytest

from kring_intake.domain import Block, Request, Suspicion
from kring_intake.domain.duplicate import pair_of
from kring_intake.domain.readiness import must_be_told_apart
from kring_intake.handlers import duplicates, requests
from kring_intake.process import Stage, SuspicionStage
from kring_shared.contracts.field import Context
from kring_shared.contracts.intake import (
    AcceptRequest,
    DismissDuplicate,
    DuplicateDismissed,
    DuplicateSuspected,
    MergeRequest,
    MergeUndone,
    RequestMerged,
    UndoMerge,
)
from kring_shared.contracts.referral.receipt import ReceiptStatus
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotReady, Refused
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, a_work, an_actor, facts_of
from tests.unit.intake.look_alikes import FIRST, TwoOffices, referred
from tests.unit.intake.made import CASE, RACHEL, a_request
from tests.unit.intake.sent import STAFF, VAULT, Desk, an_event, receipt_of, request_of

MISSPELT: Final = FIRST | {"name": "Fillip Jansens"}
SISTER: Final = FIRST | {"name": "Rachel Janssens", "birthYear": 2012}
MANDATE: Final = {"kind": "youthCourt", "conditions": ["De kinderen slapen niet alleen thuis"]}


def twice(**changes: Any) -> tuple[Desk, Request, Request]:  # noqa: ANN401 - any field of the second referral
    """Refer one child by two systems."""
    desk = Desk()
    first = request_of(referred(desk, 1, FIRST))
    return desk, first, request_of(referred(desk, 2, MISSPELT, **changes))


def decide(desk: Desk, command: MergeRequest | DismissDuplicate | UndoMerge, number: int = 0) -> Work:
    """Let the regional manager decide."""
    handler: Any = {
        MergeRequest: duplicates.merge,
        DismissDuplicate: duplicates.dismiss,
        UndoMerge: duplicates.undo_merge,
    }[type(command)]
    actor = an_actor(office=desk.office)
    work = a_work("intake", *desk.kept.values(), actor=actor, office=desk.office, cause=f"{number:032x}")
    handler(command, work)
    desk.kept |= work.changed
    return work


def kept(desk: Desk, request: Request) -> Request:
    found = desk.kept[Request, request.case_id]
    assert isinstance(found, Request)
    return found


def suspicions(desk: Desk) -> list[Suspicion]:
    return [one for one in desk.kept.values() if isinstance(one, Suspicion)]


def test_a_family_that_two_systems_refer_is_noticed_and_kept_twice() -> None:
    desk, first, second = twice()
    (suspicion,) = suspicions(desk)
    assert {suspicion.case_id, suspicion.other_id} == {first.case_id, second.case_id}
    assert suspicion.strength > 50
    assert any("name" in reason for reason in suspicion.reasons)


def test_only_the_office_hears_of_it_and_never_a_sender() -> None:
    desk = Desk()
    referred(desk, 1, FIRST)
    over_the_bus = referred(desk, 2, MISSPELT)
    assert receipt_of(over_the_bus).status is ReceiptStatus.RECEIVED
    assert DuplicateSuspected in map(type, facts_of(over_the_bus))
    by_staff = desk.submit(an_event("event-3", "urn:nl:balie", mainPersons=[FIRST], reference="R-3"), actor=STAFF)
    assert receipt_of(by_staff).status is ReceiptStatus.POSSIBLE_DUPLICATE


def test_a_sister_who_is_referred_apart_is_somebody_else() -> None:
    desk = Desk()
    referred(desk, 1, FIRST)
    assert DuplicateSuspected not in map(type, facts_of(referred(desk, 2, SISTER)))


def test_another_office_finds_nobody_by_the_same_hashes() -> None:
    here, there = Desk("utrecht"), Desk("amersfoort")
    referred(here, 1, FIRST)
    there.kept |= here.kept
    assert DuplicateSuspected not in map(type, facts_of(referred(there, 2, FIRST)))


def test_nothing_a_person_is_found_by_can_be_read() -> None:
    desk, *_ = twice()
    blocks = [one for one in desk.kept.values() if isinstance(one, Block)]
    assert blocks
    assert all(set(block.block) <= set("0123456789abcdef") for block in blocks)


def test_a_crowd_under_one_hash_tells_nobody_apart_and_is_not_compared() -> None:
    desk = Desk()
    referred(desk, 1, FIRST)
    for block in [one for one in desk.kept.values() if isinstance(one, Block)]:
        for number in range(60):
            other = replace(block, block_id=f"{number}/{block.block_id}", case_id=f"{number:032x}")
            desk.kept[Block, other.block_id] = other
    assert DuplicateSuspected not in map(type, facts_of(referred(desk, 2, FIRST)))


def test_merged_requests_go_on_as_one_and_both_references_stay_known() -> None:
    desk, first, second = twice()
    work = decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))
    gone, grown = kept(desk, second), kept(desk, first)
    assert (gone.stage, gone.merged_into) == (Stage.MERGED, first.case_id)
    assert [known.reference for known in (*grown.references, *grown.merged_in[0].references)] == ["R-1", "R-2"]
    assert facts_of(work) == [
        RequestMerged(case_id=second.case_id, into_id=first.case_id).stamped("utrecht", NOON, work.by)
    ]
    assert work.posted == []


def test_each_sender_keeps_the_answer_about_their_own_referral_after_a_merge() -> None:
    desk, first, second = twice()
    decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))
    again = receipt_of(referred(desk, 2, MISSPELT))
    assert (again.status, again.request_id) == (ReceiptStatus.REPEATED, second.case_id)


def test_a_mandate_goes_along_under_the_key_of_the_other_case_and_compels_it() -> None:
    desk, first, second = twice(context="mandatory", mandates=[MANDATE | {"for": [0]}])
    decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))
    grown = kept(desk, first)
    (mandate,) = grown.all_mandates
    assert mandate.conditions[0].scope == f"case/{first.case_id}"
    assert VAULT.open(mandate.conditions[0], str) == MANDATE["conditions"][0]
    assert mandate.for_persons == (first.main_persons[0].id,)
    assert grown.dossier.context is Context.MANDATORY


def test_a_wrong_merge_is_undone_and_leaves_nothing_behind() -> None:
    desk, first, second = twice(context="mandatory", mandates=[MANDATE])
    decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))
    work = decide(desk, UndoMerge(case_id=second.case_id), 1)
    assert kept(desk, first) == first
    assert kept(desk, second) == replace(second, stage=Stage.RECEIVED)
    assert [type(fact) for fact in facts_of(work)] == [MergeUndone]
    pair = desk.kept[Suspicion, pair_of(first.case_id, second.case_id)]
    assert isinstance(pair, Suspicion)
    assert pair.decision is SuspicionStage.DISMISSED


def test_a_suspicion_can_be_dismissed_once_and_overruled_by_a_merge_later() -> None:
    desk, first, second = twice()
    work = decide(desk, DismissDuplicate(case_id=second.case_id, other_id=first.case_id))
    assert [type(fact) for fact in facts_of(work)] == [DuplicateDismissed]
    with pytest.raises(NotAllowedNow):
        decide(desk, DismissDuplicate(case_id=first.case_id, other_id=second.case_id), 1)
    decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id), 2)
    assert kept(desk, second).stage is Stage.MERGED


def test_a_request_is_not_taken_on_before_somebody_looked_at_its_look_alike() -> None:
    desk, first, second = twice()
    with pytest.raises(NotReady, match="list-duplicates"):
        must_be_told_apart(suspicions(desk))
    decide(desk, DismissDuplicate(case_id=second.case_id, other_id=first.case_id))
    must_be_told_apart(suspicions(desk))


def test_a_look_alike_at_another_office_can_be_told_apart_by_naming_that_office() -> None:
    offices = TwoOffices("amersfoort")
    offices.says_yes("utrecht")
    offices.says_yes("amersfoort")
    desk = Desk("amersfoort")
    desk.kept |= {place: one for place, one in offices.kept.items() if getattr(one, "office", "") == "amersfoort"}
    case_id = offices.requests["amersfoort"].case_id
    with pytest.raises(NotFound):
        decide(desk, DismissDuplicate(case_id=case_id, elsewhere="gent"))
    work = decide(desk, DismissDuplicate(case_id=case_id, elsewhere="utrecht"), 1)
    (told,) = facts_of(work)
    assert isinstance(told, DuplicateDismissed)
    assert (told.other_id, told.elsewhere) == (None, "utrecht")


def test_two_that_nothing_points_at_can_be_merged_by_who_knows_better_but_not_dismissed() -> None:
    desk = Desk()
    one = request_of(referred(desk, 1, FIRST))
    other = request_of(referred(desk, 2, {"name": "Karin"}))
    with pytest.raises(NotFound):
        decide(desk, DismissDuplicate(case_id=one.case_id, other_id=other.case_id))
    decide(desk, MergeRequest(case_id=one.case_id, into_id=other.case_id), 1)
    assert kept(desk, one).stage is Stage.MERGED


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.WITHDRAWN, Stage.MERGED, Stage.LAPSED])
def test_nothing_goes_on_as_a_request_that_is_over(stage: Stage) -> None:
    desk, first, second = twice()
    desk.kept[Request, first.case_id] = replace(first, stage=stage)
    with pytest.raises(Refused):
        decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))


def test_a_request_is_not_merged_with_itself() -> None:
    desk, first, _ = twice()
    with pytest.raises(Refused):
        decide(desk, MergeRequest(case_id=first.case_id, into_id=first.case_id))


def test_a_circle_that_is_under_way_is_not_put_under_a_mandate_by_a_merge() -> None:
    desk, first, second = twice(context="mandatory", mandates=[MANDATE])
    desk.kept[Request, first.case_id] = replace(first, stage=Stage.IN_PREPARATION)
    with pytest.raises(NotReady, match="coordinator"):
        decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))


def test_a_merge_cannot_be_undone_once_what_was_known_is_erased() -> None:
    desk, first, second = twice()
    decide(desk, MergeRequest(case_id=second.case_id, into_id=first.case_id))
    desk.kept[Request, second.case_id] = replace(kept(desk, second), main_persons=())
    with pytest.raises(NotReady, match="refer again"):
        decide(desk, UndoMerge(case_id=second.case_id), 1)


def test_the_office_is_refused_when_it_takes_on_a_request_whose_look_alike_nobody_looked_at() -> None:
    suspicion = Suspicion(pair_of(CASE, RACHEL), "utrecht", CASE, RACHEL, 90)
    work = a_work("intake", a_request(Stage.CONSENTED), suspicion, actor=an_actor())
    with pytest.raises(NotReady, match="list-duplicates"):
        requests.accept(AcceptRequest(case_id=CASE), work)
    assert (work.changed, work.told) == ({}, [])
