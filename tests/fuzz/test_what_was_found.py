"""What made-up inputs found, one test each: in every case it is a refusal in words now."""

from datetime import date
from pathlib import Path

import pytest
import typer
from starlette.datastructures import FormData, Headers

from kring_notifications.plugins.letter.print_folder import COLUMNS, MANIFEST, _listed
from kring_notifications.plugins.over_http import _moment
from kring_notifications.wording.approvals import APPROVED, read_approvals
from kring_notifications.wording.templates import WORDS, words_of
from kring_portal.api.safe_address import checked_url
from kring_portal.coordinator.expenses import cents_of
from kring_portal.manager.fields import Fields
from kring_portal.manager_people.gatherings import planned
from kring_portal.signing.deputies import _day
from kring_portal.web.addresses import parts_of
from kring_portal.web.bounding import _is_read
from kring_registry.cli.paylist import HEADS, NoPayList, claims_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import ListOwnSafetySignals
from kring_shared.kernel.errors import InvalidFields, NoAnswer, WrongSetup
from kring_shared.kernel.letter_mail import NO_MAIL, take_apart
from kring_shared.kernel.register_cells import Unclear
from kring_shared.runtime.cli.bodies import read_body
from kring_shared.runtime.cli.doctor.handshake import Greeting
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.runtime.server.processes import Identity
from kring_shared.runtime.start_errors import FolderNotWritable
from kring_shared.testing.work import an_actor
from tests.fuzz.on_the_bus import _answer, _receipt
from tests.fuzz.room import NOW
from tests.fuzz.sealed import _wrapped
from tests.unit.conference.signalling import a_lane, ask

ENDLESS = "9" * 5000
"""Python raises at a number of so many figures, unless it is asked not to."""


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b"[" * 100_000, b'{"status": 1}', b"9" * 5000])
def test_what_a_service_says_that_is_no_answer_is_as_good_as_none(said: bytes) -> None:
    for reads in (_answer, _receipt):
        with pytest.raises(NoAnswer, match="no answer that this Kring can read"):
            reads(said)


def test_a_row_of_the_vault_that_was_cut_short_is_told_from_one_under_another_key() -> None:
    for wrapped in (b"\x00", bytes(11), bytes(59)):
        with pytest.raises(WrongSetup, match="was cut short"):
            _wrapped(wrapped)
    with pytest.raises(WrongSetup, match="does not open the vault"):
        _wrapped(bytes(60))


@pytest.mark.parametrize(
    "line",
    [
        '{"day": "2026-11-20", "scopes": 7}',
        '{"day": "2026-11-20", "scopes": [["a"]]}',
        '{"day": "2026-11-20", "erasure_id": "a"}',
        '{"id":"","erasure_id":"","case_id":"","office":"","kinds":[],"because":"","day":"2026-11-20"}',
    ],
)
def test_a_whole_line_of_the_ledger_that_kring_did_not_write_stops_a_start_and_is_not_left_out(
    tmp_path: Path, line: str
) -> None:
    ledger = ErasureLedger(tmp_path / "erasures.jsonl")
    ledger.add_keys("intake", ["case/1"], date(2026, 11, 20))
    assert ledger.path is not None
    with ledger.path.open("a") as file:
        file.write("[" * 100_000 + "\n" + line + "\n")
    with pytest.raises(WrongSetup, match=r"line 3 of .* second copy"):
        _ = ledger.scopes(), ledger.orders()


def test_a_pay_list_that_is_no_csv_is_said_to_be_none() -> None:
    for text in ("\r\x08", f"{','.join(HEADS)}\n" + "a" * 200_000):
        with pytest.raises(NoPayList):
            claims_of(text)


def test_a_list_of_a_print_folder_with_other_letters_in_it_was_changed(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(COLUMNS.encode() + b"\n\xc3\n")
    with pytest.raises(FolderNotWritable, match="not as Kring wrote it"):
        _listed(tmp_path)


def test_words_and_approvals_with_a_line_or_a_depth_without_end_are_refused_at_once(tmp_path: Path) -> None:
    for text in ("a." * 20_000 + " = 1", "a = " + "[\n" * 5000):
        with pytest.raises(WrongSetup):
            words_of("nl", {WORDS: text})
        (tmp_path / APPROVED).write_text(text)
        with pytest.raises(WrongSetup):
            read_approvals(tmp_path)


@pytest.mark.parametrize("url", ["//[", "https://[::1", "https://a\u2100b/", "https://a.example:x/"])
def test_an_address_of_a_webhook_that_cannot_be_taken_apart_is_a_wrong_field(url: str) -> None:
    with pytest.raises(InvalidFields):
        checked_url(url, inside=False)
    assert parts_of("http://[").netloc == ""


@pytest.mark.parametrize(
    ("written", "cents"),
    [("12,50", 1250), ("1e3", 100_000), ("1e999999", 100_000_000), ("-9e999999", -100_000_000), ("NaN", 0), ("x", 0)],
)
def test_an_amount_without_end_is_no_fault_and_the_command_refuses_it(written: str, cents: int) -> None:
    assert cents_of(written) == cents


def test_a_number_without_end_in_a_form_is_one_that_no_field_takes() -> None:
    assert Fields(FormData([("people", ENDLESS)])).number("people") == int("9" * 18)
    assert Fields(FormData([("people", "²")])).number("people") is None


def test_a_day_of_a_gathering_that_is_none_goes_on_to_the_command_which_refuses_it() -> None:
    assert planned(FormData([("days", "2"), ("days", "2026-12-01T14:00")]))["days"][0] == "2"


def test_a_deputy_stands_in_on_no_day_at_the_edge_of_the_calendar() -> None:
    assert [_day(text) for text in ("0001-01-01", "9999-12-31", "x")] == [None] * 3
    assert _day("2026-12-01") == date(2026, 12, 1)


@pytest.mark.parametrize("letters", ["undefined", "unicode_escape", "utf-7", '"', "utf-8; charset=idna", "utf-8x"])
def test_a_form_in_letters_that_make_no_text_is_not_read(letters: str) -> None:
    assert not _is_read(f"multipart/form-data; boundary=b; charset={letters}")
    assert not _is_read(f"Multipart/Form-Data ; boundary=b; Charset*=utf-8''{letters}")


@pytest.mark.parametrize("more", ["", "; boundary=b", "; charset=utf-8; boundary=b", '; boundary=b; CHARSET="UTF-8"'])
def test_a_form_as_browsers_send_it_is_read(more: str) -> None:
    assert _is_read(Headers({"content-type": f"multipart/form-data{more}"})["content-type"])
    assert _is_read("application/x-www-form-urlencoded; charset=iso-8859-1")


def test_a_moment_that_no_clock_has_is_no_word_on_when_to_come_back() -> None:
    assert _moment("3 Nov 6 3:6854775808", NOW) is None


def test_a_broker_s_version_and_a_process_that_are_no_numbers_are_none() -> None:
    for version in (ENDLESS, "²", "2.x"):
        assert Greeting(server_name="a", version=version).numbers == ()
    assert Greeting(server_name="a", version="2.11.4-beta").numbers == (2, 11, 4)
    for pid in (0, -1, 9223375808):
        with pytest.raises(ValueError, match="pid"):
            Identity(pid=pid, born="")


def test_json_on_the_command_line_with_a_number_without_end_is_refused() -> None:
    with pytest.raises(typer.BadParameter):
        read_body(f'{{"a": {ENDLESS}}}')


def test_a_header_of_a_letter_that_takes_long_to_take_apart_is_none() -> None:
    with pytest.raises(Unclear, match=NO_MAIL[:20]):
        take_apart(b"From: a@b.example\nContent-Type: text/plain; " + b'"' * 4000 + b"\n\na")
    with pytest.raises(Unclear, match=NO_MAIL[:20]):
        take_apart(b"X: \rFrom: " + b'"' * 1600 + b"\n\na")


def test_a_page_of_signals_goes_on_at_a_number_that_the_database_can_hold(tmp_path: Path) -> None:
    officer = an_actor(Role.SAFETY_OFFICER, "7" * 32)
    with a_lane(tmp_path) as lane:
        assert ask(lane, officer, ListOwnSafetySignals(after=f"acute~{'9' * 15}~{7:032x}")).signals == ()
        with pytest.raises(InvalidFields):
            ask(lane, officer, ListOwnSafetySignals(after=f"acute~{'9' * 30}~{7:032x}"))
