"""`kring simulate` before it simulates: made-up data is mixed with nothing, and what is missing is said plainly."""

import sys
from pathlib import Path

import pytest

from kring_shared.runtime.cli import run_words


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("ours", encoding="utf-8")
    assert run_words(["simulate", "--years", "1", "--into", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_without_its_extras_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "kring_shared.testing.simulation.run", None)
    assert run_words(["simulate"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "embedded" in line
    assert "pip install" in line


def test_more_offices_than_there_are_is_a_wrong_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_words(["simulate", "--offices", "14"]) == 2
    assert "--offices" in capsys.readouterr().err
