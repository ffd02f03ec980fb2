"""What the quick start and the day at the office give their readers to type is typed here, in that order."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from kring_shared.runtime.cli import run_words
from tests.architecture.documents import fenced
from tests.architecture.tree import ROOT
from tests.integration.kring_command import environment, kring_up

QUICK_START, OFFICE = ROOT / "docs/quick-start.md", ROOT / "docs/for-offices.md"
ACTIVATE: Final = ". .venv/bin/activate"
TARGETS: Final = re.compile(r"^([a-z-]+):", re.MULTILINE)
RECEIPT: Final = re.compile(r"(LIJST-\d)\s+request ([0-9a-f]{32})")
DONE, REFUSED = 0, 3
SAYS_ITS_WORDS: Final = (
    r"""kring() { for w in "$@"; do w=${w//\\/\\\\}; printf '"%s",' "${w//\"/\\\"}"; done; echo; }"""
)
Typed = Callable[..., tuple[int, str]]


@pytest.fixture(name="folder", scope="module")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Kring in a folder that looks to the reader like that of the code."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "deploy").symlink_to(ROOT / "deploy")
    with kring_up(folder / ".kring"):
        yield folder


@pytest.fixture(name="typed")
def in_that_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a block as it stands on the page; gives how its last command ended, and all that was said."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("KRING_")]:
        monkeypatch.delenv(name)

    def type_(block: str, **named: str) -> tuple[int, str]:
        capsys.readouterr()
        ended = [run_words(words) for words in as_words(block, **named)]
        assert set(ended[:-1]) <= {DONE}
        return ended[-1], "".join(capsys.readouterr())

    return type_


def as_words(block: str, **named: str) -> list[list[str]]:
    """Give what a shell makes of each line of a block: the words that `kring` would get."""
    lines = "\n".join(line for line in block.splitlines() if line != ACTIVATE)
    ended = subprocess.run(
        ["bash", "-euc", f"{SAYS_ITS_WORDS}\n{lines}"],
        env=environment(more=named),
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    words = [json.loads(f"[{line.rstrip(',')}]") for line in ended.stdout.splitlines()]
    assert len(words) == len(re.findall(r"^kring ", lines, re.MULTILINE))
    return words


def test_a_newcomer_comes_from_nothing_to_a_request_that_is_triaged(typed: Typed) -> None:
    set_up, start, refer, look, show, looked, triage, too_early = fenced(QUICK_START, "sh")
    assert set_up == "make setup\n"
    assert "setup" in TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert start == f"{ACTIVATE}\nkring up\n"  # the one that runs already

    ended, receipts = typed(refer)
    (shown,) = fenced(QUICK_START, "text")
    ids = dict(RECEIPT.findall(receipts))
    assert ended == DONE
    assert list(ids) == list(dict(RECEIPT.findall(shown))) == ["LIJST-1", "LIJST-2", "LIJST-3"]
    case = ids["LIJST-1"]
    assert case in typed(look)[1]
    mine = re.sub(r"^CASE=[0-9a-f]{32}", f"CASE={case}", show)
    assert mine != show
    assert "Amina" in typed(mine)[1]
    assert "regional-manager/office-desk" in typed(looked, CASE=case)[1]
    ended, story = typed(triage, CASE=case)
    assert ended == DONE
    assert "request triaged" in story
    ended, refusal = typed(too_early, CASE=case)
    assert ended == REFUSED
    assert "kring.not-allowed-now" in refusal


def test_an_office_types_its_day(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *blocks = fenced(OFFICE, "sh")
    assert first == "export KRING_OFFICE=utrecht\n"
    monkeypatch.setenv("KRING_OFFICE", "utrecht")
    assert typed("kring refer deploy/examples/referrals.csv")[0] == DONE
    cases = [json.loads(line) for line in typed("kring cases --json")[1].splitlines()]
    case = next(case["caseId"] for case in cases if case["context"] == "voluntary")
    for block in blocks:
        ended, said = typed(block, CASE=case)
        assert ended == DONE, (block, said)


def test_every_command_that_is_named_in_passing_is_one() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (QUICK_START, OFFICE))
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", pages))
    known = {path.name.split(".")[1] for path in (ROOT / "docs/contracts").glob("*/*.json")}
    assert named
    assert named - known == set()
