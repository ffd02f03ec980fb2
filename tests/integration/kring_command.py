"""The command line as people run it: programs of their own, and an environment without anybody's settings."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kring_shared.testing.empty_databases import with_empty_databases

KRING = Path(sys.executable).with_name("kring")
PATIENCE_S = 60


def kring(
    *words: str, folder: Path | None = None, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end; a traceback is never right."""
    ended = subprocess.run(
        [KRING, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        env=environment(folder, env),
    )
    assert "Traceback" not in ended.stderr + ended.stdout
    return ended


def refusal(*words: str, folder: Path | None = None, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command that fails before it prints anything; gives its exit code, and the one line it says."""
    ended = kring(*words, folder=folder, env=env)
    assert not ended.stdout
    (line,) = ended.stderr.splitlines()
    return ended.returncode, line


@contextmanager
def kring_up(folder: Path, *words: str) -> "Generator[subprocess.Popen[str]]":
    """Run `kring up` over a folder until the end of the block; it is stopped as an operator stops it."""
    with staying("up", "--dir", str(with_empty_databases(folder)), *words, env=environment()) as process:
        said_line(process, "Ctrl-C stops it.")
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0


@contextmanager
def staying(*words: str, env: Mapping[str, str]) -> "Generator[subprocess.Popen[str]]":
    """Run a command that stays, both its outputs in one; it is killed when the block leaves it running."""
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen([KRING, *words], text=True, env=dict(env), **output) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def said_line(process: "subprocess.Popen[str]", words: str) -> str:
    """Wait until a program prints a line with these words, and give it."""
    before = []
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
        before.append(line)
    raise AssertionError(f"it ended without {words!r}:\n{''.join(before)}")


def environment(folder: Path | None = None, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give this environment without any KRING_ variable, but with those that are asked for."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KRING_")}
    chosen = {"KRING_DIR": str(folder)} if folder else {}
    return ours | chosen | dict(more or {})
