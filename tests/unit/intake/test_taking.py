"""Requests by telephone, letter and at the desk: the rules of every referral hold, and a talk may become one."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from kring_intake.domain import KnownReferral, Request
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.process import Stage
from kring_shared.contracts.intake import (
    ConsentOverdue,
    DuplicateSuspected,
    HoldInformationTalk,
    RequestReceived,
    TakeRequest,
    WithdrawRequest,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound
from kring_shared.kernel.work import Work
from kring_shared.runtime.lane.receipts import pointers
from kring_shared.testing.work import facts_of
from tests.unit.intake.acted import act
from tests.unit.intake.sent import Desk, an_event, data, receipt_of, request_of

BSN = "123456782"
"""Passes the test of a national number and is nobody's."""
NOTE = "TEL-2026-7"
ROSA = {"kind": "closePerson", "name": "Rosa", "phone": "030 000 11 22"}
NOBODY = "019aa0000000700080000000000000ff"


def a_call(
    *, channel: str = "phone", talk_id: str | None = None, previous: str | None = None, **changes: object
) -> TakeRequest:
    """Note what Rosa says about Filip and Rachel."""
    said = data(reference=NOTE, requester=ROSA) | changes
    message: dict[str, Any] = {"referral": said, "channel": channel, "talkId": talk_id, "previousCaseId": previous}
    return TakeRequest.model_validate(message)


def answer_of(work: Work) -> dict[str, Any]:
    """Give what whoever took it reads."""
    assert work.answer is not None
    assert work.posted == []
    return dict(work.answer)


def a_talk(desk: Desk) -> Request:
    """Let a system ask for a talk."""
    return request_of(desk.submit(an_event(informationTalkOnly=True)))


@pytest.mark.parametrize("channel", ["phone", "desk", "letter"])
def test_what_was_said_becomes_a_request_as_if_it_had_been_sent(channel: str) -> None:
    work = act(Desk(), a_call(channel=channel))
    request, (fact,) = request_of(work), facts_of(work)
    assert isinstance(fact, RequestReceived)
    assert (fact.channel, request.channel, request.stage) == (channel, channel, Stage.RECEIVED)
    assert work.open(request.requester.contact, Contact) == Contact(name="Rosa", phone="030 000 11 22")
    assert [type(reminder.deadline) for reminder in work.reminders] == [ConsentOverdue]
    assert answer_of(work) == {
        "caseId": request.case_id,
        "requestId": request.case_id,
        "status": "received",
        "code": "kring.received",
    }


def test_a_talk_by_telephone_is_a_talk_and_no_request() -> None:
    work = act(Desk(), a_call(informationTalkOnly=True, mainPersons=[]))
    talk = request_of(work)
    assert (talk.stage, facts_of(work)[0].name) == (Stage.INFORMATION_TALK, "information-talk-requested")
    assert (answer_of(work)["caseId"], answer_of(work)["requestId"]) == (talk.case_id, None)


def test_the_rules_between_fields_hold_and_every_wrong_field_is_named() -> None:
    wrong = a_call(
        requester={"kind": "professional", "name": "M. Jansen"},
        context="mandatory",
        mainPersons=[{"name": "F", "side": "a"}],
    )
    with pytest.raises(InvalidFields, match="organisation is required for a professional") as refused:
        act(Desk(), wrong)
    assert refused.value.fields == (
        "/referral/requester/organisation",
        "/referral/requester",
        "/referral/mandates",
        "/referral/mainPersons/0/side",
    )


def test_the_shape_of_fields_is_named_under_the_same_place() -> None:
    with pytest.raises(ValidationError) as wrong:
        a_call(urgency="soon")
    assert pointers(wrong.value) == ("/referral/urgency",)


@pytest.mark.parametrize("changes", [{"question": f"Filip, BSN {BSN}"}, {"reference": BSN}])
def test_a_national_number_is_refused_at_once_and_nothing_is_kept(changes: dict[str, Any]) -> None:
    desk = Desk()
    with pytest.raises(HoldsNationalNumber, match="leave the number out") as refused:
        act(desk, a_call(**changes))
    assert BSN not in str(refused.value)
    assert desk.kept == {}


def test_a_telephone_number_that_looks_like_one_is_a_telephone_number() -> None:
    assert answer_of(act(Desk(), a_call(requester=ROSA | {"phone": BSN})))["status"] == "received"


def test_the_offices_own_reference_is_taken_once() -> None:
    desk = Desk()
    first = answer_of(act(desk, a_call()))
    work = act(desk, a_call(question="Iets anders?"))
    assert answer_of(work) == first | {"status": "repeated", "code": "kring.repeated"}
    assert (work.changed, work.told) == ({}, [])


def test_a_sender_who_uses_the_same_reference_is_another_one() -> None:
    desk = Desk()
    desk.submit(an_event(reference=NOTE))
    assert answer_of(act(desk, a_call()))["status"] != "repeated"


def test_whoever_takes_it_hears_that_others_look_the_same() -> None:
    desk = Desk()
    other = request_of(desk.submit(an_event()))
    work = act(desk, a_call())
    (suspected,) = (fact for fact in facts_of(work) if isinstance(fact, DuplicateSuspected))
    assert suspected.other_id == other.case_id
    assert answer_of(work)["status"] == "possibleDuplicate"
    assert answer_of(work)["requestId"] == request_of(work).case_id


@pytest.mark.parametrize("held", [False, True])
def test_a_talk_becomes_a_request_under_the_same_id(held: bool) -> None:  # noqa: FBT001  # a case each
    desk = Desk()
    talk = a_talk(desk)
    if held:
        act(desk, HoldInformationTalk(case_id=talk.case_id))
    work = act(desk, a_call(talk_id=talk.case_id))
    request, fact = request_of(work), facts_of(work)[0]
    assert isinstance(fact, RequestReceived)
    assert (request.case_id, request.stage, request.version) == (talk.case_id, Stage.RECEIVED, talk.version)
    assert answer_of(work)["requestId"] == talk.case_id
    assert [known.reference for known in request.references] == ["WN-2026-0041", NOTE]
    assert len(request.main_persons) == 2


def test_who_asked_for_the_talk_is_known_anew_and_the_six_weeks_begin_again() -> None:
    desk = Desk()
    talk = a_talk(desk)
    work = act(desk, a_call(talk_id=talk.case_id))
    assert [(e.scope, e.because) for e in work.erased] == [(f"person/{talk.requester.person_id}", "known-anew")]
    assert request_of(work).requester.person_id != talk.requester.person_id
    assert (ConsentOverdue.kind(), talk.case_id) in work.forgotten
    assert len(work.reminders) == 1


def test_a_talk_taken_by_telephone_may_become_a_request_under_its_own_reference() -> None:
    desk = Desk()
    talk = request_of(act(desk, a_call(informationTalkOnly=True)))
    work = act(desk, a_call(talk_id=talk.case_id))
    assert answer_of(work)["requestId"] == talk.case_id
    assert answer_of(act(desk, a_call()))["status"] == "repeated"


def test_a_talk_becomes_a_request_once_and_no_second_talk() -> None:
    desk = Desk()
    talk = a_talk(desk)
    with pytest.raises(InvalidFields) as refused:
        act(desk, a_call(talk_id=talk.case_id, informationTalkOnly=True))
    assert refused.value.fields == ("/referral/informationTalkOnly",)
    act(desk, a_call(talk_id=talk.case_id))
    with pytest.raises(NotAllowedNow):
        act(desk, a_call(talk_id=talk.case_id, reference="TEL-2026-8"))


def test_a_talk_that_was_left_at_that_becomes_nothing() -> None:
    desk = Desk()
    talk = a_talk(desk)
    act(desk, WithdrawRequest(case_id=talk.case_id))
    with pytest.raises(NotAllowedNow):
        act(desk, a_call(talk_id=talk.case_id))


def test_a_repeat_conference_keeps_the_earlier_route() -> None:
    desk = Desk()
    first = request_of(act(desk, a_call()))
    desk.kept[Request, first.case_id] = replace(first, stage=Stage.CLOSED)
    work = act(desk, a_call(reference="TEL-2026-9", previous=first.case_id))
    (fact,) = (fact for fact in facts_of(work) if isinstance(fact, RequestReceived))
    assert (fact.previous_case_id, request_of(work).previous_case_id) == (first.case_id, first.case_id)


def test_an_earlier_route_is_a_request_of_this_office() -> None:
    desk, gent = Desk(), Desk("gent")
    theirs = request_of(act(gent, a_call()))
    talk = a_talk(desk)
    desk.kept |= {place: kept for place, kept in gent.kept.items() if isinstance(kept, Request)}
    for previous in (NOBODY, talk.case_id, theirs.case_id):
        with pytest.raises(NotFound):
            act(desk, a_call(previous=previous))
    assert not any(
        isinstance(kept, KnownReferral) and kept.office == "utrecht" and kept.code == "kring.received"
        for kept in desk.kept.values()
    )


def test_a_talk_is_one_of_this_office() -> None:
    with pytest.raises(NotFound):
        act(Desk(), a_call(talk_id=NOBODY))


def test_what_a_system_sent_is_still_known_after_its_talk_became_a_request() -> None:
    desk = Desk()
    talk = a_talk(desk)
    act(desk, a_call(talk_id=talk.case_id))
    again = receipt_of(desk.submit(an_event(informationTalkOnly=True)))
    assert (again.status, again.request_id) == ("repeated", None)
