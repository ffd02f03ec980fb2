"""A Kring that ended one request, with both its backups: what tests of restoring begin with."""

import asyncio
import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.embedded.backup.making import make
from kring_shared.runtime.embedded.backup.manifest import Kind
from kring_shared.runtime.embedded.backup.restoring import Sources
from tests.integration.test_a_restore_brings_nobody_back import an_ended_request
from tests.route.played import START


@dataclass(frozen=True)
class BackedUp:
    """The folder of a Kring, its clock, and its backups."""

    folder: Path
    clock: DrivenClock
    case: str
    data: Path
    keys: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "erasures.jsonl"

    @property
    def sources(self) -> Sources:
        return Sources(self.data, self.keys, self.folder / "keys", self.ledger)

    def words(self, to: Path, **instead: Path) -> list[str]:
        """Give the words that restore it; `data`, `keys` or `secrets` may be another file."""
        data = instead.get("data", self.data)
        keys, secrets = instead.get("keys", self.keys), instead.get("secrets", self.folder / "keys")
        return ["restore", str(data), "--keys", str(keys), "--secrets", str(secrets), "--no-ledger", "--dir", str(to)]


async def back_up(place: Path) -> BackedUp:
    """Let a family refer, be taken on and stop, and back all of it up."""
    clock = DrivenClock(START)
    case = await an_ended_request(place / "kring", clock)
    found = BackedUp(place / "kring", clock, case, place / "backups" / "data.tar", place / "backups" / "keys.tar")
    make(found.folder, found.data, Kind.DATA, clock=clock)
    make(found.folder, found.keys, Kind.KEYS, clock=clock)
    return found


def backed_up(place: Path) -> BackedUp:
    """Do the same where nothing else is awaited."""
    return asyncio.run(back_up(place))


def refused(*words: str) -> tuple[int, str, str]:
    """Run a command that refuses; give its exit code, its stable code, and what it says."""
    ended, said = _run(*words)
    assert said["exitCode"] == ended
    return ended, said["code"], said["message"]


def done(*words: str) -> dict[str, Any]:
    """Run a command that is carried out; give what it says."""
    ended, said = _run(*words)
    assert ended == 0, said
    return said


def _run(*words: str) -> tuple[int, dict[str, Any]]:
    """Run a command here; it says one object, on one of its two outputs."""
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        ended = run_words([*words, "--json"])
    (line,) = (printed.getvalue() + complained.getvalue()).splitlines()
    said: dict[str, Any] = json.loads(line)
    return ended, said
