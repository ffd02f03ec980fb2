"""What the page for referrers gives its readers to type is typed here, in order, and does what the page says."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.documents import fenced, files_in
from tests.architecture.tree import ROOT
from tests.integration.kring_command import environment, kring_up

PAGE, CONTRACTS = ROOT / "docs/referrers.md", ROOT / "docs/contracts.md"


@dataclass(frozen=True)
class Typed:
    """One block of commands, how it ended and what it printed."""

    block: str
    code: int
    lines: list[str]
    errors: str


@pytest.fixture(name="folder", scope="module")
def the_folder_of_a_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save the files of the page in an empty folder."""
    folder = tmp_path_factory.mktemp("reader")
    files = files_in(PAGE) | {"refer.py": files_in(CONTRACTS)["refer.py"]}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(name="typed", scope="module")
def everything_that_is_typed(folder: Path) -> Iterator[list[Typed]]:
    """Start a Kring as the first block says, and type all others in another terminal."""
    first, *others = fenced(PAGE, "sh")
    assert first == "kring up\n"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with kring_up(folder / ".kring", "--portal-port", "0"):
        yield [_typed(block, folder, environment(more={"PATH": path})) for block in others]


def _typed(block: str, folder: Path, env: dict[str, str]) -> Typed:
    ended = subprocess.run(
        ["bash", "-euc", block], cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=180
    )
    return Typed(block, ended.returncode, ended.stdout.splitlines(), ended.stderr)


def test_every_command_on_the_page_works(typed: list[Typed]) -> None:
    assert [(one.block, one.errors) for one in typed if one.code != 0 or one.errors] == []


def test_the_first_referral_is_received_once_however_often_it_is_sent(typed: list[Typed]) -> None:
    once, again, *cases = typed[0].lines
    assert once.split()[:3] == ["1", "received", "WN-2026-0041"]
    assert again.split()[:3] == ["1", "repeated", "WN-2026-0041"]
    assert len(cases) == 2, "a head and one case"


def test_over_the_bus_it_is_known_already(typed: list[Typed]) -> None:
    assert typed[1].lines[0] == "safely kept in REFERRALS"
    assert typed[1].lines[-1].startswith("repeated ")


def test_the_list_has_a_receipt_for_each_row(typed: list[Typed]) -> None:
    first, second, *as_json = typed[2].lines
    assert [line.split()[1:3] for line in (first, second)] == [
        ["received", "WN-2026-0042"],
        ["received", "WN-2026-0043"],
    ]
    assert [json.loads(line)["status"] for line in as_json] == ["repeated", "repeated"]


def test_the_form_mail_is_read_and_a_mailbox_with_it_is_emptied(folder: Path, typed: list[Typed]) -> None:
    form, mailbox = typed[3], typed[4]
    assert form.lines[0].split()[1:3] == ["received", "WN-2026-0044"]
    assert mailbox.lines[0].split()[1:3] == ["repeated", "WN-2026-0044"]
    assert list((folder / "Maildir").rglob("*mail")) == []
    assert (folder / "form.eml").exists()


def test_over_http_it_is_received_and_seen_again(typed: list[Typed]) -> None:
    let_in, handed_in = typed[5], typed[6]
    assert let_in.lines[0].split()[:1] == ["wijkteam-noord"]
    receipts, own = (json.loads(line) for line in handed_in.lines)
    assert [one["status"] for one in receipts["receipts"]] == ["received"]
    assert [one["reference"] for one in own["referrals"]] == ["WN-2026-0041"]


def test_the_line_for_cron_is_a_command_that_works(folder: Path, typed: list[Typed]) -> None:
    assert typed
    (line,) = [text for text in fenced(PAGE, "text") if text.startswith("*/")]
    *_, command = line.split("  ", 1)
    words = shlex.split(command.partition(" >>")[0])
    here = {"/srv/mail/utrecht": "Maildir", "/srv/kring": ".kring"}
    ended = subprocess.run(
        [Path(sys.executable).with_name(words[0]), *(here.get(word, word) for word in words[1:])],
        cwd=folder,
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
