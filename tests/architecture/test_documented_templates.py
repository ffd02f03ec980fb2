"""Every command on the page about words is typed here as it stands there, and does what the page says."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from kring_notifications.wording import load
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.cli import run_words
from tests.architecture.documents import fenced, files_in
from tests.architecture.tree import ROOT

PAGE = ROOT / "docs/templates.md"
Said = tuple[int, str, str]
Run = Callable[..., Said]


def commands() -> list[list[str]]:
    """Give each command of the page, in order, without its comment."""
    lines = [line for block in fenced(PAGE, "sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith("kring ")]


def settings() -> dict[str, str]:
    """Give the variables that the page has its reader set."""
    lines = [line for block in fenced(PAGE, "sh") for line in block.splitlines()]
    return dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))


@pytest.fixture(name="run")
def typed_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give `kring …` as the reader types it; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings().items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Said:
        code = run_words([*words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def approved(run: Run, name: str) -> str:
    """Give the version of words that were approved."""
    shown = run("templates", "list", "--json")[1].splitlines()
    (line,) = (line for line in map(json.loads, shown) if line["template"] == name)
    assert line["state"] == "approved"
    return str(line["version"])


def test_every_documented_command_works_in_the_order_of_the_page(run: Run, tmp_path: Path) -> None:
    typed = commands()
    assert [words[:3] for words in typed].count(["kring", "templates", "approve"]) == 2
    for _, *words in typed:
        if words[1] == "approve" and not (tmp_path / "words/fy").exists():
            for name, text in files_in(PAGE).items():  # the reader writes them before they are approved
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(text, encoding="utf-8")
        given = [approved(run, "nl/plan") if word == "VERSION" else word for word in words]
        code, _, error = run(*given)
        assert code == 0, (words, error)
        if words[1] == "show":
            assert "approved by F. de B." in error
    assert {path.name for path in tmp_path.iterdir()} == {"words", "invitation.html", "invitation.pdf"}
    assert 'dir="rtl"' in (tmp_path / "invitation.html").read_text(encoding="utf-8")
    assert approved(run, "fy/notice.text")


def test_the_page_names_commands_files_and_fields_that_are_there(run: Run, tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for command in set(re.findall(r"`(kring [a-z-]+(?: [a-z]+)?)", text)):
        assert run(*command.split()[1:], "--help")[0] == 0, command
    for name in re.findall(r"`(nl/[a-z.-]+\.txt)`", text):
        own = tmp_path / name.replace("/", "-") / name
        own.parent.mkdir(parents=True)
        own.write_text("no field at all", encoding="utf-8")
        with pytest.raises(WrongSetup, match="does not use"):  # and not that it has a name that is none
            load(own.parents[1])
