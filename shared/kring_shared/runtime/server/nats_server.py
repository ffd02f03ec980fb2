"""The embedded broker: a private nats-server on 127.0.0.1, kept by the process that starts it."""

import hashlib
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.server import child
from kring_shared.runtime.server.answer import BrokerInfo, ask_broker
from kring_shared.runtime.server.binary import find_nats_server
from kring_shared.runtime.server.config import BrokerSettings, Login
from kring_shared.runtime.server.folder_lock import FolderLock, LeftBehind
from kring_shared.runtime.server.log import ServerLog
from kring_shared.runtime.server.network import Network
from kring_shared.runtime.server.ports import HOST, free_port, is_free
from kring_shared.runtime.start_errors import KeyMismatch, PortTaken, ServerDidNotStart

POLL_S: Final = 0.005
READY_WITHIN_S: Final = 30.0
"""A store of a million messages is read in 2.5 s; a slow disk may take longer."""
STOPPED_WITHIN_S: Final = 10.0
TRIES: Final = 3
KEY_ID: Final = "key-id"


class NatsServer:
    """One nats-server over one folder: at most one at a time, synced to disk, encrypted at rest.

    The folder holds the store, the log, the pid file and the lock. The configuration file holds the keys; it lies there
    (mode 0600) only while the server reads it, so that a copy of the folder is no use without the key.
    """

    def __init__(
        self,
        folder: Path,
        *,
        key: str,
        login: Login | None = None,
        port: int = 0,
        binary: Path | None = None,
        log: Path | None = None,
        hand_over: Sequence[int] = (),
        network: Network | None = None,
    ) -> None:
        """Describe the server; nothing starts yet.

        Args:
            folder: Made when missing (mode 0700).
            key: What the store is encrypted with, base64; the same one for the life of the store.
            login: Who may talk to it; None lets in everybody on this machine, which is for tests only.
            port: On 127.0.0.1; 0 takes a free one, which `restart` keeps.
            binary: The program, instead of the installed one.
            log: What the server prints, instead of `nats.log` in the folder.
            hand_over: Open files the server keeps open for as long as it lives, such as a lock.
            network: Where it stands among other servers; None: it stands alone.
        """
        self.folder = folder.absolute()
        self.store = self.folder / "store"
        self.port = port
        self.login = login
        self.network = network or Network()
        self._key = key
        self._any_port = port == 0
        self._binary = binary
        self._log = ServerLog(log or self.folder / "nats.log")
        self._config = self.folder / "nats.conf"
        self._pid_file = self.folder / "nats.pid"
        self._lock = FolderLock(self.folder)
        self._hand_over = tuple(hand_over)
        self._process: child.Child | None = None

    @property
    def address(self) -> str:
        """Where it listens, fit to be shown."""
        return f"{'tls' if self.network.tls else 'nats'}://{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """What a client connects to; it holds the password, so never print it: print `address`."""
        if self.login is None:
            return self.address
        return self.address.replace("://", f"://{self.login.user}:{self.login.password}@")

    @property
    def alive(self) -> bool:
        """Whether the server runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The server's process id; None when it does not run."""
        return self._process.pid if self._process is not None and self.alive else None

    @staticmethod
    def left_behind(folder: Path) -> LeftBehind:
        """Say how to recognise the server of a folder when whoever started it was killed."""
        place = folder.absolute()
        return LeftBehind(place / "nats.pid", ("-c", str(place / "nats.conf")))

    @staticmethod
    def was_used(folder: Path) -> bool:
        """Tell whether a server ever kept its store in the folder."""
        return (folder / KEY_ID).exists()

    def start(self) -> Self:
        """Start it, and come back when it takes messages; a server that a killed Kring left behind is ended first.

        Raises:
            FolderInUse: a living process works in the folder.
            FolderNotWritable: the folder cannot be made or written in.
            PortTaken: another program listens on the wanted port.
            BinaryMissing, BinaryTooOld: there is no usable nats-server.
            KeyMismatch: the store was written with another key.
            ServerDidNotStart: it ended, or did not answer in time.
        """
        if self.alive:
            return self
        binary = find_nats_server(self._binary)
        for place in (self.folder, self.store, self._log.file.parent):
            make_private_folder(place)
        if not self._lock.descriptors():
            self._lock.take(self.left_behind(self.folder))
        try:
            self._check_key()
            self._launch_on_some_port(binary)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End it in good order (killed when that takes too long), and give the folder free; may be repeated."""
        self._end()
        self._config.unlink(missing_ok=True)
        self._lock.release()

    def kill9(self) -> None:
        """End it without warning, as a crash would; the folder stays ours."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def restart(self) -> Self:
        """Start it again on the same port and store, after `kill9` or while it runs."""
        self._end()
        self._any_port = False
        return self.start()

    def text(self) -> str:
        """Give the end of its log."""
        return self._log.tail()

    def __enter__(self) -> Self:
        """Start it."""
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop it."""
        self.stop()

    def _end(self) -> None:
        if self._process is not None:
            child.end(self._process, (signal.SIGTERM,), STOPPED_WITHIN_S)
        self._process = None

    def _check_key(self) -> None:
        """Refuse a key that the store was not written with: nats-server itself would come up without its streams."""
        mark = self.folder / KEY_ID
        key_id = hashlib.blake2b(self._key.encode(), digest_size=16, person=b"kring stream").hexdigest()
        if not mark.exists():
            write_private(mark, f"{key_id}\n")
        elif mark.read_text(encoding="ascii").strip() != key_id:
            raise KeyMismatch(f"the stream key is not the one {self.store} was written with; put the right one back")

    def _launch_on_some_port(self, binary: Path) -> None:
        for left in reversed(range(TRIES if self._any_port else 1)):
            if self._any_port:
                self.port = free_port()
            try:
                self._launch(binary)
            except PortTaken:  # somebody was quicker than we between finding the free port and listening on it
                if not left:
                    raise
            else:
                return

    def _launch(self, binary: Path) -> None:
        if not is_free(self.port):
            raise PortTaken(
                f"port {self.port} on {HOST} is taken; end the program that listens there, or choose another"
            )
        listen, store = f"{HOST}:{self.port}", str(self.store)
        settings = BrokerSettings(listen=listen, store=store, key=self._key, login=self.login, network=self.network)
        write_private(self._config, settings.text())
        self._log.begin()
        self._process = child.start(
            child.Program(
                command=(str(binary), *self.left_behind(self.folder).last_arguments),
                folder=self.folder,
                log=self._log.file,
                pid_file=self._pid_file,
                hand_over=(*self._lock.descriptors(), *self._hand_over),
            )
        )
        self._await_ready()
        self._config.unlink(missing_ok=True)

    def _await_ready(self) -> None:
        give_up_at = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < give_up_at:
            if not self.alive:
                self._explain_end()
            info = ask_broker(HOST, self.port, encrypted=self.network.tls is not None)
            if info is not None and self.alive:
                self._check_answer(info)
                return
            time.sleep(POLL_S)
        raise ServerDidNotStart(f"nats-server did not answer within {READY_WITHIN_S:.0f} s:\n{self.text()}")

    def _explain_end(self) -> None:
        told = self._log.of_this_start()
        if "address already in use" in told:
            raise PortTaken(f"port {self.port} on {HOST} was taken while nats-server started; choose another")
        raise ServerDidNotStart(f"nats-server ended while it started:\n{told}")

    def _check_answer(self, info: BrokerInfo) -> None:
        guarded = self.login is not None or self.network.trust is not None
        if not info.jetstream or info.server_name != self.network.name or info.auth_required != guarded:
            raise ServerDidNotStart(f"nats-server came up without what it was told:\n{self.text()}")
