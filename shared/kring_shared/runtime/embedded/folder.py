"""The folder of an embedded Kring: where everything lies, who works in it, and how others find what runs there."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.private_files import make_private_folder, not_writable, write_private
from kring_shared.runtime.server.folder_lock import FolderLock
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.processes import Identity, identity_of
from kring_shared.runtime.start_errors import FolderNotWritable, KeyMismatch


class Running(BaseModel):
    """What a running Kring tells whoever may read its folder; kept in `running.json` (mode 0600)."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    process: Identity
    nats_url: str = Field(repr=False, description="Where the bus is; holds its password, so it is never printed.")
    listens: dict[str, str] = Field(default_factory=dict, description="What else listens where, fit to be shown.")


class KringFolder:
    """The folder D of `kring up --dir D`; a context that holds its lock from `open` to `close`.

    `D/bus` the broker's store, `D/db` the databases, `D/keys` the secrets, `D/logs` what the servers print,
    `D/erasures.jsonl` what was erased (it belongs in no backup of the rest), `D/running.json` what runs, `D/lock` who
    works here. All but D itself are for us alone, and D is when we make it.
    """

    def __init__(self, path: Path) -> None:
        """Name the places; nothing is made or read yet."""
        self.path = path.absolute()
        self.bus = self.path / "bus"
        self.db = self.path / "db"
        self.logs = self.path / "logs"
        self.keys = FolderKeys(self.path / "keys")
        self.ledger = self.path / "erasures.jsonl"
        self._running = self.path / "running.json"
        self._lock = FolderLock(self.path)

    def open(self) -> Self:
        """Make what is missing and take the lock; a server that a killed Kring left behind is ended first.

        Raises:
            FolderInUse: another Kring works here.
            FolderNotWritable: it cannot be made or written in.
            KeyMismatch: the bus holds data, but its key is gone.
        """
        make_private_folder(self.path)
        self._lock.take(NatsServer.left_behind(self.bus))
        try:
            self._running.unlink(missing_ok=True)
            for place in (self.bus, self.db, self.logs, self.path / "keys"):
                make_private_folder(place)
                place.chmod(0o700)
            self._check_keys()
        except OSError as error:
            self._lock.release()
            raise FolderNotWritable(not_writable(self.path, error)) from error
        except BaseException:
            self._lock.release()
            raise
        return self

    def close(self) -> None:
        """Tell nobody any more what runs here, and give the lock back; may be repeated."""
        if self.open_files():
            self._running.unlink(missing_ok=True)
        self._lock.release()

    def open_files(self) -> tuple[int, ...]:
        """Give the open lock, for servers to keep open as long as they live."""
        return self._lock.descriptors()

    def nats_server(self, *, port: int = 0, binary: Path | None = None) -> NatsServer:
        """Describe the broker of this folder, with its key, its login and its log; the caller starts and stops it."""
        return NatsServer(
            self.bus,
            key=self.keys.stream_key(),
            login=self.keys.bus_login(),
            port=port,
            binary=binary,
            log=self.logs / "nats.log",
            hand_over=self.open_files(),
        )

    def write_running(self, nats_url: str, listens: dict[str, str]) -> Running:
        """Tell whoever may read the folder that everything is up, and where."""
        running = Running(process=identity_of(os.getpid()), nats_url=nats_url, listens=listens)
        write_private(self._running, running.model_dump_json(indent=2) + "\n")
        return running

    def read_running(self) -> Running | None:
        """Find the Kring that runs here; None when there is none (what a killed one left behind does not count)."""
        try:
            running = Running.model_validate_json(self._running.read_bytes())
        except (OSError, ValidationError):
            return None
        return running if running.process.alive() else None

    def __enter__(self) -> Self:
        """Open it."""
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def _check_keys(self) -> None:
        if NatsServer.was_used(self.bus) and not self.keys.has_stream_key():
            raise KeyMismatch(f"{self.path / 'keys'} lost the key of the bus; put it back, or choose another folder")


def read_running(path: Path) -> Running | None:
    """Find the Kring that runs in a folder, without taking or making anything; None when there is none."""
    return KringFolder(path).read_running()
