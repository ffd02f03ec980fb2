"""Messages at the command line of a running Kring: what was written, what a person has to say, and that they did."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.cli import run_words
from tests.integration.kring_command import PATIENCE_S, kring_up

EVENT = {"specversion": "1.0", "source": "urn:nl:wijkteam-noord", "type": "nl.eigenkracht.referral.submitted.v1"}
GRANDMOTHER = {"kind": "closePerson", "name": "Oma Jansje", "phone": "+31 30 000 00 00"}
REFERRAL = EVENT | {
    "id": "1",
    "data": {
        "reference": "R-1",
        "requester": GRANDMOTHER,
        "context": "voluntary",
        "urgency": "normal",
        "mainPersons": [{"name": "Filip van der Testen", "municipality": "Utrecht"}],
    },
}
NOBODY = "0" * 32
Said = tuple[int, str, str]
Say = Callable[..., Said]


@pytest.fixture(scope="module", name="folder")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Kring in which no channel reaches a grandmother who has a telephone only."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    with kring_up(folder):
        yield folder


@pytest.fixture(name="say")
def in_this_process(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give commands to that Kring; gives exit code, output and errors."""
    monkeypatch.setenv("KRING_DIR", str(folder))

    def say(*words: str) -> Said:
        code = run_words([*words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return say


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(name="case")
def a_case_of_which_somebody_must_hear(say: Say, tmp_path: Path) -> str:
    """Hand in a referral, once, and wait until notifications heard of it."""
    file = tmp_path / "one.json"
    file.write_text(json.dumps(REFERRAL))
    assert say("refer", str(file))[0] == 0
    (line,) = lines(say("cases", "--json")[1])
    give_up_at = time.monotonic() + PATIENCE_S
    while not say("messages", line["caseId"], "--json")[1]:
        assert time.monotonic() < give_up_at
    return str(line["caseId"])


def test_the_messages_of_a_case_are_listed_without_names_or_words(say: Say, case: str) -> None:
    code, out, _ = say("messages", case, "--json")
    found = lines(out)
    assert (code, {line["moment"] for line in found}) == (0, {"request-received"})
    assert say("messages", case, "--office", "utrecht", "--json")[1] == out
    code, out, _ = say("messages", case)
    assert code == 0
    assert [row.split()[0] for row in out.splitlines()] == ["message", *(line["messageId"] for line in found)]
    assert "a person tells it: no way to reach them" in out
    assert "Jansje" not in out


def test_what_waits_to_be_told_is_listed_for_a_case_an_office_or_all(say: Say, case: str) -> None:
    of_all = lines(say("to-tell", "--json")[1])
    assert {line["caseId"] for line in of_all} == {case}
    assert lines(say("to-tell", case, "--json")[1]) == of_all
    assert lines(say("to-tell", "--office", "utrecht", "--json")[1]) == of_all
    code, out, error = say("to-tell", "--office", "gent")
    assert (code, out, error) == (0, "", "kring: nothing waits to be told\n")
    code, out, error = say("to-tell")
    assert "no way to reach them" in out
    assert "the office" in out
    assert "kring to-tell CASE MESSAGE" in error


def grandmothers(say: Say, case: str) -> str:
    """Find the message to the grandmother, among those that a person tells."""
    ids = [line["messageId"] for line in lines(say("messages", case, "--json")[1])]
    (hers,) = (str(one) for one in ids if "Jansje" in say("to-tell", case, one)[1])
    return hers


def test_what_to_say_is_shown_to_be_read_out_and_it_is_noted_who_asked(folder: Path, say: Say, case: str) -> None:
    message = grandmothers(say, case)
    code, out, _ = say("to-tell", case, message, "--as", "desk-of-ria")
    assert code == 0
    assert out.startswith("name       Oma Jansje\ntelephone  +31 30 000 00 00\nlanguage   nl\n\nDag Oma Jansje,\n")
    with sqlite3.connect(f"file:{folder}/db/notifications.db?mode=ro", uri=True) as database:
        asked = database.execute("SELECT role, key FROM access WHERE actor = 'desk-of-ria'").fetchall()
    database.close()
    assert asked == [("regional-manager", case)]


def test_what_the_lists_show_is_what_can_be_acted_on(say: Say, case: str) -> None:
    ids = json.dumps({"caseId": case, "messageId": grandmothers(say, case)})
    assert say("do", "note-told", ids[:-1] + ', "reached": false}')[0] == 0
    assert "a person could not reach them" in say("messages", case)[1]
    assert say("do", "note-told", ids)[0] == 0
    assert "a person told it" in say("messages", case)[1]
    code, _, error = say("to-tell", case, json.loads(ids)["messageId"])
    assert (code, "kring.not-found" in error) == (3, True)


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("messages", "Filip"), 3, "an id is 32 digits"),
        (("messages", NOBODY), 3, "no messages are known for that case"),
        (("to-tell", "Filip"), 3, "an id is 32 digits"),
        (("to-tell", NOBODY), 3, "no messages are known for that case"),
        (("to-tell", NOBODY, NOBODY), 3, "kring.not-found"),
        (("to-tell", NOBODY, "x"), 3, "an id is 32 digits"),
        (("to-tell", "--role", "coordinator"), 3, "kring.not-permitted"),
        (("messages", NOBODY, "--role", "funder"), 3, "kring.not-permitted"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    say: Say, words: tuple[str, ...], exit_code: int, said: str
) -> None:
    code, out, error = say(*words)
    assert (code, out, len(error.splitlines())) == (exit_code, "", 1)
    assert said in error
