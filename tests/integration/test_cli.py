"""A running Kring at the command line: hand in, look, ask, be refused; each with its exit code."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.cli import run_words
from tests.integration.kring_command import kring, kring_up

EVENT = {"specversion": "1.0", "source": "urn:nl:wijkteam-noord", "type": "nl.eigenkracht.referral.submitted.v1"}
REQUESTER = {"kind": "closePerson", "name": "Oma Jansje", "phone": "+31 30 000 00 00"}
NAME = "Filip van der Testen"
Said = tuple[int, list[Any], str]
Command = Callable[..., Said]


def a_referral(number: int, **data: object) -> str:
    """Write one referral as a line."""
    whole = {"reference": f"R-{number}", "requester": REQUESTER, "context": "voluntary", "urgency": "normal"}
    person = {"name": NAME, "municipality": "Utrecht"}
    return json.dumps(EVENT | {"id": f"{number}", "data": whole | {"mainPersons": [person]} | data})


LINES = (
    a_referral(1),
    '{"specversion": ',
    a_referral(3, question="x" * 70_000),
    a_referral(1),
    a_referral(5, question="Mijn BSN is 111222333."),
    a_referral(6, requester={"kind": "closePerson"}),
    a_referral(7, mainPersons=[{"name": NAME, "municipality": "Gent"}]),
)
STATUSES = ["received", "refused", "refused", "repeated", "quarantined", "refused", "received"]


@pytest.fixture(scope="module", name="folder")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Kring for all tests here, with a file of referrals handed in."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    file = folder.with_name("list.jsonl")
    file.write_text("\n\n".join(LINES))
    with kring_up(folder):
        handed_in = kring("refer", str(file), "--json", folder=folder)
        folder.with_name("receipts").write_text(handed_in.stdout)
        folder.with_name("code").write_text(str(handed_in.returncode))
        yield folder


@pytest.fixture(name="say")
def in_this_process(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Give commands to that Kring without starting a program for each; gives exit code, JSON lines, and errors."""
    monkeypatch.setenv("KRING_DIR", str(folder))

    def say(*words: str) -> Said:
        code = run_words([*words, "--json"])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return say


@pytest.fixture(name="case")
def the_case_of_utrecht(say: Command) -> str:
    """Find the case that Utrecht took in."""
    _, (line,), _ = say("cases", "--office", "utrecht")
    return str(line["caseId"])


def test_every_service_is_ready(folder: Path, say: Command) -> None:
    code, shown, _ = say("ready")
    assert code == 0
    assert all(one["ready"] for one in shown)
    assert {one["service"] for one in shown} >= {"intake", "matching", "conference", "notifications", "registry"}
    in_words = kring("ready", "--service", "intake", folder=folder).stdout
    assert in_words.splitlines()[1].split()[:2] == ["intake", "ready"]


def test_a_service_that_does_not_answer_is_not_ready(say: Command) -> None:
    code, (shown,), _ = say("ready", "--service", "catering", "--timeout", "0.3")
    assert (code, shown["ready"], shown["waitsFor"]) == (4, False, ["an answer"])


def test_a_file_gets_exactly_one_receipt_for_each_line_in_order(folder: Path) -> None:
    receipts = [json.loads(line) for line in folder.with_name("receipts").read_text().splitlines()]
    assert [receipt["status"] for receipt in receipts] == STATUSES
    assert receipts[3]["requestId"] == receipts[0]["requestId"]
    assert [receipt["code"] for receipt in receipts[1:3]] == ["kring.not-json", "kring.too-large"]
    assert all("/data/requester" in field for field in receipts[5]["fields"])
    assert folder.with_name("code").read_text() == "3"
    assert NAME not in json.dumps(receipts)


def test_a_file_without_a_refusal_ends_with_0_and_may_be_handed_in_again(say: Command, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(f"[{LINES[0]}, {LINES[6]}]")
    code, receipts, _ = say("refer", str(tmp_path / "list.json"))
    assert (code, [receipt["status"] for receipt in receipts]) == (0, ["repeated", "repeated"])


def test_a_referral_for_an_office_that_is_not_known_gets_its_receipt(say: Command, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(a_referral(8))
    code, (receipt,), _ = say("refer", str(tmp_path / "list.jsonl"), "--office", "atlantis")
    assert (code, receipt["status"], receipt["code"]) == (3, "refused", "kring.unknown-office")


def test_a_referral_that_names_no_place_asks_for_the_office(say: Command, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(a_referral(9, mainPersons=[{"name": NAME}]))
    code, (receipt,), _ = say("refer", str(tmp_path / "list.jsonl"))
    assert (code, receipt["code"]) == (3, "kring.unknown-office")
    assert "--office" in receipt["message"]["nl"]


def test_cases_are_listed_for_one_office_or_all(say: Command) -> None:
    assert {line["office"] for line in say("cases")[1]} == {"utrecht", "gent"}
    _, (line,), _ = say("cases", "--office", "gent")
    assert (line["office"], line["stage"]) == ("gent", "received")
    assert "triage-request" in line["possible"]


def test_the_story_of_a_case_is_told_in_the_order_of_the_stream_without_names(
    folder: Path, say: Command, case: str
) -> None:
    code, facts, _ = say("route", case)
    assert (code, facts[0]["fact"], facts[0]["service"]) == (0, "request-received", "intake")
    places = [fact["place"] for fact in facts if fact["place"] is not None]
    assert places == sorted(places)
    assert "registration-opened" in {fact["fact"] for fact in facts}
    assert '"box"' not in json.dumps(facts)
    in_words = kring("route", case, folder=folder).stdout
    assert "request received" in in_words
    assert NAME not in in_words


def test_who_asked_for_a_story_stands_in_the_access_log(folder: Path, say: Command, case: str) -> None:
    assert say("route", case, "--as", "desk-of-ria", "--purpose", "answer-a-question")[0] == 0
    with sqlite3.connect(f"file:{folder}/db/intake.db?mode=ro", uri=True) as database:
        found = database.execute("SELECT role, purpose, key FROM access WHERE actor = 'desk-of-ria'").fetchall()
    database.close()
    assert found == [("regional-manager", "answer-a-question", case)]


@pytest.mark.parametrize(("case", "code"), [("0" * 32, "kring.not-found"), ("Filip", "kring.invalid-fields")])
def test_the_story_of_no_case_is_refused(say: Command, case: str, code: str) -> None:
    ended, facts, error = say("route", case)
    assert (ended, facts, json.loads(error)["code"]) == (3, [], code)


def test_what_is_not_possible_now_is_refused_with_what_is(folder: Path, say: Command, case: str) -> None:
    code, (receipt,), _ = say("do", "accept-request", json.dumps({"caseId": case}))
    assert (code, receipt["code"], receipt["asked"]) == (3, "kring.not-allowed-now", "accept-request")
    assert receipt["stage"] == "received"
    assert "triage-request" in receipt["possible"]
    shown = kring("do", "accept-request", json.dumps({"caseId": case}), folder=folder)
    assert shown.returncode == 3
    assert "triage-request" in shown.stdout


def test_a_command_sent_again_with_its_id_gets_the_same_receipt(say: Command) -> None:
    _, (line,), _ = say("cases", "--office", "gent")
    words = ("do", "withdraw-request", json.dumps({"caseId": line["caseId"]}), "--id", "f" * 32)
    first, again = say(*words), say(*words)
    assert (first[0], first[1][0]["told"]) == (0, ["intake.request-withdrawn.v1"])
    assert again == first
    assert say(*words[:3])[1][0]["code"] == "kring.not-allowed-now"


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("do", "triage-reqest", "{}"), 3, "kring.unknown-message"),
        (("do", "ask-consent", '{"caseId": "x"}'), 3, "kring.invalid-fields"),
        (("do", "ask-consent", '{"caseId": "' + "0" * 32 + '", "colour": 1}'), 3, "kring.invalid-fields"),
        (("do", "ask-consent", "{caseId: 1}"), 2, "kring.wrong-usage"),
        (("do", "submit-referral", '{"event": "{}"}'), 2, "kring.wrong-usage"),
        (("cases", "--role", "baker"), 2, "kring.wrong-usage"),
        (("cases", "--as", "Ria de Boer"), 2, "kring.wrong-usage"),
        (("cases", "--office", "De Bilt"), 2, "kring.wrong-usage"),
        (("cases", "--role", "coordinator"), 3, "kring.not-permitted"),
        (("dead-letters", "retry", "0000"), 3, "kring.not-found"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_code(
    say: Command, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    ended, told, error = say(*words)
    assert (ended, told, json.loads(error)["code"]) == (exit_code, [], code)


def test_a_case_that_no_office_knows_is_refused_by_the_last_one(say: Command) -> None:
    code, (receipt,), _ = say("do", "ask-consent", '{"caseId": "' + "0" * 32 + '"}')
    assert (code, receipt["code"]) == (3, "kring.not-found")


def test_a_question_is_answered_to_those_who_may_ask_it(say: Command, case: str) -> None:
    code, (shown,), _ = say("ask", "show-request", json.dumps({"caseId": case}))
    assert (code, shown["mainPersons"][0]["name"]) == (0, NAME)
    ended, told, error = say("ask", "show-request", json.dumps({"caseId": case}), "--role", "funder")
    assert (ended, told, json.loads(error)["code"]) == (3, [], "kring.not-permitted")


SPOILED = """
import asyncio, sys, nats
from kring_shared.runtime.embedded.folder import read_running
from pathlib import Path
async def spoil():
    client = await nats.connect(read_running(Path(sys.argv[1])).nats_url)
    subject = "kring.utrecht.office.intake.request-accepted.v1." + "a" * 32
    type_ = "nl.eigenkracht.intake.request-accepted.v1"
    await client.jetstream().publish(subject, b"no json", headers={"ce-type": type_, "Nats-Msg-Id": "b" * 32})
    await client.close()
asyncio.run(spoil())
"""


def test_what_could_not_be_read_is_listed_shown_and_tried_again(folder: Path, say: Command) -> None:
    subprocess.run([sys.executable, "-c", SPOILED, str(folder)], check=True)
    letters: list[Any] = []
    while not letters:
        _, letters, _ = say("dead-letters", "list", "--service", "matching")
    assert (letters[0]["service"], letters[0]["kind"]) == ("matching", "intake.request-accepted.v1")
    code, (shown,), _ = say("dead-letters", "show", "bbbb", "--service", "matching")
    assert (code, shown) == (0, letters[0])
    code, (receipt,), _ = say("dead-letters", "retry", letters[0]["id"], "--service", "matching")
    assert (code, receipt["status"]) == (0, "done")
