"""Commands that a service brings along: there when they are asked for, harmless when they are broken."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kring_shared.runtime.cli import run_words

BAKE = """
import typer

ovens = typer.Typer(help="Everything about ovens.")


@ovens.command("bake")
def bake(what: str) -> None:
    typer.echo(f"{what} is in the oven")


@ovens.command("cool")
def cool() -> None:
    typer.echo("out of the oven")
"""


class Packages:
    """Puts packages into a folder that Python looks in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, package: str, command: str, module: str, code: str, gives: str = "ovens") -> None:
        about = self.folder / f"{package.replace('-', '_')}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[kring.commands]\n{command} = {module}:{gives}\n")
        (self.folder / f"{module}.py").write_text(code)


@pytest.fixture(name="packages")
def a_folder_of_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield Packages(tmp_path)
    for name in set(sys.modules) - before:
        if name.startswith("catering_"):
            del sys.modules[name]


def test_a_command_of_a_service_is_run_and_stands_in_the_list(
    packages: Packages, capsys: pytest.CaptureFixture[str]
) -> None:
    packages.install("kring-catering", "ovens", "catering_good", BAKE)
    assert run_words(["ovens", "bake", "bread"]) == 0
    assert capsys.readouterr().out == "bread is in the oven\n"
    assert run_words(["--help"]) == 0
    assert "Everything about ovens." in capsys.readouterr().out


def test_it_is_not_loaded_for_another_command(packages: Packages) -> None:
    packages.install("kring-catering", "ovens", "catering_lazy", BAKE)
    assert run_words(["chart", "matching"]) == 0
    assert "catering_lazy" not in sys.modules


@pytest.mark.parametrize(
    ("code", "gives", "why"),
    [
        ("import a_library_nobody_has", "ovens", "cannot be loaded (ModuleNotFoundError)"),
        ("raise SystemError", "ovens", "cannot be loaded (SystemError)"),
        ("ovens = 3", "ovens", "is not a Typer app"),
        (BAKE, "fridges", "cannot be loaded (AttributeError)"),
    ],
)
def test_a_broken_package_breaks_its_own_command_only_and_says_so_in_one_line(
    packages: Packages, capsys: pytest.CaptureFixture[str], code: str, gives: str, why: str
) -> None:
    packages.install("kring-catering", "ovens", "catering_broken", code, gives)
    assert run_words(["ovens", "bake", "--hot", "bread"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"command 'ovens' of package kring-catering {why}" in line
    assert run_words(["--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Not there: command 'ovens'" in shown
    assert "dead-letters" in shown


def test_a_package_that_is_no_service_of_kring_adds_no_command(
    packages: Packages, capsys: pytest.CaptureFixture[str]
) -> None:
    packages.install("ovens-for-all", "ovens", "catering_stranger", BAKE)
    assert run_words(["ovens", "bake", "bread"]) == 2
    assert "No such command 'ovens'" in capsys.readouterr().err
    assert "catering_stranger" not in sys.modules


def test_no_package_takes_the_place_of_a_command_of_ours(
    packages: Packages, capsys: pytest.CaptureFixture[str]
) -> None:
    packages.install("kring-catering", "chart", "catering_taker", BAKE)
    assert run_words(["chart", "matching"]) == 0
    assert "stateDiagram" in capsys.readouterr().out
    assert run_words(["--help"]) == 0
    assert "ovens" not in capsys.readouterr().out
