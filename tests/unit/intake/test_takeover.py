"""A request an office took on before Kring is taken over whole, with the yes that was given then, or not at all."""

from datetime import date
from typing import Any

import pytest

from kring_intake.domain import Request
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.process import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.intake import (
    ConsentGiven,
    ConsentRecorded,
    Giver,
    RequestAccepted,
    RequestReceived,
    RequestTriaged,
    TakeOverRequest,
    TakeRequest,
    WithdrawRequest,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, facts_of
from tests.unit.intake.acted import act
from tests.unit.intake.sent import Desk, data, request_of

CASE = id_at(NOON, "a running case")
ROSA = {"kind": "closePerson", "name": "Rosa", "phone": "030 000 11 22"}
RACHEL = {"name": "Rachel", "birthYear": 1986, "languages": ["tr", "nl"], "municipality": "Utrecht"}
FILIP = {"name": "Filip", "birthYear": 2015}
SOFIE = {"name": "Sofie", "birthYear": 2012}
MOTHER = {"name": "Rachel", "phone": "+31 6 000 00 11"}
BSN = "123456782"


def a_case(*people: dict[str, Any], referral: dict[str, Any] | None = None, **changes: Any) -> TakeOverRequest:  # noqa: ANN401
    """Say what the office knows of a case about these people; of Rachel unless told otherwise."""
    said = data(reference="LZ-7", requester=ROSA, mainPersons=list(people) or [RACHEL], wishes=None)
    message: dict[str, Any] = {
        "caseId": CASE,
        "referral": said | (referral or {}),
        "receivedOn": "2026-09-01",
        "consentOn": "2026-09-10",
        "consentBy": ["mainPerson"],
    }
    return TakeOverRequest.model_validate(message | changes)


def refused(message: TakeOverRequest, why: type[Exception], words: str) -> None:
    """See that it is refused in these words, and that nothing is kept."""
    desk = Desk()
    with pytest.raises(why, match=words):
        act(desk, message)
    assert desk.kept == {}


def kinds(work: Work) -> list[type]:
    """Give what was told, in order."""
    return [type(fact) for fact in facts_of(work)]


def test_it_is_taken_on_with_its_yes_and_every_fact_is_marked_as_imported() -> None:
    work = act(Desk(), a_case(mainPersons=[{"contact": {"name": "", "email": "rachel@kring.example"}}]))
    request = request_of(work)
    assert (request.case_id, request.stage, request.channel) == (CASE, Stage.ACCEPTED, "import")
    assert request.received_at.date() == date(2026, 9, 1)
    assert [said.said_at.date() for said in request.said] == [date(2026, 9, 10)]
    contact = work.open(request.main_persons[0].card.contact, Contact)
    assert contact == Contact(name="Rachel", email="rachel@kring.example")
    assert kinds(work) == [RequestReceived, RequestTriaged, ConsentRecorded, ConsentGiven, RequestAccepted]
    assert {fact.by for fact in facts_of(work)} == {IMPORTED}
    assert facts_of(work)[0].model_dump()["received_on"] == date(2026, 9, 1)
    assert work.answer == {"caseId": CASE, "known": False, "looksLike": 0}


def test_taken_over_again_it_changes_nothing_also_when_it_stopped_since() -> None:
    desk = Desk()
    act(desk, a_case())
    act(desk, WithdrawRequest(case_id=CASE))
    before = dict(desk.kept)
    work = act(desk, a_case(referral={"question": "Something else entirely?"}))
    assert (kinds(work), work.answer, desk.kept) == ([], {"caseId": CASE, "known": True, "looksLike": 0}, before)


def test_for_a_child_who_holds_authority_said_yes_and_a_parent_it_is_about_too_is_one_person() -> None:
    by_mother = a_case(FILIP, RACHEL, consentBy=["mainPerson", "legalRepresentative"], holders=[MOTHER])
    request = request_of(act(Desk(), by_mother))
    filip, rachel = request.main_persons
    assert [holder.person_id for holder in filip.holders] == [rachel.id]
    assert {said.giver_id: said.giver for said in request.said} == {rachel.id: Giver.MAIN_PERSON}


def test_a_child_old_enough_to_decide_too_has_to_have_said_yes_itself() -> None:
    refused(a_case(SOFIE, holders=[MOTHER], consentBy=["legalRepresentative"]), NotReady, "the main person is missing")
    work = act(Desk(), a_case(SOFIE, holders=[MOTHER], consentBy=["mainPerson", "legalRepresentative"]))
    assert len(request_of(work).said) == 2


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (a_case(FILIP), "it is not known who had to say yes"),
        (a_case({"name": "Filip"}), "it is not known who had to say yes"),
        (a_case(FILIP, holders=[MOTHER]), "the yes of who holds authority is missing"),
        (a_case(consentBy=["legalRepresentative"]), "the yes of the main person is missing"),
        (
            a_case(referral={"context": "mandatory", "mandates": [{"kind": "youthCourt"}]}),
            "who accepts the plan in the name of the mandate must be known",
        ),
    ],
    ids=["no holders", "no age", "a child alone", "somebody else's yes", "nobody accepts"],
)
def test_without_every_yes_it_needs_nothing_is_taken_over(message: TakeOverRequest, words: str) -> None:
    refused(message, NotReady, words)


@pytest.mark.parametrize("policy_office", ["utrecht", "gent"])
def test_no_office_takes_a_child_over_on_the_yes_of_nobody(policy_office: str) -> None:
    with pytest.raises(NotReady):
        act(Desk(policy_office), a_case(FILIP, holders=[MOTHER]))


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (a_case(consentOn="2026-08-31"), "/consentOn"),
        (a_case(consentOn="2027-01-01"), "/consentOn"),
        (a_case(referral={"conferenceType": None}), "/referral/conferenceType"),
        (a_case(referral={"mandates": [{"kind": "youthCourt"}]}), "/referral/context"),
        (a_case(referral={"requester": {"kind": "closePerson", "name": "Rosa"}}), "/referral/requester"),
        (a_case(mainPersons=[{"contact": {"name": ""}}] * 2), "/mainPersons"),
        (a_case(referral={"informationTalkOnly": True}), "/referral/informationTalkOnly"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(message: TakeOverRequest, field: str) -> None:
    with pytest.raises(InvalidFields) as wrong:
        act(Desk(), message)
    assert wrong.value.fields == (field,)


def test_a_national_number_is_refused_wherever_it_stands() -> None:
    refused(a_case(referral={"question": f"Nummer {BSN}?"}), HoldsNationalNumber, "nothing was kept")
    refused(
        a_case(mainPersons=[{"contact": {"name": "", "postalAddress": f"bsn {BSN}"}}]), HoldsNationalNumber, "nothing"
    )


def test_a_reference_that_is_another_requests_is_not_taken_twice() -> None:
    desk = Desk()
    act(desk, TakeRequest.model_validate({"referral": data(reference="LZ-7", requester=ROSA)}))
    with pytest.raises(InvalidFields, match="another request of this office has this reference"):
        act(desk, a_case())


def test_one_that_looks_like_another_says_so_and_a_person_decides() -> None:
    desk = Desk()
    act(desk, TakeRequest.model_validate({"referral": data(reference="TEL-1", requester=ROSA)}))
    people = data()["mainPersons"]
    work = act(desk, a_case(*people, consentBy=["mainPerson", "legalRepresentative"], holders=[MOTHER]))
    assert work.answer == {"caseId": CASE, "known": False, "looksLike": 1}
    assert isinstance(desk.kept[Request, CASE], Request)


def test_only_the_regional_manager_takes_cases_over() -> None:
    assert set(RIGHTS[TakeOverRequest]) == {Role.REGIONAL_MANAGER}
