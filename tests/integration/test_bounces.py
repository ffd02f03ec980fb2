"""What a mail server sends back, at the command line: it is noted, a person hears of it, and other mail stays."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.mail.maildir import Maildir
from kring_shared.runtime.server.ports import HOST
from tests.integration.kring_command import PATIENCE_S, environment, kring, said_line, staying
from tests.integration.mail_server import Mailbox, mail_server
from tests.unit.kernel.reports import OURS, a_report, told

EVENT = {"specversion": "1.0", "source": "urn:nl:wijkteam-noord", "type": "nl.eigenkracht.referral.submitted.v1"}
Said = tuple[int, list[Any], str]
Command = Callable[..., Said]


def a_referral() -> str:
    """Write a referral of a grandmother who has e-mail."""
    requester = {"kind": "closePerson", "name": "Oma Jansje", "email": "oma@voorbeeld.example"}
    person = {"name": "Filip van der Testen", "municipality": "Utrecht"}
    whole = {"reference": "R-1", "requester": requester, "context": "voluntary", "urgency": "normal"}
    return json.dumps(EVENT | {"id": "1", "data": whole | {"mainPersons": [person]}})


@pytest.fixture(scope="module", name="post")
def a_kring_that_sends_a_letter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Mailbox, str]]:
    """Run a Kring that writes at every hour, and hand in a referral; gives folder, post and case."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    file = folder.with_name("one.jsonl")
    file.write_text(a_referral())
    with mail_server() as box:
        smtp = {"host": HOST, "port": box.port, "security": "none"}
        always = {"QUIET_FROM": "00:00", "QUIET_UNTIL": "00:00", "DAYS_OF_REST": "false"}
        settings = {f"KRING_NOTIFICATIONS_{name}": value for name, value in always.items()}
        settings["KRING_PLUGIN_SETTINGS"] = json.dumps({"notifications:smtp": smtp})
        words = ("up", "--dir", str(folder), "--service", "intake", "--service", "notifications")
        with staying(*words, env=environment(more=settings)) as process:
            said_line(process, "Ctrl-C stops it.")
            handed_in = kring("refer", str(file), "--json", folder=folder)
            yield folder, box, json.loads(handed_in.stdout)["requestId"]
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0


@pytest.fixture(name="say")
def in_this_process(
    post: tuple[Path, Mailbox, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Give commands to that Kring; gives exit code, JSON lines, and errors."""
    monkeypatch.setenv("KRING_DIR", str(post[0]))

    def say(*words: str) -> Said:
        code = run_words([*words, "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


@pytest.fixture(name="maildir")
def an_empty_mailbox(tmp_path: Path) -> Path:
    """Make a maildir folder, as a mail server does."""
    for place in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / place).mkdir(parents=True)
    return tmp_path / "Maildir"


def deliver(maildir: Path, name: str, mail: bytes) -> None:
    (maildir / "new" / name).write_bytes(mail)


def waiting(maildir: Path) -> list[str]:
    return [path.name for path in Maildir(maildir).messages()]


def letters(say: Command, case_id: str) -> dict[str, dict[str, Any]]:
    """Give the case's messages by id."""
    _, (listed,), _ = say("ask", "list-messages", json.dumps({"caseId": case_id}), "--office", "utrecht")
    return {message["messageId"]: message for message in listed["messages"]}


def sent(say: Command, post: tuple[Path, Mailbox, str]) -> EmailMessage:
    """Wait until the letter was sent, and is known to be; the test's own time limit ends what never is."""
    while not post[1].mails or letters(say, post[2])[id_of(post[1].mails[0])]["status"] in {"queued", "delayed"}:
        pass
    return post[1].mails[0]


def id_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"])[1:33]


def bounced(mail: EmailMessage, status: str, action: str = "failed") -> bytes:
    """Send a letter back as a mail server does, the whole letter in it."""
    return a_report(told(action, status), returned=mail.as_string().replace("\r\n", "\n"))


def test_what_comes_back_is_noted_and_told_by_a_person_and_other_mail_stays(
    say: Command, post: tuple[Path, Mailbox, str], maildir: Path
) -> None:
    mail = sent(say, post)
    hers = id_of(mail)
    deliver(maildir, "1700000001.M1.host", bounced(mail, "4.2.2", "delayed"))
    deliver(maildir, "1700000002.M2.host", f"Subject: Afwezig\nIn-Reply-To: <{hers}@x>\n\nIk ben er niet.\n".encode())
    deliver(maildir, "1700000003.M3.host", a_report(told("failed", "5.0.0")))

    code, (first, second, count), _ = say("bounces", str(maildir))
    assert code == 3
    assert (first["messageId"], first["arrived"], first["code"]) == (hers, "delayed", "4.2.2")
    assert (first["outcome"], first["why"]) == ("noted", "")
    assert (second["messageId"], second["outcome"], second["receipt"]) == (OURS, "refused", "kring.not-found")
    assert count == {"noted": 1, "refused": 1, "erased": 0, "left": 1}
    assert waiting(maildir) == ["1700000002.M2.host", "1700000003.M3.host"]
    assert letters(say, post[2])[hers]["status"] == "sent"

    deliver(maildir, "1700000004.M4.host", bounced(mail, "5.1.1"))
    say("bounces", str(maildir), "--office", "utrecht")
    known = letters(say, post[2])
    assert (known[hers]["status"], known[hers]["because"]) == ("to-tell", "failed")
    assert "5.1.1" in known[hers]["code"]

    deliver(maildir, "1700000005.M5.host", bounced(mail, "5.1.1"))  # it came back twice
    _, lines, _ = say("bounces", str(maildir), "--office", "utrecht")
    assert lines[-1] == {"noted": 1, "refused": 1, "erased": 0, "left": 1}
    assert letters(say, post[2]) == known


def test_who_may_not_report_changes_nothing_and_loses_no_mail(say: Command, maildir: Path) -> None:
    deliver(maildir, "1700000001.M1.host", a_report())
    code, (line, _), _ = say("bounces", str(maildir), "--office", "utrecht", "--role", "funder")
    assert (code, line["receipt"], waiting(maildir)) == (3, "kring.not-permitted", ["1700000001.M1.host"])


def test_a_person_reads_one_line_for_each_report_and_a_count(
    post: tuple[Path, Mailbox, str], maildir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(maildir, "1700000001.M1.host", a_report())
    assert run_words(["bounces", str(maildir), "--dir", str(post[0]), "--office", "utrecht"]) == 3
    line, count = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{OURS}  bounced    5.1.1    refused  ")
    assert count == "0 reports noted, 1 refused, 0 erased as too old, 0 other mails left as they are"


def test_a_report_about_a_letter_that_nobody_knows_is_erased_after_thirty_days(say: Command, maildir: Path) -> None:
    deliver(maildir, "1700000001.M1.host", a_report())
    deliver(maildir, "1700000002.M2.host", a_report())
    deliver(maildir, "1700000003.M3.host", b"Subject: Afwezig\n\nIk ben er niet.\n")
    long_ago = time.time() - 31 * 24 * 60 * 60
    for name in ("1700000002.M2.host", "1700000003.M3.host"):
        os.utime(maildir / "new" / name, (long_ago, long_ago))
    code, (first, second, count), _ = say("bounces", str(maildir))
    assert (code, first["outcome"], second["outcome"]) == (3, "refused", "erased")
    assert count == {"noted": 0, "refused": 1, "erased": 1, "left": 1}
    assert waiting(maildir) == ["1700000001.M1.host", "1700000003.M3.host"]


def test_what_is_no_maildir_is_a_wrong_usage(say: Command, tmp_path: Path) -> None:
    code, lines, error = say("bounces", str(tmp_path))
    assert (code, lines) == (2, [])
    assert "no maildir folder" in error
