"""National numbers are found however they are written, and what only looks like one is left alone."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring_shared.kernel.national_numbers import is_bsn, is_rijksregisternummer, mask, mask_text
from tests.unit.contracts.referral_samples import BSN

BORN_1985 = "85073003328"
BORN_2012 = "12050304188"
"""Its check holds only with a 2 before it."""
BIS = "85473003317"
"""A BIS number: the month is 40 higher."""


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        (BSN, True),
        ("123456782", True),
        ("010464554", True),
        ("111222334", False),
        ("000000000", False),
        ("11122233", False),
        ("1112223330", False),
    ],
)
def test_the_11_test_tells_a_bsn(digits: str, *, right: bool) -> None:
    assert is_bsn(digits) is right


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        (BORN_1985, True),
        (BORN_2012, True),
        (BIS, True),
        ("85073003329", False),
        ("12050304189", False),
        ("85993003374", False),  # the check is right, but no month is 99
        ("85074003315", False),  # nor is any day 40
        ("8507300332", False),
    ],
)
def test_the_check_modulo_97_tells_a_rijksregisternummer_also_from_2000_on(digits: str, *, right: bool) -> None:
    assert is_rijksregisternummer(digits) is right


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (BSN, "*********"),
        (f"BSN{BSN}.", "BSN*********."),
        (f"bsn: {BSN}, 12 jaar", "bsn: *********, 12 jaar"),
        (f"{BSN} 12 jaar", "********* 12 jaar"),
        (f"12 {BSN}", "12 *********"),
        ("1112.22.333", "****.**.***"),
        ("1112-22-333", "****-**-***"),
        ("111 222 333", "*** *** ***"),
        ("111 - 222 - 333", "*** - *** - ***"),
        ("111\u00a0222\u2013333", "***\u00a0***\u2013***"),
        ("111\u200b222\u200b333", "***\u200b***\u200b***"),
        ("1 1 1 2 2 2 3 3 3", "* * * * * * * * *"),
        ("١١١٢٢٢٣٣٣", "*********"),
        (f"{BSN} en 123456782", "********* en *********"),
        ("85.07.30-033.28", "**.**.**-***.**"),
        ("85 07 30-033 28", "** ** **-*** **"),
        ("850730/033-28", "******/***-**"),
        (f"NN{BORN_2012}", "NN***********"),
        ("12.05.03-041.88", "**.**.**-***.**"),
        (BIS, "***********"),
        (f"0612345678 {BSN}", "0612345678 *********"),
        (f"+31 6 12345678 {BSN}", "+31 6 12345678 *********"),
        (f"+32 471 23 45 67 / {BSN}", "+32 471 23 45 67 / *********"),
        ("+48 601 234 567 111 222 333", "+48 601 234 567 *** *** ***"),
        (f"op 2026-11-16 {BSN}", "op 2026-11-16 *********"),
        ("010464554 3 kinderen", "********* 3 kinderen"),
    ],
)
def test_digits_are_masked_and_all_else_stays(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask({"question": [text]}) == {"question": [masked]}


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16T09:12:00.111222333Z",
        "2026-11-16T09:12:00+01:00",
        "12-03-2015 1",
        "tussen 01-02-2003 en 4 mei",
        "3511 AB 12, 9000 Gent, 00-950 Warszawa",
        "4c1c0d2e-7f57-4b9e-9a0e-0d6a6d5f2a10",
        "11122233-3000-4000-8000-111222333000",
        "deadbeef111222333deadbeef",
        "WN-2026-0041",
        "WN-2026-00415",
        "2026/11/012",
        "12349/2026",
        "NL91ABNA0417164300",
        "BE68 5390 0754 7034",
        "urn:nld:oin:00000001823288444000:systeem:x",
        "1112223330",
        "tel. 111222333",
        "zonder cijfers",
    ],
)
def test_what_only_looks_like_a_number_stays_the_very_same(text: str) -> None:
    assert mask_text(text) is text
    document = {"note": text}
    assert mask(document) is document


PHONES = [
    "06{0}{1}{2}",
    "06 {0}{1}{2}",
    "06-{0}{1}{2}",
    "+316{0}{1}{2}",
    "+31 6 {0} {1} {2}",
    "+31 (0)6 {0}{1}{2}",
    "0031 6 {0}{1}{2}",
    "31 6 {0}{1}{2}",
    "(030) {0} {3} {4}",
    "030-{0}{3}{4}",
    "0343 {0}{5}",
    "09 {0} {3} {4}",
    "(09) {0} {3} {4}",
    "054 {3} {4} {3}",
    "02/{0}.{3}.{4}",
    "0471 {3} {4} {3}",
    "+32 471 {3} {4} {3}",
    "+32 9 {0} {3} {4}",
    "+32 2 {0}{3}{4}",
    "+90 532 {0} {3} {4}",
    "+48 601 {0} {5}",
    "+49 30 {0}{5}",
    "bel 06 {0}{1}{2} na 5 uur",
    "tel: {0}{1}{5}",
    "gsm {0} {3} {4} {3}",
]


@settings(max_examples=100, deadline=None)
@given(st.tuples(*[st.integers(0, 10**length - 1).map(f"{{:0{length}d}}".format) for length in (3, 3, 2, 2, 2, 3)]))
def test_no_telephone_number_as_they_are_written_here_is_masked(parts: tuple[str, ...]) -> None:
    for phone in PHONES:
        text = phone.format(*parts)
        assert mask_text(text) is text


def test_a_field_for_telephone_numbers_is_left_alone_and_so_is_the_same_number_elsewhere() -> None:
    document = {"phone": BSN, "contact": {"GSM": ["123456782"]}, "doNotContact": ["111 222 333"]}
    assert mask(document) is document
    assert mask({"phone": BSN, "question": f"bsn {BSN}"})["question"] == "bsn *********"
    assert mask({"phone": f"BSN {BSN}"}) == {"phone": "BSN *********"}
    assert mask({"phones": BSN, "name": BSN}) == {"phones": "*********", "name": "*********"}


def test_names_that_become_alike_stay_apart() -> None:
    masked = mask({BSN: 1, "123456782": 2, "*********": 3})
    assert sorted(masked.values()) == [1, 2, 3]
    assert BSN not in json.dumps(masked)


def test_whole_numbers_are_looked_at_and_others_are_not() -> None:
    assert mask([int(BSN), float(BSN), int(BORN_1985)]) == ["*********", "*********", "***********"]
    document = [2015, True, None, 0.111222333, 1e300, float("inf"), 10**4000]
    assert mask(document) is document


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789 .-/+()tel\n", max_size=80))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert mask_text(once) == once
