"""What becomes of a message: a referral, set apart for a person, or refused; no answer repeats what was sent."""

import base64
import json
from typing import Any

import pytest

from kring_shared.contracts.referral import MAX_REFERRAL_BYTES
from kring_shared.kernel.referrals import (
    QuarantinedReferral,
    RefusedReferral,
    ValidReferral,
    event_key,
    read_referral,
    referral_key,
)
from tests.unit.contracts.referral_samples import BSN, GONE, STRUCTURED, TODAY, an_event, read, with_field


def _binary(event: dict[str, Any], **headers: str) -> tuple[dict[str, str], bytes]:
    attributes = {f"CE-{name.title()}": value for name, value in event.items() if name != "data"}
    return attributes | headers, json.dumps(event["data"]).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        STRUCTURED,
        {"content-type": "Application/CloudEvents+JSON"},
        {"Content-Type": "application/json", "Nats-Msg-Id": "x"},
    ],
)
def test_a_structured_event_is_read_with_or_without_headers(headers: dict[str, str]) -> None:
    found = read_referral(headers, json.dumps(an_event()).encode(), today=TODAY)
    assert isinstance(found, ValidReferral)


def test_both_encodings_give_the_same_referral() -> None:
    assert read_referral(*_binary(an_event()), today=TODAY) == read(an_event())


def test_data_in_base64_is_read_and_searched_too() -> None:
    def packed(event: dict[str, Any]) -> dict[str, Any]:
        data = base64.b64encode(json.dumps(event.pop("data")).encode()).decode()
        return event | {"data_base64": data}

    assert read(packed(an_event())) == read(an_event())
    found = read(packed(with_field("/data/question", f"BSN {BSN}")))
    assert isinstance(found, QuarantinedReferral)
    assert b"data_base64" not in found.masked
    assert BSN.encode() not in found.masked


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(an_event()).encode()
    assert isinstance(read_referral({}, body, today=TODAY), ValidReferral)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe{}", b'{"a":NaN}', b"[" * 60_000, b'"\\ud800"', b'{"specversion":"1.0","data":{"refer'],
)
def test_what_is_not_json_is_refused_as_such(body: bytes) -> None:
    assert read_referral(STRUCTURED, body, today=TODAY) == RefusedReferral("kring.not-json")
    headers, _ = _binary(an_event())
    found = read_referral(headers, body, today=TODAY)
    assert isinstance(found, RefusedReferral)
    assert found.code in {"kring.not-json", "kring.invalid-fields"}  # no body at all is no data


@pytest.mark.parametrize("body", [b"[]", b"5", b"null", b'"text"', b"{}"])
def test_json_that_is_no_cloudevent_is_no_referral(body: bytes) -> None:
    found = read_referral(STRUCTURED, body, today=TODAY)
    assert isinstance(found, RefusedReferral)
    assert found.code == "kring.not-a-referral"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("id", GONE),
        ("id", ""),
        ("id", 5),
        ("source", GONE),
        ("source", "two\nlines"),
        ("type", GONE),
        ("type", "com.example.order.created.v1"),
        ("type", "nl.eigenkracht.referral.submitted.v2"),
        ("type", "nl.eigenkracht.referral.submitted.v10"),
        ("specversion", GONE),
        ("specversion", "0.3"),
        ("time", "yesterday"),
        ("time", 1700000000),
        ("time", "2026-11-20T09:12:00"),
        ("time", "2026-13-20T09:12:00Z"),
        ("datacontenttype", "text/plain"),
    ],
)
def test_a_wrong_attribute_is_named(attribute: str, value: object) -> None:
    found = read(an_event(**{attribute: value}))
    assert isinstance(found, RefusedReferral)
    receipt = found.receipt()
    assert (receipt.code, receipt.fields) == ("kring.not-a-referral", (f"/{attribute}",))


@pytest.mark.parametrize(
    "media", ["application/cloudevents-batch+json", "application/cloudevents+avro", "application/cloudevents+protobuf"]
)
def test_batches_and_other_formats_are_not_read(media: str) -> None:
    found = read_referral({"Content-Type": media}, json.dumps([an_event()]).encode(), today=TODAY)
    assert isinstance(found, RefusedReferral)
    assert found.code == "kring.not-a-referral"


def test_64_kib_is_read_and_one_byte_more_is_not() -> None:
    event = with_field("/data/question", "")
    room = MAX_REFERRAL_BYTES - len(json.dumps(event))
    event["data"]["question"] = "x" * room
    assert isinstance(read(event), ValidReferral)
    event["data"]["question"] += "x"
    found = read(event)
    assert isinstance(found, RefusedReferral)
    assert found.receipt().code == "kring.too-large"


@pytest.mark.parametrize(
    "path",
    [
        "/id",
        "/source",
        "/subject",
        "/kringnote",
        "/data/reference",
        "/data/question",
        "/data/requester/name",
        "/data/requester/postalAddress",
        "/data/mainPersons/0/name",
        "/data/mandates/0/conditions/0",
        "/data/contactRules/doNotContact/0",
        "/data/unknownField",
    ],
)
@pytest.mark.parametrize(
    "written", [BSN, f"BSN{BSN}", "1112.22.333", "111 222 333", f"over {BSN} nog", "85.07.30-033.28"]
)
def test_a_national_number_anywhere_sets_the_referral_apart(path: str, written: str) -> None:
    found = read(with_field(path, written))
    assert isinstance(found, QuarantinedReferral)
    assert found.code == "kring.national-number"
    assert found.receipt().status == "quarantined"
    for text in (found.masked.decode(), found.receipt().to_json().decode(), found.reference):
        assert BSN not in "".join(filter(str.isdigit, text)).replace("-", "")
        assert written not in text
    json.loads(found.masked)


def test_a_national_number_in_a_name_of_a_field_or_written_as_a_number_is_found() -> None:
    for extra in ({BSN: "x"}, {"note": int(BSN)}, {"note": float(BSN)}, {"deep": [{"er": [int(BSN)]}]}):
        event = an_event()
        event["data"] |= extra
        found = read(event)
        assert isinstance(found, QuarantinedReferral), extra
        assert BSN.encode() not in found.masked


def test_a_national_number_counts_also_where_fields_are_wrong() -> None:
    event = with_field("/data/question", BSN)
    del event["data"]["reference"], event["data"]["context"]
    assert isinstance(read(event), QuarantinedReferral)


def test_what_is_masked_stays_the_event_it_was_and_two_do_not_become_one() -> None:
    one, other = (read(with_field("/data/question", f"{name} {BSN}")) for name in ("A", "B"))
    assert isinstance(one, QuarantinedReferral)
    assert isinstance(other, QuarantinedReferral)
    assert one.event_key == other.event_key == event_key("urn:nl:wijkteam-noord", an_event()["id"])
    first, second = (read(an_event(id=BSN) | {"subject": subject}) for subject in ("a", "b"))
    assert isinstance(first, QuarantinedReferral)
    assert isinstance(second, QuarantinedReferral)
    assert first.event_key != second.event_key
    assert first.event_key != event_key("urn:nl:wijkteam-noord", BSN)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "nl.eigenkracht.referral.submitted.v1.2"},
        {"dataschema": "urn:nl:eigenkracht:referral:v1.3"},
        {"dataschema": "urn:nl:eigenkracht:referral/v1.10/schema.json"},
    ],
)
def test_a_newer_minor_version_is_read_if_it_can_be_and_else_set_apart(changes: dict[str, str]) -> None:
    assert isinstance(read(an_event(**changes)), ValidReferral)
    found = read(with_field("/data/conferenceType", "online") | changes)
    assert isinstance(found, QuarantinedReferral)
    assert (found.code, found.reference) == ("kring.newer-version", "WN-2026-0041")
    assert json.loads(found.masked)["data"]["conferenceType"] == "online"


@pytest.mark.parametrize("changes", [{"type": "nl.eigenkracht.referral.submitted.v1.0"}, {"dataschema": "urn:x:v1.0"}])
def test_version_1_itself_is_not_newer(changes: dict[str, str]) -> None:
    assert isinstance(read(an_event(**changes)), ValidReferral)
    assert isinstance(read(with_field("/data/conferenceType", "online") | changes), RefusedReferral)


def test_keys_are_stable_opaque_and_never_run_into_each_other() -> None:
    assert event_key("urn:a", "b") == event_key("urn:a", "b") == "fe0b521e61c3c47d58e61e343d82ea92"
    assert len({event_key("ab", "c"), event_key("a", "bc"), referral_key("ab", "c"), event_key("1:a", "")}) == 4
    assert len(referral_key("urn:a", "b")) == 32


def test_the_answer_to_what_is_refused_names_the_reference_only_where_it_is_one() -> None:
    found = read(with_field("/data/urgency", "tomorrow"))
    assert isinstance(found, RefusedReferral)
    assert found.receipt().reference == "WN-2026-0041"
    for reference in ("x" * 65, "a\nb", 5, None, {"a": 1}):
        found = read(with_field("/data/reference", reference))
        assert isinstance(found, RefusedReferral)
        assert found.receipt().reference == ""


def test_a_national_number_as_reference_is_not_repeated_in_a_refusal_either() -> None:
    found = read(with_field("/data/reference", f"R {BSN}") | {"type": "com.example.other.v1"})
    assert isinstance(found, RefusedReferral)
    assert found.receipt().reference == "R *********"
