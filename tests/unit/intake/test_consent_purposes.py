"""Each purpose is asked, given and taken back by itself, and a yes to one thing is no yes to another."""

import pytest

from kring_intake.domain.consent import answers_of, has_consent, still_to_ask
from kring_intake.process import Held, Stage
from kring_shared.contracts.field import AgeBand, ConferenceType, Context
from kring_shared.contracts.intake import Purpose
from kring_shared.kernel.errors import NotAllowedNow, Refused
from tests.unit.intake.made import (
    FILIP,
    MOTHER,
    RACHEL,
    a_main_person,
    a_mandate,
    a_request,
    a_triage,
    after,
    gives,
    goes_on,
    handled,
    names,
    refuses,
    said,
    takes_back,
)

OTHERS = [purpose for purpose in Purpose if purpose is not Purpose.CONFERENCE]
OPEN = (Stage.RECEIVED, Stage.TRIAGED, Stage.AWAITING_CONSENT, Stage.CONSENTED, Stage.IN_PREPARATION)


@pytest.mark.parametrize("purpose", OTHERS)
def test_a_yes_to_something_else_does_not_open_the_gate(purpose: Purpose) -> None:
    request, told = handled(a_request(Stage.AWAITING_CONSENT), gives(RACHEL, purpose))
    assert (request.stage, names(told)) == (Stage.AWAITING_CONSENT, ["consent-recorded"])
    assert (has_consent(request), has_consent(request, purpose)) == (False, True)


@pytest.mark.parametrize("purpose", OTHERS)
@pytest.mark.parametrize("stage", OPEN)
def test_taking_back_a_yes_to_something_else_changes_no_stage(purpose: Purpose, stage: Stage) -> None:
    request, told = after(a_request(stage), gives(RACHEL, purpose), takes_back(RACHEL, purpose))
    assert (request.stage, request.held) == (stage, Held.FREE)
    assert names(told) == ["consent-recorded", "consent-withdrawn"]
    assert answers_of(request, purpose) == {RACHEL: "withdrawn"}
    assert request.stage not in {Stage.CONSENTED, Stage.IN_PREPARATION} or has_consent(request)


def test_a_yes_to_one_thing_cannot_be_taken_back_as_a_yes_to_another() -> None:
    with pytest.raises(Refused, match="no yes of theirs"):
        handled(a_request(Stage.CONSENTED), takes_back(RACHEL, Purpose.RESEARCH))


def test_everybody_who_decides_says_yes_to_each_purpose() -> None:
    request = a_request(Stage.CONSENTED, a_main_person(FILIP, AgeBand.FROM_12, MOTHER))
    request, _ = handled(request, gives(FILIP, Purpose.SCORES))
    assert not has_consent(request, Purpose.SCORES)
    assert sorted(still_to_ask(request, Purpose.SCORES)) == [MOTHER]
    assert has_consent(handled(request, gives(MOTHER, Purpose.SCORES), 2)[0], Purpose.SCORES)


def test_other_purposes_are_answered_also_while_the_conference_is_divided() -> None:
    request, _ = handled(a_request(Stage.ACCEPTED, a_main_person(RACHEL), a_main_person(FILIP)), takes_back(FILIP))
    request, _ = handled(request, gives(FILIP, Purpose.RESEARCH), 2)
    assert (request.held, answers_of(request, Purpose.RESEARCH)) == (Held.CONSENT_DIVIDED, {FILIP: "yes"})


def test_who_was_left_out_can_still_take_back_what_they_said_yes_to() -> None:
    request = a_request(Stage.ACCEPTED, a_main_person(RACHEL), a_main_person(FILIP))
    request, _ = after(request, gives(FILIP, Purpose.RESEARCH), takes_back(FILIP), goes_on(RACHEL))
    request, _ = handled(request, takes_back(FILIP, Purpose.RESEARCH), 5)
    assert (request.held, answers_of(request, Purpose.RESEARCH)) == (Held.FREE, {FILIP: "withdrawn"})


def test_after_the_end_nothing_is_asked_any_more_and_a_yes_can_still_be_taken_back() -> None:
    ended = a_request(Stage.CLOSED, answers=(said(RACHEL, purpose=Purpose.SCORES),))
    with pytest.raises(NotAllowedNow):
        handled(ended, gives(RACHEL, Purpose.RESEARCH))
    after_all, told = handled(ended, takes_back(RACHEL, Purpose.SCORES))
    assert (after_all.stage, names(told)) == (Stage.CLOSED, ["consent-withdrawn"])
    assert answers_of(after_all, Purpose.SCORES) == {RACHEL: "withdrawn"}


@pytest.mark.parametrize("stage", [Stage.TRIAGED, Stage.AWAITING_CONSENT, Stage.CONSENTED, Stage.AWAITING_FUNDING])
def test_triage_as_something_else_asks_anew_and_leaves_other_purposes_alone(stage: Stage) -> None:
    answers = said(RACHEL), said(RACHEL, purpose=Purpose.RESEARCH)
    request = a_request(stage, answers=answers)
    request, told = handled(request, a_triage(kind=ConferenceType.RESTORATIVE))
    assert (request.stage, request.said, names(told)) == (Stage.TRIAGED, answers[1:], ["request-triaged"])
    assert sorted(still_to_ask(request)) == [RACHEL]


def test_triage_that_finds_a_mandate_asks_anew() -> None:
    request, _ = handled(a_request(Stage.CONSENTED), a_triage(Context.MANDATORY))
    assert (request.stage, request.said) == (Stage.TRIAGED, ())


def test_triage_as_the_same_keeps_the_yes_of_everybody_and_the_gate_open() -> None:
    before = a_request(Stage.CONSENTED)
    request, told = handled(before, a_triage())
    assert (request.stage, request.said) == (Stage.CONSENTED, before.said)
    assert names(told) == ["request-triaged", "consent-given"]


def test_triage_as_the_same_keeps_the_first_answers_while_others_are_asked() -> None:
    children = a_main_person(FILIP, AgeBand.FROM_12, MOTHER)
    request, _ = after(a_request(Stage.AWAITING_CONSENT, children), gives(MOTHER), a_triage())
    assert (request.stage, answers_of(request)) == (Stage.TRIAGED, {MOTHER: "yes"})
    assert handled(request, gives(FILIP), 3)[0].stage is Stage.CONSENTED


def test_a_second_mandate_of_the_same_context_keeps_the_yes() -> None:
    request, _ = handled(a_request(Stage.CONSENTED, mandates=(a_mandate(),)), a_triage(Context.MANDATORY))
    assert (request.stage, has_consent(request)) == (Stage.CONSENTED, True)


def test_what_a_sender_called_it_is_no_triage_and_nobody_said_yes_to_that() -> None:
    request = a_request(Stage.RECEIVED, a_main_person(RACHEL), a_main_person(FILIP))
    request, told = after(request, a_triage(), gives(RACHEL), refuses(FILIP))
    assert (request.stage, names(told)[-1]) == (Stage.AWAITING_CONSENT, "request-paused")
