"""`kring replay` as people run it: a range as JSON lines, or a place where a new reader begins."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.kring_command import kring, kring_up, refusal
from tests.unit.intake.sent import an_event

EVER = ("--since", "2026-01-01T00:00:00Z")
RECEIVED = "intake.request-received.v1"


@pytest.fixture(name="folder", scope="module")
def a_kring_with_two_requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Kring that was referred two people."""
    folder = tmp_path_factory.mktemp("replay")
    with kring_up(folder / ".kring", "--service", "intake"):
        for n in range(2):
            (folder / "event.json").write_text(an_event(f"event-{n}", reference=f"ref-{n}"), encoding="utf-8")
            referred = kring("refer", str(folder / "event.json"), "--office", "utrecht", folder=folder / ".kring")
            assert referred.returncode == 0
        yield folder / ".kring"


def told(folder: Path, *words: str) -> list[dict[str, object]]:
    """Replay, and read each line."""
    ended = kring("replay", *EVER, *words, folder=folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_kind_is_found_in_the_stream_it_lies_in_and_what_is_personal_is_sealed(folder: Path) -> None:
    first, second = told(folder, "--kind", RECEIVED)
    assert first["type"] == second["type"] == f"nl.eigenkracht.{RECEIVED}"
    assert (first["office"], first["key"]) == ("utrecht", first["data"]["caseId"])  # type: ignore[index] # JSON
    assert "Filip" not in json.dumps([first, second])
    assert told(folder, "--kind", RECEIVED, "--case", str(second["key"])) == [second]
    assert told(folder, "--kind", RECEIVED, "--office", "gent") == []
    assert told(folder, "--kind", RECEIVED, "--until", "2026-01-02T00:00:00Z") == []


def test_a_new_reader_is_told_where_it_begins_and_nobody_takes_its_name(folder: Path) -> None:
    began = kring("replay", *EVER, "--kind", RECEIVED, "--to", "onderzoek", folder=folder)
    assert began.stdout.startswith("Reader onderzoek begins at place 1 of ")
    assert "2 facts wait for it" in began.stdout
    again = kring("replay", *EVER, "--kind", RECEIVED, "--to", "onderzoek", folder=folder)
    assert again.stdout == began.stdout
    other = refusal("replay", "--since", "2026-02-01T00:00:00Z", "--kind", RECEIVED, "--to", "onderzoek", folder=folder)
    assert other == (3, "kring: a reader called onderzoek is there already: choose another name; nothing was changed")
    as_json = kring("replay", *EVER, "--kind", RECEIVED, "--to", "archief", "--json", folder=folder)
    assert json.loads(as_json.stdout) | {"stream": ""} == {"reader": "archief", "stream": "", "place": 1, "waiting": 2}


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (("--since", "yesterday"), "a moment is written as 2026-11-01T00:00:00Z"),
        (("--since", "2026-11-01T00:00:00"), "a moment is written as 2026-11-01T00:00:00Z"),
        ((*EVER, "--kind", "request-received"), "a kind is a service, a fact and a version"),
        ((*EVER, "--case", "*"), "a case id is 32 digits and letters a to f"),
        ((*EVER, "--stream", "referrals"), "no reach is called 'referrals'"),
        ((*EVER, "--to", "intake_gent"), "a name for a service's own consumer"),
        ((*EVER, "--to", "a.b"), "small letters, digits, - and _"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(folder: Path, words: tuple[str, ...], because: str) -> None:
    code, line = refusal("replay", *words, folder=folder)
    assert code == 2
    assert because in line
