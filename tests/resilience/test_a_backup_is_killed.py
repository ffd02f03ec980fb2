"""kill -9 and a full disk while a backup is made or put back: all of it stands, or nothing does."""

import asyncio
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kring_shared.testing.waiting import until
from tests.integration.backed_up import BackedUp, backed_up, done
from tests.integration.kring_command import KRING, environment

ENOUGH_FOR_NOTHING = 64 * 1024
"""Of the size of any file: as if the disk was full after it."""


@pytest.fixture(scope="module", name="ours")
def a_backup(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return backed_up(tmp_path_factory.mktemp("kring"))


def killed_when(seen: Callable[[], bool], words: list[str]) -> None:
    """Run a command, and kill it as soon as something of its work is seen."""
    with subprocess.Popen([KRING, *words], env=environment(), stdout=subprocess.PIPE) as process:
        asyncio.run(until(lambda: seen() or process.poll() is not None, "it works", within=60))
        assert process.poll() is None, "it ended before it could be killed"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("instant", ["db/intake.db", "erasures.jsonl", "bus/nats.pid", "db/intake.db.lease"])
def test_a_restore_that_is_killed_leaves_nothing_in_place_and_the_next_one_succeeds(
    ours: BackedUp, tmp_path: Path, instant: str
) -> None:
    ours.ledger.touch()
    to, working = tmp_path / "to", tmp_path / ".to.kring-restore"
    words = [word for word in ours.words(to) if word != "--no-ledger"]
    killed_when((working / instant).exists, [*words, "--ledger", str(ours.ledger)])
    assert not to.exists()
    assert working.exists()
    assert done(*ours.words(to))["told"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["to"]


def test_a_backup_that_is_killed_leaves_no_file_and_its_remains_go_with_the_next_one(
    ours: BackedUp, tmp_path: Path
) -> None:
    to, working = tmp_path / "data.tar", tmp_path / ".data.tar.kring-backup"
    killed_when((working / "draft.tar").exists, ["backup", "--dir", str(ours.folder), "--to", str(to)])
    assert not to.exists()
    assert working.exists()
    (tmp_path / ".somebody-else.backup").mkdir()
    other = tmp_path / "other.tar"
    done("backup", "--dir", str(ours.folder), "--to", str(other))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".somebody-else.backup", "other.tar"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_is_said_and_nothing_is_left(ours: BackedUp, tmp_path: Path, command: str) -> None:
    words = ["backup", "--dir", str(ours.folder), "--to", str(tmp_path / "b.tar")]
    chosen = words if command == "backup" else ours.words(tmp_path / "to")
    script = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({ENOUGH_FOR_NOTHING},) * 2)"
    run = f"{script}; from kring_shared.runtime.cli import run_words; raise SystemExit(run_words({chosen!r}))"
    ended = subprocess.run([sys.executable, "-c", run], env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 6, ended.stderr
    assert "cannot write in" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
