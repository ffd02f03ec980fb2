"""An office imports its lists into a running Kring: a dry run, an import, another, and one bad line among good ones."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kring_shared.kernel.spreadsheet import Cell
from kring_shared.runtime.cli import run_words
from tests.integration.kring_command import kring, kring_up
from tests.unit.kernel.letters import a_letter, attach
from tests.unit.kernel.office_lists import CANDIDATE, COORDINATOR, NAME

Said = tuple[int, list[Any], str]
Command = Callable[..., Said]
BSN = "111222333"
OUTCOMES = ["new", "new", "new"]


@pytest.fixture(scope="module", name="folder")
def a_running_matching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run matching for all tests here; each test has an office of its own, and so a register of its own."""
    folder = tmp_path_factory.mktemp("kring") / "k"
    with kring_up(folder, "--service", "matching"):
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


def a_list(folder: Path, *lines: Mapping[str, Cell], name: str = "list.csv") -> str:
    """Write a list as a spreadsheet does, with days as days in a workbook."""
    columns = list(dict.fromkeys(column for line in lines for column in line))
    rows: list[list[Any]] = [columns, *([line.get(column) or "" for column in columns] for line in lines)]
    file = folder / name
    if name.endswith(".xlsx"):
        book, out = Workbook(), io.BytesIO()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(out)
        file.write_bytes(out.getvalue())
    else:
        file.write_text("".join(f"{';'.join(map(str, row))}\r\n" for row in rows), encoding="cp1252")
    return str(file)


def register(say: Command, office: str) -> Any:  # noqa: ANN401  # JSON
    """Read an office's register."""
    _, (said,), _ = say("ask", "list-coordinators", "{}", "--office", office)
    return said["coordinators"]


def test_a_rehearsal_sends_nothing_and_says_what_would_become_of_each_line(say: Command, tmp_path: Path) -> None:
    three = a_list(tmp_path, *({**COORDINATOR, "reference": f"UT-{n}", "name": "Zoë"} for n in range(3)))
    code, (*rows, whole), _ = say("import", "coordinators", three, "--office", "utrecht", "--dry-run")
    assert (code, [row["outcome"] for row in rows], whole["dryRun"]) == (0, OUTCOMES, True)
    assert {row["receipt"] for row in rows} == {""}
    assert register(say, "utrecht") == []


def test_importing_again_gives_the_same_register_and_only_what_changed_is_called_so(
    say: Command, tmp_path: Path
) -> None:
    lines = [{**COORDINATOR, "reference": f"GE-{n}", "name": "Zoë", "statute": ""} for n in range(3)]
    todo = ("import", "coordinators", a_list(tmp_path, *lines), "--office", "gent")
    code, (*rows, whole), _ = say(*todo)
    assert (code, whole["outcomes"]) == (0, {"new": 3}), rows
    assert {row["receipt"] for row in rows} == {"kring.done"}
    before = register(say, "gent")
    assert [one["name"] for one in before] == ["Zoë"] * 3
    assert say(*todo)[1][-1]["outcomes"] == {"same": 3}
    assert register(say, "gent") == before
    lines[1]["maximum_load"] = "1"
    a_list(tmp_path, *lines)
    _, (first, second, *_), _ = say(*todo)
    assert (first["outcome"], second["outcome"], second["why"]) == ("same", "changed", "maximum_load")
    assert sorted(one["maximumLoad"] for one in register(say, "gent")) == [1, 2, 2]


def test_one_bad_line_stops_no_other_and_nothing_personal_is_repeated(folder: Path, tmp_path: Path) -> None:
    office = ("--office", "amersfoort")
    file = a_list(
        tmp_path,
        {**COORDINATOR, "Rooster": "dinsdag"},
        {**COORDINATOR, "reference": "UT-002", "screening_valid_until": "ooit"},
        {**COORDINATOR, "reference": "UT-003", "postal_address": f"bsn {BSN}"},
        {**COORDINATOR, "reference": "UT-004", "statute": "volunteer", "statute_since": "2026-01-01"},
        {**COORDINATOR, "reference": "UT-005"},
        name="list.xlsx",
    )
    ended = kring("import", "coordinators", file, *office, folder=folder)
    table = [line.split(maxsplit=4) for line in ended.stdout.splitlines()]
    assert ended.returncode == 3
    assert [row[:4] for row in table[1:6]] == [
        ["2", "UT-001", "new", "kring.done"],
        ["3", "UT-002", "refused", "-"],
        ["4", "-", "refused", "-"],
        ["5", "UT-004", "refused", table[4][3]],
        ["6", "UT-005", "new", "kring.done"],
    ]
    assert table[4][3].startswith("kring.")
    assert ended.stdout.splitlines()[-1] == "5 lines for amersfoort: 2 new, 3 refused"
    assert "Rooster" in ended.stderr
    assert [word for word in (NAME, BSN, "ooit", "dinsdag", "filip@") if word in ended.stdout + ended.stderr] == []


def test_a_letter_that_comes_again_replaces_the_one_before(say: Command, tmp_path: Path) -> None:
    todo = (
        "import",
        "candidates",
        a_list(tmp_path, CANDIDATE, {**CANDIDATE, "reference": "K-2"}),
        "--office",
        "utrecht",
    )
    assert say(*todo)[1][-1]["outcomes"] == {"new": 2}
    assert say(*todo)[1][-1]["outcomes"] == {"changed": 2}
    _, (before,), _ = say("ask", "list-careers", "{}", "--office", "utrecht")
    assert len(before["people"]) == 2


def test_a_letter_by_e_mail_is_taken_in_once_however_often_it_is_read(say: Command, tmp_path: Path) -> None:
    file = tmp_path / "brief.EML"
    file.write_bytes(attach(a_letter(), "Zoe.pdf", b"%PDF", "application/pdf").as_bytes())
    todo = ("import", "candidates", str(file), "--office", "gent")
    assert say(*todo, "--dry-run")[1][-1]["outcomes"] == {"new": 1}
    code, (row, _), said = say(*todo)
    assert (code, row["outcome"], row["receipt"]) == (0, "new", "kring.done")
    assert "PDF" in row["why"]
    assert say(*todo)[1][-1]["outcomes"] == {"changed": 1}
    _, (careers,), _ = say("ask", "list-careers", "{}", "--office", "gent")
    assert [one["personId"] for one in careers["people"]] == [row["reference"]]
    shown = json.dumps(row) + said
    assert [word for word in ("Zo", "zoe@", "luister", "1@kring") if word in shown] == []


def test_a_letter_that_cannot_be_taken_in_is_refused_with_words(say: Command, tmp_path: Path) -> None:
    file = tmp_path / "brief.eml"
    file.write_bytes(a_letter(f"Mijn nummer is {BSN}.").as_bytes())
    code, (row, _), _ = say("import", "candidates", str(file), "--office", "gent")
    assert (code, row["outcome"], "take it out" in row["why"], BSN in row["why"]) == (3, "refused", True, False)
    code, told, said = say("import", "candidates", str(tmp_path / "nowhere.eml"), "--office", "gent")
    assert (code, told, "cannot be read" in said) == (2, [], True)


def test_whoever_left_does_not_come_back_by_an_old_list(say: Command, tmp_path: Path) -> None:
    file = a_list(tmp_path, {**COORDINATOR, "reference": "L-1"})
    say("import", "coordinators", file, "--office", "utrecht")
    (entry,) = [one for one in register(say, "utrecht") if one["name"] == NAME]
    body = json.dumps({"coordinatorId": entry["coordinatorId"], "reason": "moved"})
    say("do", "end-coordinatorship", body, "--office", "utrecht")
    code, (row, _), _ = say("import", "coordinators", file, "--office", "utrecht")
    assert (code, row["outcome"], row["receipt"]) == (3, "refused", "")
    assert "they left" in row["why"]


def test_a_list_without_a_needed_column_is_refused_before_anything_is_done(say: Command, tmp_path: Path) -> None:
    lines = [{name: cell for name, cell in COORDINATOR.items() if name != "reference"}]
    code, told, said = say("import", "coordinators", a_list(tmp_path, *lines), "--office", "gent")
    assert (code, told) == (3, [])
    assert "missing: reference" in said
    assert "nothing was done" in said


def test_whose_list_it_is_and_where_it_lies_has_to_be_said(say: Command, tmp_path: Path) -> None:
    code, told, said = say("import", "candidates", a_list(tmp_path, CANDIDATE))
    assert (code, told, "--office" in said) == (2, [], True)
    code, told, said = say("import", "candidates", str(tmp_path / "nowhere.csv"), "--office", "gent")
    assert (code, told, "cannot be read" in said) == (2, [], True)


def test_a_list_of_other_offices_alone_is_said_to_be_so(say: Command, tmp_path: Path) -> None:
    code, (whole,), said = say(
        "import", "candidates", a_list(tmp_path, {**CANDIDATE, "office": "gent"}), "--office", "utrecht"
    )
    assert (code, whole["ofOtherOffices"], "every line names another office" in said) == (0, 1, True)


def test_where_no_kring_runs_a_list_can_be_rehearsed_and_not_imported(say: Command, tmp_path: Path) -> None:
    todo = ("import", "candidates", a_list(tmp_path, CANDIDATE), "--office", "gent", "--dir", str(tmp_path / "none"))
    code, (row, _), said = say(*todo, "--dry-run")
    assert (code, row["outcome"], "does not answer" in said) == (0, "ready", True)
    code, (whole,), said = say(*todo)
    assert (code, whole["outcomes"], "0 of 1 lines were done" in said) == (4, {}, True)
