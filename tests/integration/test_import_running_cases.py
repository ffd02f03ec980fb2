"""An office takes over what it has running: a rehearsal, the import, the same again, and one that stopped halfway."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts.envelope import IMPORTED
from kring_shared.kernel.running_cases import case_id_of
from kring_shared.runtime.cli import run_words
from tests.integration.kring_command import kring_up

Said = tuple[int, list[Any], str]
Command = Callable[..., Said]
EXAMPLES = Path(__file__).parents[2] / "deploy" / "examples"
CASES, COORDINATORS = EXAMPLES / "running-cases.csv", EXAMPLES / "coordinators.csv"
ASKED_AT_MOST = 200
OWN_FACTS = {
    "intake": {"request-received", "consent-given", "request-accepted"},
    "matching": {"assignment-activated"},
    "conference": {"question-agreed", "conference-concluded", "plan-distributed", "follow-up-planned"},
}
"""Facts of a case that was taken over, by who tells them."""


@pytest.fixture(scope="module", name="folder")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a whole Kring for all tests here; each test has an office of its own."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    with kring_up(folder):
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


def asked(say: Command, query: str, at: str, **body: object) -> Any:  # noqa: ANN401  # JSON
    """Ask something about an office, and give the answer."""
    _, (answer,), _ = say("ask", query, json.dumps(body), "--office", at)
    return answer


def facts(say: Command, service: str, office: str, reference: str) -> dict[str, str]:
    """Give by whom the facts of a case were told, by name, as one service told them."""
    found = asked(say, f"{service}.case-facts", office, caseId=case_id_of(office, reference))
    return {fact["name"]: fact["by"] for fact in found["facts"]}


def filled(say: Command, office: str, case_id: str) -> Any:  # noqa: ANN401  # JSON
    """Ask for a registration until it knows of the meeting: facts travel a moment longer than the command."""
    for _ in range(ASKED_AT_MOST):
        shown = asked(say, "show-registration", office, caseId=case_id)
        if shown["heldOn"] is not None:
            return shown
    message = "the registration never heard of the meeting"
    raise AssertionError(message)


def copied(folder: Path, reference: str, **changes: str) -> str:
    """Copy one line of the example, some of whose cells are replaced, into a list of its own."""
    with CASES.open(encoding="utf-8", newline="") as file:
        (line,) = [line for line in csv.DictReader(file) if line["zaaknummer"] == reference]
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(line))
        writer.writeheader()
        writer.writerow(line | changes)
    return str(folder / "list.csv")


def test_what_an_office_has_running_is_rehearsed_taken_over_once_and_nobody_is_written_to(say: Command) -> None:
    office, todo = ("--office", "gent"), ("import", "running-cases", str(CASES), "--office", "gent")
    say("import", "coordinators", str(COORDINATORS), *office)
    code, (*_, whole), _ = say(*todo, "--dry-run")
    assert (code, whole["outcomes"], whole["dryRun"]) == (0, {"taken over": 2}, True)
    assert asked(say, "list-cases", "gent", office="gent")["cases"] == []

    code, (*rows, whole), _ = say(*todo)
    assert (code, whole["outcomes"], whole["ofOtherOffices"]) == (0, {"taken over": 2}, 4), rows
    case_id = case_id_of("gent", "LZ-202")
    shown = filled(say, "gent", case_id)
    assert (shown["stage"], shown["receivedOn"], shown["heldOn"]) == ("open", "2026-05-11", "2026-10-24")
    assert asked(say, "show-conference", "gent", caseId=case_id)["planStage"] == "distributed"
    for service, own in OWN_FACTS.items():
        told = facts(say, service, "gent", "LZ-202")
        assert own <= set(told)
        assert {told[name] for name in own} == {IMPORTED}
    for reference in ("LZ-201", "LZ-202"):
        assert asked(say, "list-messages", "gent", caseId=case_id_of("gent", reference))["messages"] == []

    assert say(*todo, "--dry-run")[1][-1]["outcomes"] == {"known": 2}
    code, (*_, whole), _ = say(*todo)
    assert (code, whole["outcomes"]) == (0, {"known": 2})
    assert asked(say, "show-registration", "gent", caseId=case_id) == shown
    assert len(asked(say, "list-cases", "gent", office="gent")["cases"]) == 2


def test_a_line_that_stopped_halfway_goes_on_from_there(say: Command, tmp_path: Path) -> None:
    say("import", "coordinators", str(COORDINATORS), "--office", "utrecht")
    office = ("--office", "utrecht")
    # Fatma Demir did not earn restorative conferences.
    code, (row, _), _ = say("import", "running-cases", copied(tmp_path, "LZ-104", coördinator="UT-002"), *office)
    assert (code, row["outcome"], row["receipt"]) == (3, "refused", "kring.cannot-propose")
    assert "coordinator: " in row["why"]
    assert "scope" in row["why"]
    mended = ("import", "running-cases", copied(tmp_path, "LZ-104"), *office)
    assert say(*mended, "--dry-run")[1][0]["outcome"] == "goes on"
    assert [say(*mended)[1][0]["outcome"] for _ in range(2)] == ["goes on", "known"]
    assert facts(say, "conference", "utrecht", "LZ-104")["conference-concluded"] == IMPORTED


def test_without_consent_or_a_coordinator_of_the_register_nothing_is_sent(say: Command, tmp_path: Path) -> None:
    office = ("--office", "amersfoort")
    changes = {"kantoor": "amersfoort", "toestemming op": ""}
    code, (row, _), _ = say("import", "running-cases", copied(tmp_path, "LZ-101", **changes), *office)
    assert (code, row["outcome"], row["receipt"], row["why"]) == (3, "refused", "", "consent_on: this is needed")
    code, (row, _), _ = say("import", "running-cases", copied(tmp_path, "LZ-103", kantoor="amersfoort"), *office)
    assert (code, row["outcome"], row["receipt"]) == (3, "refused", "")
    assert row["why"].startswith("coordinator: nobody is called so")
    assert asked(say, "list-cases", "amersfoort", office="amersfoort")["cases"] == []
