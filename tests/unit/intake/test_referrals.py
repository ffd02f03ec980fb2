"""What becomes of a referral: it is kept once, and every sender gets a receipt without names in it."""

import json

import pytest

from kring_intake.domain import KnownReferral, Quarantined, Request
from kring_intake.process import Stage
from kring_shared.contracts.cloudevents import from_message
from kring_shared.contracts.intake import InformationTalkRequested, ReferralQuarantined, RequestReceived
from kring_shared.contracts.policies import BE
from kring_shared.contracts.referral import RECEIPT_TYPE
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import NOON, an_actor, facts_of
from tests.unit.intake.sent import STAFF, Desk, an_event, data, posted_event, receipt_of, request_of

BSN = "123456782"
"""Passes the test of a national number and is nobody's."""


def test_a_referral_becomes_a_request_and_a_fact() -> None:
    work = Desk().submit(an_event())
    request = request_of(work)
    (fact,) = facts_of(work)
    assert isinstance(fact, RequestReceived)
    assert (fact.case_id, fact.main_persons) == (request.case_id, tuple(p.card for p in request.main_persons))
    assert (request.stage, request.received_at, request.office) == (Stage.RECEIVED, NOON, "utrecht")


def test_the_dossier_holds_codes_only_and_the_policy_of_the_office() -> None:
    dossier = request_of(Desk("gent").submit(an_event())).dossier.model_dump(mode="json")
    assert dossier == {
        "conference_type": "family",
        "context": "voluntary",
        "urgency": "urgent",
        "minors_involved": True,
        "policy": BE.id,
        "previous_policy": "",
        "municipality": "Utrecht",
        "languages": ["nl", "tr"],
        "wishes": {"gender": "female", "age_band": "40-60", "languages": ["tr"]},
    }


def test_a_municipality_that_is_not_listed_stays_out_of_the_codes() -> None:
    people = [{"name": "Filip", "municipality": "Lindestraat 1, Utrecht"}]
    assert request_of(Desk().submit(an_event(mainPersons=people))).dossier.municipality == ""


def test_every_person_is_sealed_under_a_key_of_their_own_and_the_question_under_the_case() -> None:
    work = Desk().submit(an_event())
    request = request_of(work)
    people = (request.requester, *(person.card for person in request.main_persons))
    assert len({person.person_id for person in people}) == len(people)
    assert [person.contact.scope for person in people] == [f"person/{person.person_id}" for person in people]
    details = [person.details for person in request.main_persons]
    assert [sealed and sealed.scope for sealed in details] == [f"person/{person.id}" for person in request.main_persons]
    assert request.question is not None
    assert request.question.scope == f"case/{request.case_id}"


def test_nothing_personal_stands_outside_what_is_sealed() -> None:
    work = Desk().submit(an_event())
    (fact,) = facts_of(work)
    in_the_open = fact.model_dump_json() + work.posted[0].body.decode() + work.posted[0].subject
    for word in ("Filip", "Rachel", "Jansen", "Wijkteam", "opgroeien", "000 45", "2015"):
        assert word not in in_the_open


def test_a_mandated_referral_keeps_conditions_acceptor_and_deadline() -> None:
    acceptor = {"name": "S. De Smet", "organisation": "OCJ Gent", "email": "s.desmet@ocj.example"}
    mandate = {"kind": "ocj", "conditions": ["Filip slaapt thuis"], "acceptor": acceptor, "legalDeadline": "2027-02-15"}
    work = Desk().submit(an_event(context="mandatory", mandates=[mandate]))
    (kept,) = request_of(work).mandates
    assert (kept.kind, str(kept.legal_deadline)) == ("ocj", "2027-02-15")
    (condition,) = kept.conditions
    assert work.open(condition, str) == "Filip slaapt thuis"
    assert kept.acceptor is not None
    assert work.open(kept.acceptor.contact, Contact) == Contact(**acceptor)


def test_the_receipt_is_an_event_of_its_own_that_names_what_it_answers() -> None:
    work = Desk().submit(an_event("event-7"), system="wijkteam-noord")
    (posted,) = work.posted
    event = from_message({}, posted.body)
    assert (posted.subject, posted.type) == ("kring.utrecht.receipts.wijkteam-noord", RECEIPT_TYPE)
    assert (event.type, event.source, event.time) == (RECEIPT_TYPE, "urn:kring:office:utrecht", NOON)
    assert event.extensions == {"inreplyto": "event-7"}
    assert event.subject == request_of(work).case_id
    assert json.loads(event.data) == {
        "reference": "WN-2026-0041",
        "status": "received",
        "requestId": request_of(work).case_id,
        "code": "kring.received",
        "message": {"nl": "De aanmelding is ontvangen.", "en": "The referral was received."},
        "fields": [],
    }


def test_of_what_came_over_the_bus_it_is_told_which_system_sent_it_and_what_that_calls_it() -> None:
    (fact,) = facts_of(Desk().submit(an_event(), system="wijkteam-noord"))
    assert isinstance(fact, RequestReceived)
    assert (fact.referring_system, fact.reference) == ("wijkteam-noord", "WN-2026-0041")


def test_what_staff_hand_in_has_no_system_that_could_be_answered() -> None:
    (fact,) = facts_of(Desk().submit(an_event(), actor=STAFF, channel="file"))
    assert isinstance(fact, RequestReceived)
    assert (fact.referring_system, fact.reference) == ("", "")


def test_what_staff_hand_in_is_answered_at_once_and_not_posted() -> None:
    work = Desk().submit(an_event(), actor=STAFF)
    assert work.posted == []
    assert work.answer is not None
    assert (work.answer["status"], work.answer["requestId"]) == ("received", request_of(work).case_id)


def test_binary_events_are_read_from_their_headers() -> None:
    headers = {
        "ce-specversion": "1.0",
        "ce-id": "event-9",
        "ce-source": "urn:nl:wijkteam-noord",
        "ce-type": "nl.eigenkracht.referral.submitted.v1",
    }
    work = Desk().submit(json.dumps(data()), headers=headers)
    assert receipt_of(work).status == "received"
    assert posted_event(work)["inreplyto"] == "event-9"


@pytest.mark.parametrize(
    "again",
    [an_event(), an_event("event-2"), an_event(reference="another")],
    ids=["the same event", "another event of the same referral", "the same event with other words"],
)
def test_sending_again_gives_the_earlier_request_and_keeps_nothing(again: str) -> None:
    desk = Desk()
    first = request_of(desk.submit(an_event())).case_id
    work = desk.submit(again)
    assert (receipt_of(work).status, receipt_of(work).request_id) == ("repeated", first)
    assert (work.changed, work.told) == ({}, [])


def test_another_source_may_use_the_same_ids() -> None:
    desk = Desk()
    desk.submit(an_event())
    assert receipt_of(desk.submit(an_event(source="urn:be:ocj-gent"))).status == "received"


def test_two_offices_do_not_know_of_each_others_referrals() -> None:
    utrecht, gent = Desk(), Desk("gent")
    utrecht.submit(an_event())
    gent.kept |= utrecht.kept
    assert receipt_of(gent.submit(an_event())).status == "received"
    known = {a.key for a in gent.kept.values() if isinstance(a, KnownReferral)}
    assert len(known) == 4


def test_an_information_talk_is_no_request_and_keeps_only_who_asks() -> None:
    desk = Desk()
    work = desk.submit(an_event(informationTalkOnly=True))
    receipt, talk, (fact,) = receipt_of(work), request_of(work), facts_of(work)
    assert (receipt.status, receipt.code, receipt.request_id) == ("received", "kring.information-talk", None)
    assert isinstance(fact, InformationTalkRequested)
    assert (talk.stage, talk.main_persons) == (Stage.INFORMATION_TALK, ())
    assert receipt_of(desk.submit(an_event(informationTalkOnly=True))).status == "repeated"


def test_who_asks_for_a_talk_about_themselves_takes_part_in_it() -> None:
    asks = {"kind": "mainPerson", "name": "Rachel", "phone": "0612345678"}
    talk = request_of(Desk().submit(an_event(informationTalkOnly=True, requester=asks, mainPersons=None)))
    assert ("main-person", talk.requester.person_id) in talk.parties()


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("{", "kring.not-json"),
        ("[]", "kring.not-a-referral"),
        (an_event(requester={}), "kring.invalid-fields"),
        (an_event(question="x" * 70_000), "kring.too-large"),
        (an_event(mainPersons=[{"name": "Filip", "birthYear": 2027}]), "kring.invalid-fields"),
    ],
)
def test_what_is_no_referral_is_refused_and_nothing_is_kept(event: str, code: str) -> None:
    work = Desk().submit(event)
    assert (receipt_of(work).status, receipt_of(work).code) == ("refused", code)
    assert (work.changed, work.told) == ({}, [])


def test_a_refusal_names_every_wrong_field_and_still_the_event_it_answers() -> None:
    work = Desk().submit(an_event("event-3", urgency="soon", conferenceType="party"))
    assert receipt_of(work).fields == ("/data/conferenceType", "/data/urgency")
    assert posted_event(work)["inreplyto"] == "event-3"


def test_what_could_not_be_read_is_answered_without_naming_an_event() -> None:
    assert "inreplyto" not in posted_event(Desk().submit("{"))


def test_an_unknown_office_takes_nothing_in() -> None:
    work = Desk("nowhere").submit(an_event(), actor=an_actor(office="nowhere"))
    assert (receipt_of(work).status, receipt_of(work).code) == ("refused", "kring.unknown-office")
    assert (work.changed, work.told) == ({}, [])


def test_a_referral_with_a_national_number_is_set_apart_with_its_digits_masked_and_sealed() -> None:
    work = Desk().submit(an_event(question=f"Filip, BSN {BSN}"), system="wijkteam-noord")
    (kept,) = (a for a in work.changed.values() if isinstance(a, Quarantined))
    (fact,) = facts_of(work)
    text = work.open(kept.text, str)
    assert (receipt_of(work).status, receipt_of(work).code) == ("quarantined", "kring.national-number")
    assert receipt_of(work).request_id is None
    assert isinstance(fact, ReferralQuarantined)
    assert (fact.case_id, fact.system, fact.code) == (kept.id, "wijkteam-noord", "kring.national-number")
    assert kept.text.scope == f"quarantine/{kept.id}"
    assert isinstance(text, str)
    assert "Filip" in text
    assert BSN not in text
    assert not any(isinstance(a, Request) for a in work.changed.values())


def test_no_receipt_repeats_a_national_number() -> None:
    for event in (an_event(BSN), an_event(reference=BSN), an_event(BSN, urgency="soon")):
        work = Desk().submit(event)
        assert BSN not in work.posted[0].body.decode()
        assert BSN not in repr(work.changed)


def test_what_was_set_apart_is_kept_once() -> None:
    desk = Desk()
    desk.submit(an_event(question=f"BSN {BSN}"))
    work = desk.submit(an_event(question=f"BSN {BSN}"))
    assert (receipt_of(work).status, receipt_of(work).request_id, work.changed) == ("repeated", None, {})


@pytest.mark.parametrize("event_id", ["event-1", "event-2"])
def test_a_sender_may_mend_what_was_set_apart(event_id: str) -> None:
    desk = Desk()
    desk.submit(an_event(question=f"BSN {BSN}"))
    mended = desk.submit(an_event(event_id))
    assert receipt_of(mended).status == "received"
    again = desk.submit(an_event(event_id))
    assert receipt_of(again).request_id == request_of(mended).case_id
