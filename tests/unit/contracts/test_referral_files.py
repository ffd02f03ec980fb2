"""Files of referrals: every element, line and row is one item, in order, and sending a file again is safe."""

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring_shared.contracts.referral import Referral
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.referral_files import read_csv, read_json, read_lines
from kring_shared.kernel.referrals import Read, RefusedReferral, ValidReferral, read_referral
from tests.unit.contracts.referral_samples import TODAY, an_event

SOURCE = "urn:kring:office:utrecht"
HEADER = "reference,requester.kind,requester.name,requester.phone,mainPerson.name,context,urgency"
ROW = "A-1,closePerson,Jan,0612345678,Piet,voluntary,normal"


READERS: dict[str, Callable[[bytes], Iterator[FileItem]]] = {
    "json": read_json,
    "jsonl": read_lines,
    "csv": lambda content: read_csv(content, source=SOURCE),
}


def _items(content: str | bytes, kind: str = "csv") -> list[FileItem]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(READERS[kind](raw))


def _read(item: FileItem) -> Read:
    return item.refused or read_referral({}, item.event, today=TODAY)


def _referral(item: FileItem) -> Referral:
    found = _read(item)
    assert isinstance(found, ValidReferral), found
    return found.referral


def _fault(item: FileItem) -> str:
    assert item.refused is not None
    receipt = item.refused.receipt()
    assert (receipt.status, receipt.code) == ("refused", "kring.invalid-fields")
    return receipt.message.en


def test_a_json_file_holds_one_event_or_a_list() -> None:
    one, two = an_event(), an_event(id="2")
    assert [item.line for item in _items(json.dumps(one), "json")] == [1]
    items = _items(json.dumps([one, 5, two], indent=2), "json")
    assert [item.line for item in items] == [1, 2, 3]
    assert [type(_read(item)) for item in items] == [ValidReferral, RefusedReferral, ValidReferral]
    assert _items("[]", "json") == []


@pytest.mark.parametrize("content", ["", "{", '{"a":1}{"b":2}'])
def test_a_json_file_that_is_not_json_is_one_refusal(content: str) -> None:
    (item,) = _items(content, "json")
    assert item.refused == RefusedReferral("kring.not-json")


def test_every_line_of_jsonl_is_an_item_also_when_it_is_not_json() -> None:
    event = json.dumps(an_event(), ensure_ascii=False)
    lines = ["\ufeff" + event, "", "not json", "   ", "\r", event.replace("M. Jansen", "M. \u2028Jansen"), "[]"]
    items = _items("\r\n".join(lines), "jsonl")
    assert [item.line for item in items] == [1, 3, 6, 7]
    codes = [getattr(_read(item), "code", "") for item in items]
    assert codes == ["kring.received", "kring.not-json", "kring.received", "kring.not-a-referral"]
    assert _items(b"\xff\xfe\n", "jsonl") == [FileItem(1, b"\xff\xfe")]


def test_a_row_becomes_an_event_with_every_field() -> None:
    header = (
        "reference,requester.kind,requester.name,requester.organisation,requester.postalAddress,mainPerson.name,"
        "mainPerson.birthYear,mainPerson.languages,mainPersons.1.name,mainPersons.1.birthYear,conferenceType,context,urgency,"
        "minorsInvolved,informationTalkOnly,question,wishes.ageBand,wishes.languages,consent.given,consent.on,"
        "mandate.kind,mandate.for,mandate.conditions,mandate.acceptor.name,mandate.acceptor.organisation,"
        "mandate.acceptor.email,contactRules.neutralSender,contactRules.doNotContact,own.column"
    )
    row = (
        'B-2,professional,"Jansen, M.",Wijkteam,"Lindestraat 1, Utrecht",Filip,2015,nl; tr,Rachel,1986,family,'
        'mandatory,urgent,ja,ONWAAR,"Wie, wat\nen waar?",60+,nl,True,2026-11-18,ocj,0;1,Thuis slapen;Elke dag school,'
        "S. De Smet,OCJ,s@ocj.example,nee,a@b.example;0612345678,ignored"
    )
    (item,) = _items(f"{header}\n{row}\n")
    referral = _referral(item)
    assert referral.requester.name == "Jansen, M."
    assert [person.name for person in referral.main_persons] == ["Filip", "Rachel"]
    assert referral.main_persons[0].languages == ("nl", "tr")
    assert referral.main_persons[1].birth_year == 1986
    assert referral.minors_involved is True
    assert referral.information_talk_only is False
    assert referral.question == "Wie, wat\nen waar?"
    (mandate,) = referral.mandates
    assert mandate.applies_to == (0, 1)
    assert mandate.conditions == ("Thuis slapen", "Elke dag school")
    assert mandate.acceptor is not None
    assert referral.consent is not None
    assert referral.consent.given is True
    assert referral.contact_rules is not None
    assert referral.contact_rules.do_not_contact == ("a@b.example", "0612345678")
    event = json.loads(item.event)
    assert (event["source"], event["type"]) == (SOURCE, "nl.eigenkracht.referral.submitted.v1")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("divider", [",", ";"])
def test_comma_or_semicolon_with_or_without_byte_order_mark(divider: str, ending: str, mark: str) -> None:
    lines = [HEADER + ",wishes.languages", ROW + ',"nl;tr"']
    content = mark + ending.join(lines).replace(",", divider) + ending
    (item,) = _items(content)
    referral = _referral(item)
    assert referral.reference == "A-1"
    assert referral.wishes is not None
    assert referral.wishes.languages == ("nl", "tr")


def test_names_of_columns_may_have_any_capitals_and_spaces_around() -> None:
    (item,) = _items(f"{HEADER.upper().replace(',', ' , ')}\n{ROW}")
    assert _referral(item).main_persons[0].name == "Piet"


def test_lines_are_counted_as_an_editor_does_and_blank_rows_are_passed_over() -> None:
    rows = [HEADER, "", ROW, ",,,,,,", ROW.replace("Jan", '"Jan\nJansen"'), ROW.replace("A-1", "A-3")]
    items = _items("\n".join(rows))
    assert [item.line for item in items] == [3, 5, 7]
    assert [_referral(item).requester.name for item in items] == ["Jan", "Jan Jansen", "Jan"]


def test_the_same_row_is_the_same_event_wherever_it_stands() -> None:
    (before,) = _items(f"{HEADER}\n{ROW}\n")
    other, after = _items(f"{HEADER}\n{ROW.replace('A-1', 'A-2')}\n{ROW}\n")
    assert before.event == after.event
    assert json.loads(before.event)["id"] != json.loads(other.event)["id"]


def test_a_list_that_was_not_quoted_is_refused_and_the_rest_goes_on() -> None:
    header, row = f"{HEADER},wishes.languages".replace(",", ";"), ROW.replace(",", ";")
    wrong, right = _items(f"{header}\n{row};nl;tr\n{row};nl\n")
    assert "more cells than the header" in _fault(wrong)
    assert _referral(right).reference == "A-1"


def test_a_stray_quotation_mark_never_swallows_the_rows_after_it() -> None:
    torn = ROW.replace("Jan", '"Jan')
    items = _items("\n".join([HEADER, torn, ROW, torn, ROW, ROW.replace("Jan", 'Jan 5" pijp'), ROW, torn]))
    assert [item.line for item in items] == [2, 3, 4, 5, 6, 7, 8]
    assert [item.refused is None for item in items] == [False, True, False, True, True, True, False]
    assert "quotation marks" in _fault(items[0])


def test_two_stray_quotation_marks_never_meet_across_rows() -> None:
    items = _items("\n".join([HEADER, ROW.replace("Jan", '"Jan'), ROW, ROW.replace("Jan", 'Jan"'), ROW]))
    assert [item.line for item in items] == [2, 3, 4, 5]
    assert [item.refused is None for item in items] == [False, True, True, True]


def test_too_many_cells_behind_a_cell_of_several_lines_are_one_refusal() -> None:
    wrong, right = _items("\n".join([HEADER, ROW.replace("Jan", '"Jan\nJansen"') + ",x", ROW]))
    assert "more cells than the header" in _fault(wrong)
    assert (right.line, _referral(right).reference) == (4, "A-1")


def test_a_line_that_is_not_utf_8_is_refused_and_the_rest_goes_on() -> None:
    wrong, right = _items(f"{HEADER}\n{ROW.replace('Piet', 'Zoë')}\n{ROW}".encode("latin-1"))
    assert "UTF-8" in _fault(wrong)
    assert _referral(right).reference == "A-1"


def test_a_cell_that_does_not_fit_its_field_is_refused_by_name() -> None:
    (item,) = _items(f"{HEADER},mainPerson.birthYear,minorsInvolved,mandate.for,mandate.kind\n{ROW},201x,maybe,x,ocj")
    found = _read(item)
    assert isinstance(found, RefusedReferral)
    assert set(found.receipt().fields) == {
        "/data/mainPersons/0/birthYear",
        "/data/minorsInvolved",
        "/data/mandates/0/for/0",
    }


def test_columns_that_contradict_each_other_lose_nothing() -> None:
    (item,) = _items(f"requester,{HEADER},requester.deep.er.than.any\nwhole,{ROW},x")
    data = json.loads(item.event)["data"]
    assert data["requester"] == "whole"
    assert data["requester.name"] == "Jan"
    assert data["requester.deep.er.than.any"] == "x"


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, f"{HEADER}\n\n"])
def test_a_csv_without_rows_holds_nothing(content: str) -> None:
    assert _items(content) == []


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.text(alphabet='",;\n\r a\x00.1é').map(str.encode))
def test_no_file_makes_reading_fail(content: bytes) -> None:
    for reader in READERS.values():
        for raw in (content, f"{HEADER}\n{ROW}\n".encode() + content):
            for item in reader(raw):
                assert (item.refused is None) is bool(item.event)
                _read(item)
