"""What is a referral and what is not, field by field, as the public contract has it."""

from datetime import date

import pytest

from kring_shared.contracts.referral import Referral, ReferralReceipt
from kring_shared.contracts.referral.receipt import STATUS_OF, WORDS
from kring_shared.kernel.referral_csv import FLAGS
from kring_shared.kernel.referrals import RefusedReferral, ValidReferral
from tests.unit.contracts.referral_samples import GONE, TODAY, an_event, read, with_field


def _referral(event: object) -> Referral:
    found = read(event)
    assert isinstance(found, ValidReferral), found
    return found.referral


OPTIONAL = tuple(
    str(field.alias)
    for name, field in Referral.model_fields.items()
    if not field.is_required() and name not in {"main_persons", "mandates"}  # the rules ask for these
)


def test_what_could_be_left_out_and_what_says_yes_or_no_from_the_beginning_still_does() -> None:
    """Senders rely on it; the lists above are read from the model, so that a new field is tried as well."""
    assert {"conferenceType", "minorsInvolved", "informationTalkOnly", "question", "wishes", "consent"} <= set(OPTIONAL)
    assert {"contactRules"} <= set(OPTIONAL)
    assert {"minorsInvolved", "informationTalkOnly"} <= set(FLAGS)


def test_a_referral_with_every_field_is_read_whole() -> None:
    referral = _referral(an_event())
    assert referral.reference == "WN-2026-0041"
    assert referral.requester.postal_address == "Lindestraat 1, 3511 AA Utrecht"
    assert [person.name for person in referral.main_persons] == ["Filip", "Rachel"]
    assert referral.main_persons[1].languages == ("nl", "fr-BE")
    (mandate,) = referral.mandates
    assert mandate.applies_to == (0, 1)
    assert mandate.legal_deadline == date(2027, 2, 15)
    assert mandate.acceptor is not None
    assert mandate.acceptor.email == ""
    assert referral.contact_rules is not None
    assert referral.contact_rules.do_not_contact == ("+31 30 123 45 67",)


@pytest.mark.parametrize(
    "path",
    [
        "/time",
        "/datacontenttype",
        *(f"/data/{name}" for name in OPTIONAL),
        "/data/requester/phone",
        "/data/requester/email",
        "/data/mainPersons/0/birthYear",
        "/data/mainPersons/0/languages",
        "/data/mainPersons/1/side",
        "/data/mandates/0/for",
        "/data/mandates/0/conditions",
        "/data/mandates/0/acceptor",
        "/data/mandates/0/legalDeadline",
        "/data/wishes/gender",
        "/data/wishes/ageBand",
        "/data/consent/by",
        "/data/consent/on",
    ],
)
def test_what_may_be_absent_may_be_absent_or_null(path: str) -> None:
    _referral(with_field(path, GONE))
    _referral(with_field(path, None))


WRONG = [
    ("/data/reference", GONE),
    ("/data/reference", ""),
    ("/data/reference", "   "),
    ("/data/reference", "x" * 65),
    ("/data/reference", "two\nlines"),
    ("/data/reference", 41),
    ("/data/requester", GONE),
    ("/data/requester", "M. Jansen"),
    ("/data/requester/kind", "neighbour"),
    ("/data/requester/name", GONE),
    ("/data/requester/name", " "),
    ("/data/requester/organisation", GONE),
    ("/data/requester/organisation", ""),
    ("/data/requester/email", "no address"),
    ("/data/requester/phone", "none"),
    ("/data/mainPersons", GONE),
    ("/data/mainPersons", []),
    ("/data/mainPersons", [{"name": "P"}] * 21),
    ("/data/mainPersons/0/name", GONE),
    ("/data/mainPersons/0", "Filip"),
    ("/data/mainPersons/0/birthYear", 1899),
    ("/data/mainPersons/0/birthYear", 2027),
    ("/data/mainPersons/0/birthYear", "2015"),
    ("/data/mainPersons/0/birthYear", 2015.5),
    ("/data/mainPersons/0/languages", "nl"),
    ("/data/mainPersons/0/languages/0", "nl_NL"),
    ("/data/mainPersons/0/languages/0", "dutch language"),
    ("/data/mainPersons/1/side", "c"),
    ("/data/conferenceType", "wedding"),
    ("/data/conferenceType", ["family"]),
    ("/data/context", GONE),
    ("/data/context", "forced"),
    ("/data/urgency", GONE),
    ("/data/urgency", "tomorrow"),
    *((f"/data/{name}", wrong) for name in OPTIONAL if name in FLAGS for wrong in ("yes", 1)),
    ("/data/question", 5),
    ("/data/wishes", []),
    ("/data/wishes/gender", "any"),
    ("/data/wishes/ageBand", "20-30"),
    ("/data/wishes/languages/0", "?"),
    ("/data/consent/given", GONE),
    ("/data/consent/given", "true"),
    ("/data/consent/by", "grandmother"),
    ("/data/consent/on", "18-11-2026"),
    ("/data/consent/on", "2026-02-30"),
    ("/data/consent/on", 1700000000),
    ("/data/mandates", []),
    ("/data/mandates", GONE),
    ("/data/mandates", {}),
    ("/data/mandates/0/kind", GONE),
    ("/data/mandates/0/kind", "army"),
    ("/data/mandates/0/for", []),
    ("/data/mandates/0/for/1", 2),
    ("/data/mandates/0/for/0", -1),
    ("/data/mandates/0/for/0", "0"),
    ("/data/mandates/0/conditions", "one"),
    ("/data/mandates/0/acceptor/name", GONE),
    ("/data/mandates/0/acceptor/organisation", GONE),
    ("/data/mandates/0/legalDeadline", "soon"),
    ("/data/contactRules/neutralSender", "no"),
    ("/data/contactRules/doNotContact", "a@b.example"),
    ("/data", GONE),
    ("/data", []),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_wrong_field_is_named_alone_and_in_two_languages(path: str, value: object) -> None:
    found = read(with_field(path, value))
    assert isinstance(found, RefusedReferral), found
    receipt = found.receipt()
    assert (receipt.code, receipt.fields) == ("kring.invalid-fields", (path,))
    assert f"{path} " in receipt.message.nl
    assert f"{path} " in receipt.message.en
    assert receipt.message.nl != receipt.message.en


def test_everything_that_is_wrong_is_named_at_once() -> None:
    event = an_event()
    del event["data"]["requester"]["organisation"], event["data"]["requester"]["name"], event["data"]["mandates"]
    event["data"]["mainPersons"][1]["birthYear"] = 3000
    found = read(event)
    assert isinstance(found, RefusedReferral)
    assert {wrong.pointer for wrong in found.wrong} == {
        "/data/requester/organisation",
        "/data/requester/name",
        "/data/mandates",
        "/data/mainPersons/1/birthYear",
    }
    assert found.reference == "WN-2026-0041"


def test_a_requester_needs_one_way_to_be_reached_and_any_one_will_do() -> None:
    ways = {"email": "a@b.example", "phone": "0612345678", "postalAddress": "Lindestraat 1, Utrecht"}
    who = {"kind": "closePerson", "name": "Buurvrouw"}
    for way, value in ways.items():
        _referral(with_field("/data/requester", who | {way: value}))
    for nothing in ({}, {"email": ""}, {"phone": " "}, {"postalAddress": None}):
        found = read(with_field("/data/requester", who | nothing))
        assert isinstance(found, RefusedReferral)
        assert found.receipt().fields == ("/data/requester",)


def test_an_acceptor_needs_e_mail_or_phone() -> None:
    found = read(with_field("/data/mandates/0/acceptor/phone", GONE))
    assert isinstance(found, RefusedReferral)
    assert found.receipt().fields == ("/data/mandates/0/acceptor",)


def test_only_an_information_talk_may_be_about_nobody_yet() -> None:
    event = with_field("/data/mainPersons", GONE)
    event["data"] |= {"informationTalkOnly": True, "context": "voluntary"}
    del event["data"]["mandates"]
    found = read(event)
    assert isinstance(found, ValidReferral)
    assert found.code == "kring.information-talk"


@pytest.mark.parametrize(("kind", "right"), [("restorative", True), (None, True), ("family", False)])
def test_sides_belong_to_a_restorative_conference(kind: str | None, *, right: bool) -> None:
    assert isinstance(read(with_field("/data/conferenceType", kind)), ValidReferral) is right


def test_a_mandate_in_voluntary_context_is_no_mistake() -> None:
    _referral(with_field("/data/context", "voluntary"))


def test_this_year_is_a_birth_year_and_next_year_is_not() -> None:
    event = with_field("/data/mainPersons/0/birthYear", TODAY.year + 1)
    assert isinstance(read(event), RefusedReferral)
    assert isinstance(read(event, today=date(TODAY.year + 1, 1, 1)), ValidReferral)


def test_unknown_fields_are_ignored_and_names_are_those_of_the_wire() -> None:
    event = an_event(tracestate="x", color="blue")
    event["data"] |= {"budget": 5, "main_persons": "not a wire name"}
    event["data"]["requester"] |= {"religion": "never asked"}
    assert _referral(event) == _referral(an_event())


def test_a_name_that_is_not_that_of_the_wire_is_no_field() -> None:
    event = with_field("/data/mainPersons/0/birthYear", GONE)
    event["data"]["mainPersons"][0]["birth_year"] = "not a field"
    assert _referral(event).main_persons[0].birth_year is None


def test_text_on_one_line_loses_its_line_breaks_and_the_question_keeps_them() -> None:
    event = with_field("/data/requester/postalAddress", "Lindestraat 1\r\n3511 AA\tUtrecht\x00")
    event["data"]["question"] = " Eerst dit.\r\nDan dat.\x07 "
    referral = _referral(event)
    assert referral.requester.postal_address == "Lindestraat 1 3511 AA Utrecht"
    assert referral.question == "Eerst dit.\nDan dat."


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("NL", "nl"), ("zh-hant-tw", "zh-Hant-TW"), ("ar", "ar"), ("x-dialect", "x-dialect")],
)
def test_language_tags_get_their_usual_capitals(written: str, read_as: str) -> None:
    wishes = _referral(with_field("/data/wishes/languages", [written])).wishes
    assert wishes is not None
    assert wishes.languages == (read_as,)


def test_every_code_has_a_status_and_words() -> None:
    assert set(STATUS_OF) == set(WORDS)
    for code in STATUS_OF:
        assert ReferralReceipt.of(code).status is STATUS_OF[code]


def test_outsiders_are_never_told_that_somebody_is_known() -> None:
    duplicate = ReferralReceipt.of("kring.possible-duplicate", reference="A", request_id="0" * 32)
    plain = ReferralReceipt.of("kring.received", reference="A", request_id="0" * 32)
    assert duplicate.for_outsiders() == plain
    assert plain.for_outsiders() is plain


def test_a_receipt_travels_with_camel_case_names() -> None:
    body = ReferralReceipt.of("kring.received", reference="A", request_id="0" * 32).to_json()
    assert b'"requestId":"00000000000000000000000000000000"' in body
    assert ReferralReceipt.model_validate_json(body).request_id == "0" * 32


def test_every_field_of_the_contract_is_described_and_has_an_example() -> None:
    schema = Referral.model_json_schema(by_alias=True)
    models = [schema, *schema["$defs"].values(), ReferralReceipt.model_json_schema(by_alias=True)]
    for model in models:
        for name, field in model.get("properties", {}).items():
            assert field.get("description"), name
            if "$ref" not in str(field):
                assert field.get("examples"), name
