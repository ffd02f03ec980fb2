"""What the page about access gives its readers to type is typed here, and answers what the page shows."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kring_shared.contracts.actor import EmergencyReason
from kring_shared.contracts.rights import EMERGENCY, Basis
from tests.architecture.documents import fenced
from tests.architecture.tree import ROOT
from tests.integration.kring_command import environment, kring, kring_up

PAGE = ROOT / "docs/access.md"
REFERRALS = ROOT / "deploy/examples/referrals.jsonl"
COLLEAGUE = "019aa0000000700080000000000000b2"


@pytest.fixture(name="typed", scope="module")
def everything_that_is_typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """Start a Kring with a case, and type every block of the page; give the folder, and what each block printed."""
    folder = tmp_path_factory.mktemp("reader")
    with kring_up(folder / ".kring"):
        one = folder / "one.jsonl"
        one.write_text(REFERRALS.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
        assert kring("refer", str(one), folder=folder / ".kring").returncode == 0
        case = json.loads(kring("cases", "--office", "utrecht", "--json", folder=folder / ".kring").stdout)["caseId"]
        yield folder, [_typed(block, folder, case) for block in fenced(PAGE, "sh")]


def _typed(block: str, folder: Path, case: str) -> str:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    named = {"CASE": case, "COLLEAGUE": COLLEAGUE, "PERSON": "f" * 32, "PATH": path}
    ended = subprocess.run(
        ["bash", "-euc", block],
        cwd=folder,
        env=environment(more=named),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def alike(text: str) -> list[list[str]]:
    """Give the words of each line; ids, and days and hours, are made the same."""
    same = re.sub(r"\b[0-9a-f]{32}\b", "ID", re.sub(r"\d\d-\d\d-\d{4} \d\d:\d\d", "THEN", text))
    return [line.split() for line in same.splitlines()]


def test_the_page_shows_what_is_answered(typed: tuple[Path, list[str]]) -> None:
    shown = list(fenced(PAGE, "text"))
    assert [alike(said) for said in typed[1][:2]] == [alike(text) for text in shown]


def test_the_copy_is_there_for_its_maker_alone(typed: tuple[Path, list[str]]) -> None:
    files = sorted((typed[0] / "copies").iterdir())
    assert [file.suffix for file in files] == [".html", ".pdf"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert "niets van u bewaard" in files[0].read_text(encoding="utf-8")


def test_the_page_names_every_ground_every_reason_and_every_question_of_an_emergency() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [word for word in (*Basis, *EmergencyReason) if f"`{word}`" not in page] == []
    rows = {tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in page.splitlines() if "|" in line}
    listed = {(question.name, ", ".join(sorted(roles))) for question, roles in EMERGENCY.items()}
    assert listed <= rows
