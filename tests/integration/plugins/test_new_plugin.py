"""What `kring new plugin` writes is green at once, is found and used by a Kring, and never takes another's place."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kring_shared.contracts.matching import Ranking
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.new.kinds import KINDS, Kind
from kring_shared.runtime.cli.new.plugin import files_of
from tests.architecture.documents import fenced
from tests.architecture.tree import ROOT

USE = """
import asyncio, json, sys
from kring_intake.hooks import question_checks
from kring_notifications.plugged import chosen
from kring_notifications.testing import a_letter
from kring_shared.runtime.cli.referring.adapters import adapters
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings

shared = SharedSettings()
checks = question_checks(plugins.load(plugins.service("intake"), shared))
channels = chosen(("my-channel",), plugins.load(plugins.service("notifications"), shared))
asyncio.run(channels["my-channel"].send(a_letter()))
items = list(adapters(shared)["my-adapter"].read(b"A-1;Team;030 000;Amina;Utrecht\\nonly\\n", source="urn:x"))
remarks = checks["my-question-check"].look("Wat is er nodig? " * 9)
print(json.dumps([[item.refused is None for item in items], [remark.code for remark in remarks]]))
"""


@pytest.fixture(name="made", scope="module")
def one_of_every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a plugin of each kind, beside each other."""
    folder = tmp_path_factory.mktemp("made")
    for kind in Kind:
        assert run_words(["new", "plugin", kind.value, f"my-{kind}", "--out", str(folder / kind)]) == 0
    return folder


@pytest.fixture(name="named", scope="module")
def installed_and_named_as_its_page_says(made: Path) -> dict[str, str]:
    """Install them all elsewhere; give the variables that an operator sets, put together from the READMEs."""
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    sources = [str(made / kind) for kind in Kind]
    subprocess.run([*install, "--target", str(made / "installed"), *sources], check=True)
    plugins: list[str] = []
    settings: dict[str, object] = {}
    for kind in Kind:
        page = (made / kind / "README.md").read_text(encoding="utf-8")
        said = {name: json.loads(value) for name, value in re.findall(r"^export (\w+)='(.*)'$", page, re.MULTILINE)}
        plugins += said["KRING_PLUGINS"]
        settings |= said.get("KRING_PLUGIN_SETTINGS", {})
    (made / "letters").mkdir()
    settings["notifications:my-channel"] = {"folder": str(made / "letters")}
    return {
        "PYTHONPATH": os.pathsep.join([str(made / "installed"), str(ROOT)]),
        "KRING_PLUGINS": json.dumps(plugins),
        "KRING_PLUGIN_SETTINGS": json.dumps(settings),
    }


@pytest.mark.parametrize("kind", Kind)
def test_its_tests_are_green_before_anything_is_installed(kind: Kind, made: Path) -> None:
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # pytest as it is, whatever is installed beside it
    tested = subprocess.run(tests, cwd=made / kind, env=alone, capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout
    assert re.search(r"^\d{2} passed", tested.stdout, re.MULTILINE)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", ["none", "settings", "manifest", "verdict", "file-item"])
def test_a_name_that_is_a_word_of_the_language_or_of_its_page_stands_for_nothing_else(kind: Kind, name: str) -> None:
    texts = files_of(kind, name, f"{name.replace('-', '_')}_kring")
    made = [ast.parse(text) for place, text in texts.items() if place.endswith(".py")]
    for tree in made:
        bound = [
            name.asname or name.name for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) for name in one.names
        ]
        classes = [one.name for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]
        assert not set(bound) & set(classes)
        assert len(classes) == len(set(classes))


@pytest.mark.parametrize("what", [["check"], ["format", "--check"]], ids=" ".join)
def test_it_is_written_as_ruff_writes_it_where_nobody_sets_ruff_up(what: list[str], made: Path) -> None:
    for kind in Kind:
        ruff = [sys.executable, "-m", "ruff", *what, "--isolated", "--no-cache", "."]
        done = subprocess.run(ruff, cwd=made / kind, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_what_is_begun_with_is_used_once_it_is_installed_and_named(made: Path, named: dict[str, str]) -> None:
    used = subprocess.run(
        [sys.executable, "-c", USE], env=os.environ | named, capture_output=True, text=True, check=False
    )
    assert used.returncode == 0, used.stderr
    assert json.loads(used.stdout.splitlines()[-1]) == [[True, False], ["long"]]
    assert [file.suffix for file in (made / "letters").iterdir()] == [".txt"]


def test_a_kring_ranks_with_the_criterion_and_asks_the_rule(named: dict[str, str], tmp_path: Path) -> None:
    program = [sys.executable, str(Path(__file__).with_name("ranking.py")), str(tmp_path / "kring")]
    done = subprocess.run(program, env=os.environ | named, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    ranking = Ranking.model_validate_json(done.stdout.splitlines()[-1])
    scores = {score.criterion: score.because for score in ranking.coordinators[0].scores}
    assert scores["my-criterion"] == "it is not known who lives where"
    assert [coordinator.stops for coordinator in ranking.coordinators] == [(), ()]


def test_the_page_says_what_it_does_and_what_it_may_not_do(made: Path) -> None:
    for kind in Kind:
        page = (made / kind / "README.md").read_text(encoding="utf-8")
        assert page.startswith(f"# my-{kind}\n\n{KINDS[kind].title}\n")
        assert "$" not in page
        assert page.partition("## What it may not do\n\n")[2].startswith("- ")


def test_three_lines_say_what_to_do_next_as_the_page_for_makers_shows_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed, *shown = next(fenced(ROOT / "docs/plugins.md", "console")).splitlines()
    assert run_words(typed.removeprefix("$ kring ").split()) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3
    assert said == shown
    written = {
        str(file.relative_to(tmp_path / "near-school-kring")) for file in tmp_path.rglob("*.*") if file.is_file()
    }
    module = {"near_school_kring.py", "tests/test_near_school_kring.py"}
    assert written == module | {".gitignore", "README.md", "pyproject.toml"}


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("criterion", "Near_School", "cannot be the name of a plugin"),
        ("criterion", "x", "cannot be the name of a plugin"),
        ("criterion", "near-", "cannot be the name of a plugin"),
        ("criterion", "2-near", "cannot be the name of a plugin"),
        ("criterion", "../near", "cannot be the name of a plugin"),
        ("criterion", "n" * 32, "cannot be the name of a plugin"),
        ("rule", "full", "matching has a plugin 'full' already"),
        ("widget", "near", "'widget' is not one of 'criterion', 'rule', 'channel', 'question-check', 'adapter'"),
    ],
)
def test_a_name_or_a_kind_that_cannot_be_is_refused_and_nothing_is_written(
    kind: str, name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_words(["new", "plugin", kind, name, "--out", str(tmp_path / "new")]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_something_is_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("precious")
    for place in (tmp_path, tmp_path / "mine"):
        assert run_words(["new", "plugin", "rule", "near", "--out", str(place)]) == 2
        assert "is not an empty folder: name another with --out" in capsys.readouterr().err
    assert run_words(["new", "plugin", "rule", "near", "--out", str(tmp_path / "mine" / "deep")]) == 2
    assert "cannot be written (Not a directory)" in capsys.readouterr().err
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("mine", "precious")]
