"""No message, whatever is in it, makes reading fail, is repeated in an answer, or keeps a national number."""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kring_shared.kernel.referrals import QuarantinedReferral, RefusedReferral, ValidReferral, read_referral
from tests.unit.contracts.referral_samples import STRUCTURED, TODAY, an_event, read, with_field

BINARY = {f"ce-{name}": str(value) for name, value in an_event().items() if name != "data"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [
        "/data",
        "/data/reference",
        "/data/requester",
        "/data/requester/kind",
        "/data/mainPersons",
        "/data/mainPersons/0",
        "/data/mainPersons/0/birthYear",
        "/data/conferenceType",
        "/data/context",
        "/data/wishes",
        "/data/consent",
        "/data/mandates",
        "/data/mandates/0/for",
        "/data/mandates/0/acceptor",
        "/data/contactRules/doNotContact",
        "/id",
        "/source",
        "/type",
        "/time",
        "/subject",
        "/dataschema",
        "/datacontenttype",
        "/data_base64",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), st.text(), max_size=4), st.binary())
def test_no_message_makes_reading_fail(headers: dict[str, str], body: bytes) -> None:
    for known in ({}, STRUCTURED, BINARY):
        assert read_referral(headers | known, body, today=TODAY).__class__ is not ValidReferral


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PATHS, JSON)
def test_no_value_in_any_place_makes_reading_fail(path: str, value: object) -> None:
    event = with_field(path, value)
    found = read(event)
    if isinstance(found, RefusedReferral):
        assert found.receipt().code in {"kring.invalid-fields", "kring.not-a-referral", "kring.not-json"}


@settings(max_examples=100, deadline=None)
@given(PATHS, st.integers(10_000_000, 99_999_999).map(lambda number: f"Zq{number}q"))
def test_a_refusal_never_repeats_what_was_sent(path: str, value: str) -> None:
    event = with_field(path, {value: value})
    if path != "/data":
        event["data"]["urgency"] = value
    found = read(event)
    assert isinstance(found, RefusedReferral)
    assert value not in found.receipt().to_json().decode()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=8, max_size=8),
    st.lists(st.text(alphabet=" .-/\u00a0\u2013", max_size=2), min_size=8, max_size=8),
)
def test_every_bsn_however_written_is_masked_in_all_that_is_kept(digits: list[int], gaps: list[str]) -> None:
    last = sum((9 - place) * digit for place, digit in enumerate(digits)) % 11
    number = "".join(map(str, [*digits, last]))
    # What may be a telephone number or a case number of some year as well has tests of its own.
    assume(last <= 9 and number[0] != "0" and "20" not in {number[:2], number[-4:-2]})
    written = "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=True))
    found = read(with_field("/data/question", f"nummer {written}, dank"))
    assert isinstance(found, QuarantinedReferral)
    assert json.loads(found.masked)["data"]["question"].count("*") == len(number)
