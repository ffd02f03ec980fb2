"""The help: an example with every command, and quick."""

import subprocess
import sys

import pytest

from kring_shared.runtime.cli import COMMANDS, run_words

WORDS = [[name] for name, _, _ in COMMANDS] + [["dead-letters", name] for name in ("list", "show", "retry")]
WORDS += [["new", "plugin"]]
WORDS += [["import", name] for name in ("coordinators", "candidates")]
WORDS += [["authority", name] for name in ("new", "config", "push")]
WORDS += [[group, name] for group in ("offices", "services", "systems") for name in ("add", "list", "revoke", "rotate")]
SLOW = {"sqlalchemy", "faststream", "nats", "pydantic", "rich"}


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_the_help_of_every_command_ends_with_an_example(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_words([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"kring {' '.join(words)}" in shown.rpartition("Example: ")[2]


def test_the_help_waits_for_no_library_it_does_not_need() -> None:
    look = "import sys; from kring_shared.runtime.cli import run_words; run_words(['--help']); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not SLOW & set(shown.stdout.splitlines()[-1].split())
