"""The adapter on the page for plugin authors is built, passes the contract, and reads once an operator names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.documents import files_in
from tests.architecture.tree import ROOT

PLUGINS = ROOT / "docs/plugins.md"
USE = """
from kring_shared.runtime.cli.referring.adapters import adapters, chosen
from kring_shared.runtime.settings import SharedSettings
there = adapters(SharedSettings())
print(sorted(name for name in there if name == "daily-list"))
items = list(chosen(there, "", ".list").read(b"VT-1|Team|0346 00 00 00|Amina|Utrecht\\nonly\\n", source="urn:x"))
print([item.refused is None for item in items])
"""


@pytest.fixture(name="installed", scope="module")
def the_package_installed_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the files of the page, and install the package they make into a folder of its own."""
    folder = tmp_path_factory.mktemp("vechtstreek")
    for name, text in files_in(PLUGINS).items():
        file = folder / "source" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", str(folder / "installed"), str(folder / "source")], check=True)
    (folder / "test_daily_list.py").write_text(files_in(PLUGINS)["test_daily_list.py"], encoding="utf-8")
    return folder


def run(folder: Path, *words: str, **named: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(folder / "installed")} | named
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, check=False, capture_output=True, text=True
    )


def test_the_documented_adapter_keeps_to_the_contract_of_adapters(installed: Path) -> None:
    tested = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_daily_list.py")
    assert tested.returncode == 0, tested.stdout
    assert " passed" in tested.stdout


def test_it_reads_files_once_an_operator_names_it_and_not_before(installed: Path) -> None:
    used = run(installed, "-c", USE, KRING_PLUGINS='["intake:daily-list"]')
    assert used.stdout.splitlines()[-2:] == ["['daily-list']", "[True, False]"]
    kring = str(Path(sys.executable).with_name("kring"))
    (installed / "today.list").write_text("VT-1|Team|0346 00 00 00|Amina|Utrecht")
    refused = run(installed, kring, "refer", "today.list", "--json")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "the name must end in .csv" in refused.stderr
