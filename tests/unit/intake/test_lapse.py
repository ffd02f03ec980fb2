"""When the weeks are over: without a yes nothing of anybody is kept; with one nothing happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_intake.domain import Answered, KnownReferral, MergedIn, Offer, Request
from kring_intake.domain.transfer import offer_key_of
from kring_intake.handlers import requests
from kring_intake.handlers.erasing import erase_request, is_erased
from kring_intake.handlers.lapse import lapse, merged_into
from kring_intake.process import BEFORE_CONSENT, Held, OfferStage, Stage
from kring_shared.contracts.field import AgeBand, ConferenceType
from kring_shared.contracts.intake import ConsentOverdue, TransferReason
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Found, Work
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, a_work, an_actor, facts_of
from tests.unit.intake.made import (
    ACCEPTOR,
    CASE,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_main_person,
    a_mandate,
    a_request,
    a_triage,
    handled,
    names,
    routes,
    said,
)

OVERDUE = ConsentOverdue(case_id=CASE)
INTO = "019aa0000000700080000000000000a2"
TRANSFER = "019aa0000000700080000000000000a3"


def erased_by(work: Work) -> set[str]:
    """Give the scopes whose keys go."""
    return {erasure.scope for erasure in work.erased}


@pytest.mark.parametrize("stage", BEFORE_CONSENT)
def test_a_request_without_a_yes_lapses_and_nobody_is_left_in_it(stage: Stage) -> None:
    request, told = handled(a_request(stage), OVERDUE)
    assert (request.stage, names(told)) == (Stage.LAPSED, ["request-lapsed"])
    assert is_erased(request)


@pytest.mark.parametrize("stage", [Stage.INFORMATION_TALK, Stage.INFORMED])
def test_a_talk_of_which_nothing_came_lapses_too(stage: Stage) -> None:
    talk, told = handled(a_request(stage), OVERDUE)
    assert (talk.stage, names(told)) == (Stage.LAPSED, ["information-talk-lapsed"])
    assert is_erased(talk)


def test_the_ledger_of_erasures_says_why_in_a_code() -> None:
    work = a_work("intake", a_request())
    lapse(OVERDUE, work)
    assert erased_by(work) == {f"case/{CASE}", f"person/{RACHEL}", f"person/{REQUESTER}"}
    assert {erasure.because for erasure in work.erased} == {"no-consent"}


def test_an_offer_to_another_office_is_taken_back_first() -> None:
    waiting = replace(a_request(Stage.TRIAGED), held=Held.TRANSFER_OFFERED, transfer_id=TRANSFER)
    offer = Offer(
        offer_key=offer_key_of(TRANSFER),
        transfer_id=TRANSFER,
        case_id=CASE,
        office="utrecht",
        to_office="gent",
        reason=TransferReason.FAMILY_MOVED,
        offered_at=NOON,
    )
    work = a_work("intake", waiting, offer)
    lapse(OVERDUE, work)
    assert names(facts_of(work)) == ["transfer-recalled", "request-transfer-ended", "request-lapsed"]
    assert work.need(Request, CASE).stage is Stage.LAPSED
    assert work.need(Offer, offer.id).stage is OfferStage.RECALLED


@pytest.mark.parametrize("held", [Held.CONSENT_DIVIDED, Held.PERSON_DIED])
def test_a_request_that_waits_lapses_as_well_and_waits_no_more(held: Held) -> None:
    waiting = replace(a_request(Stage.AWAITING_CONSENT), held=held)
    request, told = handled(waiting, OVERDUE)
    assert (request.stage, request.held, names(told)) == (Stage.LAPSED, Held.FREE, ["request-lapsed"])


def test_the_yes_of_one_of_two_parents_does_not_keep_it() -> None:
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER)
    request, _ = handled(a_request(Stage.AWAITING_CONSENT, child, answers=(said(MOTHER),)), OVERDUE)
    assert request.stage is Stage.LAPSED


@pytest.mark.parametrize(
    "stage",
    [
        Stage.CONSENTED,
        Stage.AWAITING_FUNDING,
        Stage.ACCEPTED,
        Stage.IN_MATCHING,
        Stage.IN_PREPARATION,
        Stage.CLOSED,
        Stage.TRANSFERRED,
        Stage.LAPSED,
    ],
)
def test_past_the_gate_and_at_other_ends_nothing_happens(stage: Stage) -> None:
    work = a_work("intake", a_request(stage))
    lapse(OVERDUE, work)
    assert (work.changed, work.erased, work.told) == ({}, [], [])


def test_a_division_past_the_gate_is_the_managers_affair() -> None:
    work = a_work("intake", replace(a_request(Stage.CONSENTED), held=Held.CONSENT_DIVIDED))
    lapse(OVERDUE, work)
    assert (work.changed, work.erased) == ({}, [])


@pytest.mark.parametrize("stage", [Stage.REFUSED, Stage.REJECTED, Stage.WITHDRAWN])
def test_one_that_ended_without_a_yes_is_erased_without_a_word(stage: Stage) -> None:
    request, told = handled(a_request(stage, answers=(said(answer=Answered.NO),)), OVERDUE)
    assert (request.stage, told) == (stage, [])
    assert is_erased(request)


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.WITHDRAWN])
def test_one_that_ended_after_everybodys_yes_is_kept(stage: Stage) -> None:
    work = a_work("intake", a_request(stage, answers=(said(),)))
    lapse(OVERDUE, work)
    assert (work.changed, work.erased) == ({}, [])


def test_a_deadline_that_comes_before_its_request_waits_for_it() -> None:
    with pytest.raises(NotYet):
        lapse(OVERDUE, a_work("intake"))


def merged(*, kept: bool = True) -> tuple[Request, Request, Work]:
    """Let the weeks of a merged request be over, while the other goes on, or is erased already."""
    mandate = a_mandate()
    ours = replace(a_request(Stage.MERGED, mandates=(mandate,)), merged_into=INTO)
    brought = MergedIn(CASE, ours.references, (mandate,))
    other = replace(a_request(Stage.CONSENTED), case_id=INTO, merged_in=(brought,))
    if not kept:
        other = erase_request(replace(other, stage=Stage.LAPSED), a_work("intake", other))
    known = KnownReferral("k" * 32, "utrecht", "kring.received", CASE, CASE)
    work = a_work("intake", ours, other, known)
    lapse(OVERDUE, work)
    return work.need(Request, CASE), work.need(Request, INTO), work


def test_a_merged_request_is_erased_and_the_other_keeps_what_it_brought_along() -> None:
    left, other, work = merged()
    assert (left.stage, left.merged_into, left.main_persons) == (Stage.MERGED, INTO, ())
    assert other.all_mandates == (a_mandate(),)
    assert erased_by(work) == {f"case/{CASE}", f"person/{RACHEL}", f"person/{REQUESTER}"}


def test_who_came_with_a_merge_is_erased_with_the_request_they_came_to() -> None:
    brought = MergedIn(INTO, mandates=(a_mandate(),))
    work = a_work("intake", replace(a_request(), merged_in=(brought,)))
    lapse(OVERDUE, work)
    assert f"person/{ACCEPTOR}" in erased_by(work)


def test_the_reference_of_a_merged_request_leads_to_the_other_and_its_sender_learns_nothing_new() -> None:
    _, _, work = merged()
    (known,) = work.all(KnownReferral, INTO)
    assert known.request_id == CASE
    assert work.all(KnownReferral, CASE) == ()


def test_when_the_other_is_erased_too_nothing_is_kept_of_a_merged_request() -> None:
    left, _, work = merged(kept=False)
    assert is_erased(left)
    assert erased_by(work) == {f"case/{CASE}", *(f"person/{who}" for who in (RACHEL, REQUESTER, ACCEPTOR))}
    assert work.get(KnownReferral, "k" * 32) is None


def test_the_request_a_merged_one_goes_on_as_is_looked_at_too() -> None:
    view = View()
    view.add(Request, replace(a_request(Stage.MERGED), merged_into=INTO))
    found = Found(view.loaded, view.groups)
    assert merged_into(OVERDUE, "utrecht", found) == (INTO,)
    assert merged_into(ConsentOverdue(case_id=INTO), "utrecht", found) == ()
    assert routes()[ConsentOverdue.kind()].then is merged_into


def test_what_lapsed_is_told_by_nobody_in_particular() -> None:
    work = a_work("intake", a_request())
    lapse(OVERDUE, work)
    (fact,) = facts_of(work)
    assert (fact.by, fact.office, fact.case_id) == ("system", "utrecht", CASE)


@pytest.mark.parametrize(("kind", "begun"), [(ConferenceType.FAMILY, 0), (ConferenceType.RESTORATIVE, 1)])
def test_the_weeks_begin_anew_when_people_are_asked_anew(kind: ConferenceType, begun: int) -> None:
    work = a_work("intake", a_request(Stage.CONSENTED), actor=an_actor(), now=NOON + timedelta(weeks=8))
    requests.triage(a_triage(kind=kind), work)
    weeks = [reminder.due - NOON for reminder in work.reminders if reminder.deadline == OVERDUE]
    assert weeks == [timedelta(weeks=14)] * begun


def test_before_anybody_said_yes_another_triage_gives_no_more_time() -> None:
    work = a_work("intake", a_request(Stage.TRIAGED), actor=an_actor(), now=NOON + timedelta(weeks=5))
    requests.triage(a_triage(kind=ConferenceType.RESTORATIVE), work)
    assert work.reminders == []
