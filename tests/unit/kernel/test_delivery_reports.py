"""What mail servers send back is read where it is about a letter of ours, and everything else is left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.notifications import Arrived
from kring_shared.kernel.delivery_reports import MOST_REPORT_BYTES, DeliveryReport, read_delivery_report
from tests.unit.kernel.reports import LETTER, OURS, TOLD, a_report, told


@pytest.mark.parametrize(
    ("action", "status", "arrived", "code"),
    [
        ("failed", "5.1.1", Arrived.BOUNCED, "5.1.1"),
        ("Failed", "5.7.26 (blocked)", Arrived.BOUNCED, "5.7.26"),
        ("failed", "4.4.1", Arrived.BOUNCED, "4.4.1"),
        ("delayed", "4.4.1", Arrived.DELAYED, "4.4.1"),
        ("delivered", "2.0.0", Arrived.DELIVERED, "2.0.0"),
        ("", "5.2.2", Arrived.BOUNCED, "5.2.2"),
        ("", "4.2.2", Arrived.DELAYED, "4.2.2"),
        ("failed", "", Arrived.BOUNCED, ""),
    ],
)
def test_what_the_server_says_decides_what_became_of_it(action: str, status: str, arrived: Arrived, code: str) -> None:
    assert read_delivery_report(a_report(told(action, status))) == DeliveryReport(OURS, arrived, code)


@pytest.mark.parametrize("action", ["relayed", "expanded", "nonsense"])
def test_what_was_passed_on_says_nothing_yet(action: str) -> None:
    assert read_delivery_report(a_report(told(action, "2.0.0"))) is None


def test_where_a_letter_was_passed_on_to_several_one_that_got_it_is_enough() -> None:
    both = read_delivery_report(a_report(TOLD, told("delivered", "2.1.5")))
    assert both == DeliveryReport(OURS, Arrived.DELIVERED, "2.1.5")


@pytest.mark.parametrize(
    "report",
    [
        a_report(kind="text/rfc822-headers"),
        a_report(kind="TEXT/RFC822-Headers; charset=utf-8"),
        a_report(returned="", headers=f"In-Reply-To: <{OURS}@kring.example>\n"),
        a_report(returned="", headers=f"References: <een@ander.example>\n <{OURS}@kring.example>\n"),
        a_report(returned="", about=f"Reporting-MTA: dns; x\nX-Original-Message-ID: <{OURS}@kring.example>\n"),
        a_report().replace(b"\n", b"\r\n"),
    ],
    ids=["headers", "headers-loudly", "in-reply-to", "references", "own-field", "crlf"],
)
def test_the_letter_is_recognised_wherever_the_server_names_it(report: bytes) -> None:
    assert read_delivery_report(report) == DeliveryReport(OURS, Arrived.BOUNCED, "5.1.1")


OUT_OF_OFFICE = (
    "From: oma@voorbeeld.example\nSubject: Afwezig\nAuto-Submitted: auto-replied\n"
    f"In-Reply-To: <{OURS}@kring.example>\n\nIk ben er niet. Status: 5.1.1\n"
).encode()


@pytest.mark.parametrize(
    "mail",
    [
        OUT_OF_OFFICE,
        a_report(returned=LETTER.replace(OURS, "anders"), headers=f"References: <{OURS}@kring.example>\n"),
        a_report(returned=LETTER.replace(OURS, OURS.replace("7", "G"))),
        a_report(report_type="disposition-notification"),
        a_report(report_type="feedback-report"),
        a_report().replace(b"multipart/report", b"multipart/mixed"),
        a_report(told("failed", "5.1.1").replace("Final-Recipient", "Somebody")),
        a_report(returned=""),
        b"",
        b"\n\n",
        bytes(range(256)),
    ],
    ids=[
        *("out-of-office", "another-letter", "no-id-of-ours", "was-read", "complaint", "no-report", "nobody"),
        *("no-letter", "nothing", "blank", "bytes"),
    ],
)
def test_what_is_no_report_about_a_letter_of_ours_is_left_alone(mail: bytes) -> None:
    assert read_delivery_report(mail) is None


@pytest.mark.parametrize(
    "mail",
    [
        a_report() + b" " * MOST_REPORT_BYTES,
        a_report().replace(b"report-type=", b'a="' + b";" * 1_000_000 + b'"; report-type='),
        a_report().replace(b"report-type=", b"\n ;" * 300_000 + b"report-type="),
        b"".join(b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000)),
        b"Content-Type: message/rfc822\n\n" * 30_000,
        a_report("\n" * 1_000_000),
        a_report("\r" * 1_000_000),
        a_report(returned="Message-ID: " + "<" * 1_000_000),
        a_report(returned=f"Message-ID: <{OURS}@" + "a" * 1_000_000),
        a_report("Status: " + "5." * 500_000),
        a_report(*[TOLD] * 15_000),
        b"a: b\n" * 300_000 + a_report(),
    ],
    ids=[
        *("large", "semicolons", "folded", "nested", "letters-in-letters", "blank-lines", "returns", "brackets"),
        *("endless-domain", "dots", "recipients", "headers"),
    ],
)
def test_a_mail_that_was_made_to_break_us_takes_no_time_and_raises_nothing(mail: bytes) -> None:
    before = time.process_time()
    read_delivery_report(mail)
    assert time.process_time() - before < 5  # each of them takes minutes, or ends the program, when it is read blindly


PIECES = st.sampled_from(
    [
        *(
            b"\n",
            b"\r\n",
            b"\r",
            b"--grens\n",
            b"--grens--\n",
            b"Content-Type: ",
            b"multipart/report",
            b"message/rfc822",
        ),
        *(
            b"message/delivery-status",
            b"text/rfc822-headers",
            b"; boundary=",
            b'"grens"',
            b"Status: 5.1.1\n",
            b"Action: ",
        ),
        *(
            b"failed\n",
            b"Message-ID: ",
            f"<{OURS}@kring.example>".encode(),
            b"Final-Recipient: rfc822; x\n",
            b"=?utf-8?q?=",
        ),
        *(b"\xff\xfe", b"charset=utf-16; ", b"Content-Transfer-Encoding: base64\n", b"boundary*0*=utf-8''%FF; "),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=12), max_size=60).map(b"".join))
def test_whatever_comes_nothing_is_raised(mail: bytes) -> None:
    report = read_delivery_report(mail)
    assert report is None or report.message_id == OURS


@given(st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=40))
def test_a_report_with_something_else_in_any_place_raises_nothing(start: int, length: int, instead: bytes) -> None:
    whole = a_report()
    at = start % len(whole)
    report = read_delivery_report(whole[:at] + instead + whole[at + length :])
    assert report is None or len(report.message_id) == len(OURS)
