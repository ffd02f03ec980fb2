"""Starting a server that may not outlive us, whatever becomes of us."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TETHER: Final = Path(__file__).with_name("tether.py")
Child = subprocess.Popen[bytes]


@dataclass(frozen=True, kw_only=True)
class Program:
    """A server to start: no shell, no terminal, and of our environment only what is given here."""

    command: Sequence[str]
    """The program by its full path, and its arguments; readable by every user of the machine, so no secrets."""
    folder: Path
    """Where it runs."""
    log: Path
    """What it prints is added to this file (mode 0600)."""
    pid_file: Path | None = None
    """Written before the program begins."""
    when_we_die: signal.Signals = signal.SIGTERM
    """What the kernel sends it when our process ends, kill -9 included."""
    hand_over: tuple[int, ...] = ()
    """File descriptors it keeps open, such as locks."""
    user: tuple[int, int] | None = None
    """User and group ids to take on; None stays who we are."""
    environment: tuple[tuple[str, str], ...] = ()
    """Its whole environment."""


def start(program: Program) -> Child:
    """Start the program in a session of its own: Ctrl-C in our terminal is for us, and we stop it in our own time.

    The kernel sends the signal of the parent's death when the *thread* that started the child ends, not the process.
    All children are therefore started by one thread that lives as long as the process; call this from any thread.

    Raises:
        OSError: the folder, the log or this Python cannot be reached.
    """
    return _starter().run(lambda: _start_here(program))


def end(child: Child, asked: Sequence[signal.Signals], patience_s: float) -> None:
    """End a child: each signal in turn with patience after it, then kill it; one that ended already is waited for."""
    for wanted in (*asked, signal.SIGKILL):
        child.send_signal(wanted)  # does nothing once the child was seen to end
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue
        return


def _start_here(program: Program) -> Child:
    uid, gid = program.user or (-1, -1)
    before = [str(os.getpid()), str(int(program.when_we_die)), str(program.pid_file or ""), str(uid), str(gid)]
    descriptor = os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603  # a list, no shell; what is in it comes from us
            [sys.executable, "-I", "-S", str(TETHER), *before, *program.command],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            cwd=program.folder,
            env=dict(program.environment),
            pass_fds=program.hand_over,
            start_new_session=True,
        )
    finally:
        os.close(descriptor)


class _Starter:
    """The one thread that starts children; a daemon, so that it never holds up the end of the process."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._wanted: queue.SimpleQueue[tuple[Callable[[], Child], Future[Child]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="kring-starts-servers", daemon=True).start()

    def run(self, begin: Callable[[], Child]) -> Child:
        answer: Future[Child] = Future()
        self._wanted.put((begin, answer))
        return answer.result()

    def _work(self) -> None:
        while True:
            begin, answer = self._wanted.get()
            try:
                answer.set_result(begin())
            except BaseException as error:  # noqa: BLE001  # it belongs to the caller, who waits in another thread
                answer.set_exception(error)


_lock = threading.Lock()
_current: list[_Starter] = []


def _starter() -> _Starter:
    """Give this process's starter; a forked process has none of its parent's threads and gets a new one."""
    with _lock:
        if not _current or _current[0].pid != os.getpid():
            _current[:] = [_Starter()]
        return _current[0]
