"""CloudEvents in both encodings: what is written can be read, by us and by the CloudEvents SDK, and the other way."""

import contextlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage
from cloudevents.core.bindings.http import from_binary as sdk_from_binary
from cloudevents.core.bindings.http import from_structured as sdk_from_structured
from cloudevents.core.bindings.http import to_binary as sdk_to_binary
from cloudevents.core.bindings.http import to_structured as sdk_to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent as SdkEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from kring_shared.contracts.cloudevents import (
    CloudEvent,
    NotACloudEvent,
    from_message,
    to_binary,
    to_document,
    to_structured,
)

NINE = datetime(2026, 11, 20, 9, 12, tzinfo=timezone(timedelta(hours=1)))


def an_event(**changes: Any) -> CloudEvent:  # noqa: ANN401  # any field of the event
    plain: dict[str, Any] = {
        "id": "019aa0000000700080000000000000a1",
        "source": "urn:nl:wijkteam-noord",
        "type": "nl.eigenkracht.referral.submitted.v1",
        "time": NINE,
        "subject": "019aa0000000700080000000000000a2",
        "datacontenttype": "application/json",
        "dataschema": "urn:kring:schema",
        "extensions": {
            "kringoffice": "utrecht",
            "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        },
        "data": b'{"a":["\xc3\xa9",1,null]}',
    }
    return CloudEvent(**(plain | changes))


def test_binary_is_headers_with_the_data_as_body() -> None:
    headers, body = to_binary(an_event(subject=None, dataschema=None, extensions={}))
    assert headers == {
        "ce-specversion": "1.0",
        "ce-id": "019aa0000000700080000000000000a1",
        "ce-source": "urn:nl:wijkteam-noord",
        "ce-type": "nl.eigenkracht.referral.submitted.v1",
        "ce-time": "2026-11-20T09:12:00+01:00",
        "ce-datacontenttype": "application/json",
    }
    assert body == b'{"a":["\xc3\xa9",1,null]}'


def test_structured_is_one_document() -> None:
    headers, body = to_structured(an_event(extensions={}, dataschema=None, time=NINE.astimezone(UTC)))
    assert headers == {"Content-Type": "application/cloudevents+json"}
    assert json.loads(body) == {
        "specversion": "1.0",
        "id": "019aa0000000700080000000000000a1",
        "source": "urn:nl:wijkteam-noord",
        "type": "nl.eigenkracht.referral.submitted.v1",
        "time": "2026-11-20T08:12:00Z",
        "subject": "019aa0000000700080000000000000a2",
        "datacontenttype": "application/json",
        "data": {"a": ["é", 1, None]},
    }


VALUE = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
EVENTS = st.builds(
    an_event,
    id=VALUE,
    source=VALUE,
    type=VALUE,
    subject=st.none() | VALUE,
    dataschema=st.none() | VALUE,
    time=st.none() | st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # made aware
    extensions=st.dictionaries(st.from_regex(r"[a-z0-9]{1,20}", fullmatch=True).map("x".__add__), VALUE, max_size=3),
)


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_what_is_written_is_read_back(event: CloudEvent) -> None:
    assert from_message(*to_binary(event)) == event
    back = from_message(*to_structured(event))
    assert back.model_copy(update={"data": b""}) == event.model_copy(update={"data": b""})
    assert json.loads(back.data) == json.loads(event.data)


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_headers_are_printable_ascii_whatever_the_values(event: CloudEvent) -> None:
    for name, value in to_binary(event)[0].items():
        assert all("!" <= sign <= "~" for sign in name + value)
        assert '"' not in value


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_the_sdk_reads_what_we_write(event: CloudEvent) -> None:
    headers, body = to_binary(event)
    # The HTTP binding, which is the SDK's, has the type of the data in a header of another name.
    http = {"content-type": headers.pop("ce-datacontenttype")} | headers
    for theirs in (
        sdk_from_binary(HTTPMessage(http, body), JSONFormat()),
        sdk_from_structured(HTTPMessage(*to_structured(event)), JSONFormat()),
    ):
        ours = event.attributes() | ({"time": event.time} if event.time else {})
        found = dict(theirs.get_attributes())
        if event.time is None:
            found.pop("time", None)  # the SDK puts in the time of reading
        assert found == ours
        assert theirs.get_data() == {"a": ["é", 1, None]}


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_we_read_what_the_sdk_writes(event: CloudEvent) -> None:
    time = event.time or NINE
    theirs = SdkEvent(dict(event.attributes()) | {"time": time}, json.loads(event.data))
    for message in (sdk_to_binary(theirs, JSONFormat()), sdk_to_structured(theirs, JSONFormat())):
        found = from_message(message.headers, message.body)
        assert found.attributes() == event.model_copy(update={"time": time}).attributes()
        assert json.loads(found.data) == json.loads(event.data)


def test_names_of_headers_may_have_any_capitals_and_values_may_be_quoted() -> None:
    found = from_message(
        {
            "CE-SpecVersion": "1.0",
            "Ce-Id": '"a \\"b\\" c"',
            "ce-source": "urn:x%20y",
            "cE-TYPE": "t%C3%A9st",
            "ce-subject": "%e2%82%AC",
            "ce-kringoffice": '"ge%25nt"',
            "Nats-Msg-Id": "other",
        },
        b"",
    )
    assert (found.id, found.source, found.type, found.subject) == ('a "b" c', "urn:x y", "tést", "€")
    assert found.extensions == {"kringoffice": "ge%nt"}


@pytest.mark.parametrize(
    ("header", "value", "pointer"),
    [
        ("ce-subject", "%C3", "/subject"),
        ("ce-subject", "%FF%FE", "/subject"),
        ("ce-subject", "%ED%A0%80", "/subject"),
        ("ce-subject", "\udc80", "/subject"),
        ("ce-subject", "%00", "/subject"),
        ("ce-id", "", "/id"),
        ("ce-specversion", "1.1", "/specversion"),
        ("ce-time", "2026-11-20", "/time"),
        ("CE-Source", "urn:another", "/source"),
    ],
)
def test_a_wrong_header_is_named_and_not_repeated(header: str, value: str, pointer: str) -> None:
    headers, body = to_binary(an_event())
    with pytest.raises(NotACloudEvent) as refused:
        from_message(headers | {header: value}, body)
    assert refused.value.fields == (pointer,)
    assert not value or value not in str(refused.value).replace("1.0", "")


def test_the_same_header_twice_is_no_mistake() -> None:
    headers, body = to_binary(an_event())
    assert from_message(headers | {"CE-ID": headers["ce-id"]}, body) == an_event()


def test_data_that_is_no_json_travels_as_base64_or_text() -> None:
    event = an_event(datacontenttype="application/pdf", data=b"%PDF\xff\x00")
    assert from_message(*to_structured(event)) == event
    assert from_message(*to_binary(event)) == event
    document = {
        "specversion": "1.0",
        "id": "1",
        "source": "s",
        "type": "t",
        "datacontenttype": "text/plain",
        "data": "é",
    }
    assert from_message({}, json.dumps(document).encode()).data == "é".encode()


def test_an_event_without_data_has_none() -> None:
    event = an_event(data=b"", datacontenttype=None)
    assert from_message(*to_binary(event)) == event == from_message(*to_structured(event))
    assert "data" not in to_document(*to_structured(event))


@pytest.mark.parametrize(
    "document",
    [
        {"data": {}, "data_base64": "e30="},
        {"data_base64": "not base64!"},
        {"data_base64": 5},
    ],
)
def test_data_can_be_there_in_one_way_only(document: dict[str, object]) -> None:
    body = json.dumps({"specversion": "1.0", "id": "1", "source": "s", "type": "t"} | document).encode()
    for read in (from_message, to_document):
        with pytest.raises(NotACloudEvent) as refused:
            read({}, body)
        assert refused.value.fields == ("/data_base64",)


def test_writing_data_as_json_that_is_none_is_refused() -> None:
    with pytest.raises(NotACloudEvent):
        to_structured(an_event(data=b"{"))


def test_attributes_that_cannot_be_extensions_are_passed_over() -> None:
    odd = {"Upper": "x", "with-dash": "x", "nested": {"a": 1}, "half": 0.5, "list": [], "nothing": None}
    plain = {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "flag": True, "count": 5}
    found = from_message({}, json.dumps(plain | odd).encode())
    assert found.extensions == {"flag": True, "count": 5}
    assert to_binary(found)[0]["ce-flag"] == "true"


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(), st.text(), max_size=4), st.binary())
def test_no_message_makes_reading_fail_in_another_way(headers: dict[str, str], body: bytes) -> None:
    for known in ({}, {"content-type": "application/cloudevents+json"}, {"ce-id": "1", "ce-specversion": "1.0"}):
        for read in (from_message, to_document):
            with contextlib.suppress(NotACloudEvent):
                read(headers | known, body)
