"""Somebody died: everything waits at once, and goes on only when those who are left want it."""

from dataclasses import replace

import pytest

from kring_intake.domain import Answered, MainPerson, Offer, Request
from kring_intake.domain.consent import deciders_of, givers_of
from kring_intake.domain.transfer import offer_key_of
from kring_intake.handlers.deaths import record_death
from kring_intake.handlers.erasing import erase_request
from kring_intake.process import HELD, Held, Stage
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    AcceptRequest,
    PauseReason,
    RecordDeath,
    RequestPaused,
    RequestResumed,
    ResumeRequest,
    TransferReason,
    WithdrawRequest,
)
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.testing.work import NOON, a_work, an_actor, facts_of
from tests.unit.intake.made import (
    CASE,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    a_main_person,
    a_request,
    handled,
    names,
    said,
)

NEIGHBOUR = "019aa0000000700080000000000000f9"
TRANSFER = "019aa0000000700080000000000000a3"
RESUME = ResumeRequest(case_id=CASE)


def died(person_id: str) -> RecordDeath:
    """Note that somebody died."""
    return RecordDeath(case_id=CASE, person_id=person_id)


def a_child() -> MainPerson:
    """Make a child over whom two people hold authority."""
    return a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER)


def two_people(stage: Stage = Stage.AWAITING_CONSENT, *answers: str) -> Request:
    """Make a request about an adult and a child, to which some said yes."""
    return a_request(stage, a_main_person(), a_child(), answers=tuple(said(giver) for giver in answers))


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.AWAITING_CONSENT, Stage.CONSENTED, Stage.IN_PREPARATION])
def test_when_a_main_person_dies_everything_waits_wherever_it_stands(stage: Stage) -> None:
    request, (fact,) = handled(a_request(stage), died(RACHEL))
    assert isinstance(fact, RequestPaused)
    assert fact.because is PauseReason.PERSON_DIED
    assert (request.stage, request.held) == (stage, Held.PERSON_DIED)
    assert request.active_persons == ()


def test_while_it_waits_no_step_is_taken_and_it_can_still_be_withdrawn() -> None:
    request, _ = handled(a_request(Stage.CONSENTED), died(RACHEL))
    with pytest.raises(NotAllowedNow):
        handled(request, AcceptRequest(case_id=CASE))
    withdrawn, told = handled(request, WithdrawRequest(case_id=CASE))
    assert (withdrawn.stage, names(told)) == (Stage.WITHDRAWN, ["request-withdrawn"])


def test_somebody_whom_only_the_circle_knows_makes_it_wait_as_well() -> None:
    before = two_people(Stage.IN_PREPARATION)
    request, told = handled(before, died(NEIGHBOUR))
    assert (request.held, names(told)) == (Held.PERSON_DIED, ["request-paused"])
    assert request.main_persons == before.main_persons


def test_a_second_death_is_noted_and_not_told_again() -> None:
    request, _ = handled(two_people(), died(NEIGHBOUR))
    request, told = handled(request, died(RACHEL), 1)
    assert ([person.id for person in request.active_persons], told) == ([FILIP], [])


def test_a_parent_who_died_decides_no_longer_and_the_other_decides_alone() -> None:
    request, _ = handled(two_people(), died(MOTHER))
    assert deciders_of(request) == frozenset({RACHEL, FATHER})
    assert MOTHER not in givers_of(request)


def test_when_nobody_is_left_who_decides_for_a_child_it_is_not_known_who_does() -> None:
    request, _ = handled(two_people(), died(MOTHER))
    request, _ = handled(request, died(FATHER), 1)
    assert deciders_of(request) is None


def test_a_mother_it_is_about_too_dies_as_both() -> None:
    mother = a_main_person(MOTHER)
    request, _ = handled(a_request(Stage.TRIAGED, mother, a_child()), died(MOTHER))
    assert [person.id for person in request.active_persons] == [FILIP]
    assert deciders_of(request) == frozenset({FATHER})


def test_who_died_is_erased_with_the_others_when_the_request_is() -> None:
    request, _ = handled(two_people(), died(MOTHER))
    work = a_work("intake", request)
    erase_request(request, work)
    assert f"person/{MOTHER}" in {erasure.scope for erasure in work.erased}


def test_it_goes_on_with_those_who_are_left() -> None:
    request, _ = handled(two_people(Stage.IN_PREPARATION, RACHEL, MOTHER, FATHER), died(RACHEL))
    request, (fact,) = handled(request, RESUME, 1)
    assert isinstance(fact, RequestResumed)
    assert fact.main_persons == (FILIP,)
    assert (request.stage, request.held) == (Stage.IN_PREPARATION, Held.FREE)


def test_when_all_who_are_left_had_said_yes_the_gate_opens() -> None:
    request, _ = handled(two_people(Stage.AWAITING_CONSENT, RACHEL, FATHER), died(MOTHER))
    request, told = handled(request, RESUME, 1)
    assert (request.stage, names(told)) == (Stage.CONSENTED, ["request-resumed", "consent-given"])


def test_when_one_of_those_who_are_left_said_no_it_waits_on_for_that() -> None:
    no = (said(), said(FATHER, Answered.NO))
    divided = replace(
        a_request(Stage.AWAITING_CONSENT, a_main_person(), a_child(), answers=no), held=Held.CONSENT_DIVIDED
    )
    request, told = handled(divided, died(MOTHER))
    assert names(told) == ["request-paused"]
    request, (fact,) = handled(request, RESUME, 1)
    assert isinstance(fact, RequestPaused)
    assert (request.held, fact.because) == (Held.CONSENT_DIVIDED, PauseReason.CONSENT_DIVIDED)


def test_when_the_only_one_it_was_about_died_it_says_what_can_be_done() -> None:
    request, _ = handled(a_request(Stage.IN_PREPARATION), died(RACHEL))
    with pytest.raises(NotReady, match=r"withdraw-request.*take-request"):
        handled(request, RESUME, 1)


def test_an_offer_to_another_office_is_taken_back_at_once() -> None:
    offered = replace(two_people(), held=Held.TRANSFER_OFFERED, transfer_id=TRANSFER)
    offer = Offer(offer_key_of(TRANSFER), TRANSFER, CASE, "utrecht", "gent", TransferReason.FAMILY_MOVED, NOON)
    work = a_work("intake", offered, offer, actor=an_actor())
    record_death(died(RACHEL), work)
    assert names(facts_of(work)) == ["transfer-recalled", "request-transfer-ended", "request-paused"]
    assert work.need(Request, CASE).held is Held.PERSON_DIED


@pytest.mark.parametrize("stage", [Stage.INFORMATION_TALK, Stage.INFORMED, Stage.CLOSED, Stage.WITHDRAWN])
def test_a_talk_and_what_is_over_do_not_wait(stage: Stage) -> None:
    with pytest.raises(NotAllowedNow):
        handled(a_request(stage), died(RACHEL))


def test_only_what_waits_for_a_death_is_resumed_so() -> None:
    for held in set(Held) - {Held.PERSON_DIED}:
        assert not HELD.knows(held, ResumeRequest)
    with pytest.raises(NotAllowedNow):
        handled(a_request(Stage.TRIAGED), RESUME)


@pytest.mark.parametrize("person", [RACHEL, MOTHER])
def test_a_death_that_was_noted_by_mistake_is_taken_back_whole(person: str) -> None:
    before = two_people(Stage.AWAITING_CONSENT, RACHEL)
    waiting, _ = handled(before, died(person))
    after, told = handled(waiting, ResumeRequest(case_id=CASE, noted_by_mistake=True), 1)
    assert (after.stage, after.held, deciders_of(after)) == (before.stage, before.held, deciders_of(before))
    assert after.active_persons == after.main_persons
    assert [fact.main_persons for fact in told if isinstance(fact, RequestResumed)] == [(RACHEL, FILIP)]
