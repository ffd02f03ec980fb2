"""Form mail at the command line: a mailbox is emptied as it is handled, and what was refused waits for a person."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.mail.maildir import Maildir
from tests.integration.kring_command import kring_up

FORM = """\
From: Formulier <form@site.example>
To: utrecht@kantoor.example
Message-ID: <{number}@site.example>
Subject: Aanmelding
Content-Type: text/plain; charset=utf-8

Kenmerk: M-{number}
Ik ben: naaste
Naam aanmelder: Oma Jansje
Telefoon: 030 000 00 {number}
Naam: {name} van der Testen
Gemeente: Utrecht
Vrijwillig/verplicht: vrijwillig
Spoed: nee
"""
NAME = "van der Testen"
NAMES = {
    11: "Filip",
    12: "Rachel",
    13: "Joost",
    14: "Noor",
    21: "Emre",
    31: "Wouter",
    41: "Yasmina",
    51: "Bob",
    52: "Zita",
}
NAMES |= {61: "Karim", 71: "Ursula", 81: "Godelieve"}
"""People who have nothing in common, so that nobody takes one for another."""
Said = tuple[int, list[Any], str]
Command = Callable[..., Said]


@pytest.fixture(scope="module", name="folder")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Kring with intake alone for all tests here."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    with kring_up(folder, "--service", "intake"):
        yield folder


@pytest.fixture(name="say")
def in_this_process(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Give commands to that Kring; gives exit code, JSON lines, and errors."""
    monkeypatch.setenv("KRING_DIR", str(folder))

    def say(*words: str) -> Said:
        code = run_words([*words, "--json"])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return say


@pytest.fixture(name="mailbox")
def an_empty_mailbox(tmp_path: Path) -> Path:
    """Make a maildir folder, as a mail server does."""
    for place in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / place).mkdir(parents=True)
    return tmp_path / "Maildir"


def a_form(number: int, name: str = "") -> str:
    """Write a form about somebody; without a name it is somebody else for each number."""
    return FORM.format(number=number, name=name or NAMES[number])


def deliver(mailbox: Path, name: str, text: str) -> Path:
    message = mailbox / name
    message.write_text(text, encoding="utf-8")
    return message


def waiting(mailbox: Path) -> list[str]:
    return [path.name for path in Maildir(mailbox).messages()]


def apart(mailbox: Path) -> list[str]:
    return sorted(path.name for path in mailbox.glob(".refused/*/*"))


def statuses(receipts: list[Any]) -> list[str]:
    return [receipt["status"] for receipt in receipts]


def test_a_mailbox_is_emptied_in_order_and_what_is_refused_is_set_apart(say: Command, mailbox: Path) -> None:
    deliver(mailbox, "new/1700000003.M3.host", a_form(13) + "Vraag: mijn BSN is 111222333\n")
    deliver(mailbox, "cur/1700000001.M1.host:2,S", a_form(11))
    deliver(mailbox, "new/1700000002.M2.host", a_form(12).replace("Spoed: nee\n", ""))
    deliver(mailbox, "new/1700000004.M4.host", a_form(11) + "-- \nverzonden door het formulier\n")
    for untouched in ("cur/1700000005.M5.host:2,DS", "cur/1700000006.M6.host:2,ST", "new/.hidden", "tmp/1700000007.M7"):
        deliver(mailbox, untouched, a_form(14))

    code, receipts, note = say("refer", str(mailbox), "--office", "utrecht")
    assert (code, statuses(receipts)) == (3, ["received", "refused", "quarantined", "repeated"])
    assert [receipt["reference"] for receipt in receipts] == ["M-11", "M-12", "M-13", "M-11"]
    assert receipts[1]["fields"] == ["/data/urgency"]
    assert (waiting(mailbox), apart(mailbox)) == ([], ["1700000002.M2.host"])
    assert "1 refused message" in note
    assert NAME not in json.dumps(receipts) + note
    assert len([path for path in mailbox.rglob("*M*") if path.is_file()]) == 4

    assert say("refer", str(mailbox), "--office", "utrecht") == (0, [], "")


def test_a_refused_message_that_is_put_back_is_tried_again_and_not_lost(say: Command, mailbox: Path) -> None:
    for _ in range(2):
        deliver(mailbox, "new/1700000001.M1.host", "Subject: hallo\n\nHoe gaat het?\n")
        code, (receipt,), _ = say("refer", str(mailbox), "--office", "utrecht")
        assert (code, receipt["code"]) == (3, "kring.invalid-fields")
    assert len(apart(mailbox)) == 2


def test_killed_between_receipt_and_erasing_the_next_run_repeats_and_erases(
    say: Command, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(mailbox, "new/1700000001.M1.host", a_form(21))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Maildir, "erase", killed)
        _, first, _ = say("refer", str(mailbox), "--office", "utrecht")
    assert (statuses(first), waiting(mailbox)) == (["received"], ["1700000001.M1.host"])
    code, again, _ = say("refer", str(mailbox), "--office", "utrecht")
    assert (code, statuses(again), waiting(mailbox)) == (0, ["repeated"], [])
    assert again[0]["requestId"] == first[0]["requestId"]


def test_a_message_that_a_mail_program_moves_meanwhile_is_not_lost(
    say: Command, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = deliver(mailbox, "new/1700000001.M1.host", a_form(31))
    seen = mailbox / "cur/1700000001.M1.host:2,S"
    erase = Maildir.erase

    def moved_first(self: Maildir, path: Path) -> None:
        message.rename(seen)
        erase(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(Maildir, "erase", moved_first)
        assert statuses(say("refer", str(mailbox), "--office", "utrecht")[1]) == ["received"]
    assert statuses(say("refer", str(mailbox), "--office", "utrecht")[1]) == ["repeated"]
    assert waiting(mailbox) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--office", "atlantis"), "kring.unknown-office"), (("--role", "funder"), "kring.not-permitted")],
)
def test_what_is_not_the_fault_of_a_message_leaves_it_where_it_is(
    say: Command, mailbox: Path, words: tuple[str, ...], code: str
) -> None:
    deliver(mailbox, "new/1700000001.M1.host", a_form(41))
    ended, (receipt,), _ = say("refer", str(mailbox), "--office", "utrecht", *words)
    assert (ended, receipt["code"]) == (3, code)
    assert (waiting(mailbox), apart(mailbox)) == (["1700000001.M1.host"], [])


def test_a_mailbox_that_cannot_be_changed_is_said_in_one_line_and_loses_nothing(say: Command, mailbox: Path) -> None:
    deliver(mailbox, "new/1700000001.M1.host", "Subject: hallo\n\nHoe gaat het?\n")
    (mailbox / ".refused").write_text("")
    code, receipts, error = say("refer", str(mailbox), "--office", "utrecht")
    assert (code, statuses(receipts), waiting(mailbox)) == (2, ["refused"], ["1700000001.M1.host"])
    assert "cannot be used" in json.loads(error)["message"]


def test_a_mailbox_belongs_to_one_office(say: Command, mailbox: Path) -> None:
    code, receipts, error = say("refer", str(mailbox))
    assert (code, receipts) == (2, [])
    assert "a mailbox belongs to one office" in error


def test_a_single_mail_stays_unless_its_erasing_is_asked_for_and_nothing_was_refused(
    say: Command, tmp_path: Path
) -> None:
    mail = deliver(tmp_path, "mail.eml", a_form(51))
    assert statuses(say("refer", str(mail), "--office", "utrecht")[1]) == ["received"]
    assert mail.exists()
    code, receipts, _ = say("refer", str(mail), "--office", "utrecht", "--erase")
    assert (code, statuses(receipts), mail.exists()) == (0, ["repeated"], False)

    mail = deliver(tmp_path, "mail.eml", a_form(52).replace("Spoed: nee", "Spoed: soms"))
    code, _, note = say("refer", str(mail), "--office", "utrecht", "--erase")
    assert (code, mail.exists()) == (3, True)
    assert "was not erased" in note


def test_who_looks_like_somebody_else_is_told_to_the_office_and_the_message_is_erased(
    say: Command, mailbox: Path
) -> None:
    deliver(mailbox, "new/1700000001.M1.host", a_form(81))
    deliver(mailbox, "new/1700000002.M2.host", a_form(82, NAMES[81]).replace("00 82", "00 81"))
    code, receipts, _ = say("refer", str(mailbox), "--office", "utrecht")
    assert (code, statuses(receipts), waiting(mailbox)) == (0, ["received", "possibleDuplicate"], [])


def test_a_mail_says_how_it_came_in(folder: Path, say: Command, tmp_path: Path) -> None:
    mail = deliver(tmp_path, "mail.EML", a_form(61))
    _, (receipt,), _ = say("refer", str(mail), "--office", "utrecht")
    with sqlite3.connect(f"file:{folder}/db/intake.db?mode=ro", uri=True) as database:
        found = database.execute("SELECT channel FROM request WHERE case_id = ?", [receipt["requestId"]]).fetchall()
    database.close()
    assert found == [("mail",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list.txt",), "the name must end in .csv or .eml or .json or .jsonl or .ndjson"),
        (("list.txt", "--adapter", "fax"), "there are cloudevents, cloudevents-lines, csv, e-mail"),
        ((".",), "the name must end in"),
        (("none.csv",), "cannot be read"),
    ],
)
def test_what_no_adapter_reads_is_a_wrong_usage(
    say: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    deliver(tmp_path, "list.txt", "")
    code, receipts, error = say("refer", *words, "--office", "utrecht")
    assert (code, receipts) == (2, [])
    assert said in error


def test_an_adapter_that_is_named_reads_a_file_of_any_name(say: Command, tmp_path: Path) -> None:
    text = deliver(tmp_path, "export.txt", a_form(71))
    assert statuses(say("refer", str(text), "--adapter", "e-mail", "--office", "utrecht")[1]) == ["received"]
    assert text.exists()
