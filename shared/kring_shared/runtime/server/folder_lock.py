"""One worker per folder: a lock that the servers it starts hold on to as well, and a note of who took it."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kring_shared.runtime.private_files import not_writable
from kring_shared.runtime.server.processes import Identity, end_if, identity_of
from kring_shared.runtime.start_errors import FolderInUse, FolderNotWritable

PATIENCE_S: Final = 5.0
POLL_S: Final = 0.02


@dataclass(frozen=True)
class LeftBehind:
    """How to recognise a server that a killed Kring left behind: its pid file, and how its command line ends."""

    pid_file: Path
    last_arguments: tuple[str, ...]

    def pid(self) -> int | None:
        """Read the pid file; None when there is none, or nothing readable in it."""
        try:
            return int(self.pid_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def end(self, pid: int) -> bool:
        """End that process if it really is the server; tell whether it was."""
        return end_if(pid, list(self.last_arguments), PATIENCE_S)


class FolderLock:
    """An exclusive lock on a folder, held by an open file.

    Whoever inherits the open file holds the lock too. A server that outlived the Kring that started it therefore keeps
    the folder locked, and the next start notices it instead of opening the same store a second time.
    """

    def __init__(self, folder: Path, name: str = "lock") -> None:
        """Lock nothing yet."""
        self.folder = folder
        self._path = folder / name
        self._descriptor: int | None = None

    def take(self, left_behind: LeftBehind) -> None:
        """Take the lock; when its owner is gone and only the server it left behind holds it, end that server first.

        Raises:
            FolderInUse: a living process holds it.
            FolderNotWritable: the lock file cannot be made.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderNotWritable(not_writable(self.folder, error)) from error
        try:
            self._wait_for(descriptor, left_behind)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, identity_of(os.getpid()).model_dump_json().encode(), 0)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; servers that inherited it keep holding it until they end."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def descriptors(self) -> tuple[int, ...]:
        """Give the open file to hand to a server; empty while the lock is not held."""
        return () if self._descriptor is None else (self._descriptor,)

    def _wait_for(self, descriptor: int, left_behind: LeftBehind) -> None:
        give_up_at = time.monotonic() + PATIENCE_S
        while not _locked(descriptor):
            # The server first, its owner second: an owner signs before it starts a server, so a server that was
            # there before we read a dead owner's name cannot belong to somebody who took the lock since.
            pid = left_behind.pid()
            owner = self._owner()
            if (owner is not None and owner.alive()) or time.monotonic() > give_up_at:
                raise FolderInUse(self._in_use(owner))
            if owner is None or pid is None or not left_behind.end(pid):
                time.sleep(POLL_S)

    def _owner(self) -> Identity | None:
        try:
            return Identity.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):  # just made, and its owner has not signed yet
            return None

    def _in_use(self, owner: Identity | None) -> str:
        who = f"process {owner.pid}" if owner is not None and owner.alive() else "another process"
        return f"{self.folder} is in use by {who}; stop that Kring first, or choose another folder"


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
