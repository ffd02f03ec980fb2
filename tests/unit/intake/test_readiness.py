"""What must be there before the office takes a request on: every yes, each child's voice, who accepts the plan."""

from dataclasses import replace

import pytest

from kring_intake.domain import Voice
from kring_intake.domain.readiness import must_be_ready
from kring_intake.process import Held, Stage
from kring_shared.contracts.field import AgeBand, Mandate
from kring_shared.contracts.intake import AcceptRequest, NotAskedBecause, RecordVoice
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotReady
from tests.unit.intake.made import (
    CASE,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    a_main_person,
    a_mandate,
    a_request,
    gives,
    handled,
    names,
    said,
)

CHILD = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
ASKED = replace(CHILD, voice=Voice(asked=True))
ACCEPT = AcceptRequest(case_id=CASE)


def test_a_voluntary_request_is_taken_on_after_the_yes() -> None:
    request, told = handled(a_request(Stage.CONSENTED), ACCEPT)
    assert (request.stage, names(told)) == (Stage.ACCEPTED, ["request-accepted"])


def test_it_is_not_taken_on_while_somebody_who_decides_was_not_asked() -> None:
    child = replace(ASKED, holders=a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER).holders)
    with pytest.raises(NotReady, match="has not said yes"):
        must_be_ready(a_request(Stage.CONSENTED, child, answers=(said(MOTHER),)))


def test_it_is_not_taken_on_while_it_waits() -> None:
    with pytest.raises(NotAllowedNow):
        must_be_ready(replace(a_request(Stage.CONSENTED), held=Held.TRANSFER_OFFERED))


def test_every_child_is_asked_for_their_own_view() -> None:
    request = a_request(Stage.CONSENTED, CHILD)
    with pytest.raises(NotReady, match="record-voice"):
        must_be_ready(request)
    noted, told = handled(request, RecordVoice(case_id=CASE, person_id=FILIP, asked=True))
    must_be_ready(noted)
    assert names(told) == ["child-voice-recorded"]


def test_a_child_who_said_yes_or_no_themself_was_heard() -> None:
    request, _ = handled(a_request(Stage.CONSENTED, CHILD), gives(FILIP))
    must_be_ready(request)


def test_a_child_who_was_not_asked_is_noted_with_why() -> None:
    because = NotAskedBecause.NOT_SAFE_TO_ASK
    note = RecordVoice(case_id=CASE, person_id=FILIP, asked=False, because=because)
    request, _ = handled(a_request(Stage.CONSENTED, CHILD), note)
    assert request.main_persons[0].voice == Voice(asked=False, because=because)
    must_be_ready(request)


def test_why_a_child_was_not_asked_cannot_be_left_out() -> None:
    with pytest.raises(InvalidFields, match="why the child was not asked"):
        handled(a_request(Stage.CONSENTED, CHILD), RecordVoice(case_id=CASE, person_id=FILIP, asked=False))


def test_the_voice_of_somebody_it_is_not_about_is_not_noted() -> None:
    with pytest.raises(NotFound):
        handled(a_request(Stage.CONSENTED, CHILD), RecordVoice(case_id=CASE, person_id=MOTHER, asked=True))


def test_after_the_end_nothing_is_noted_any_more() -> None:
    for ended in (Stage.WITHDRAWN, Stage.MERGED):
        with pytest.raises(NotAllowedNow):
            handled(a_request(ended, CHILD), RecordVoice(case_id=CASE, person_id=FILIP, asked=True))


def test_a_child_who_was_left_out_does_not_have_to_be_asked() -> None:
    must_be_ready(a_request(Stage.CONSENTED, replace(CHILD, left_out=True), a_main_person(RACHEL)))


def test_a_compelled_request_is_taken_on_once_it_is_known_who_accepts_the_plan() -> None:
    must_be_ready(a_request(Stage.CONSENTED, mandates=(a_mandate(),)))


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ((), "the mandate must be known"),
        ((a_mandate(acceptor=False),), "who accepts the plan in the name of the mandate"),
        ((a_mandate(for_persons=(FILIP,)),), "the mandate must be known"),
    ],
    ids=["none", "nobody accepts", "about somebody left out"],
)
def test_a_compelled_request_is_not_ready_while_its_mandate_is_not_known(
    found: tuple[Mandate, ...], missing: str
) -> None:
    left_out = replace(a_main_person(FILIP), left_out=True)
    request = a_request(Stage.CONSENTED, a_main_person(RACHEL), left_out, mandates=(a_mandate(),))
    with pytest.raises(NotReady, match=missing):
        must_be_ready(replace(request, mandates=found))
