"""Starts service processes from one warm program that lives as long as the test run."""

import atexit
import functools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from kring_shared.runtime.server.processes import Identity, identity_of
from kring_shared.testing.chaos.warm_start import READY


class Starter:
    """One warm program; `start` forks from it."""

    def __init__(self) -> None:
        """Start the program, and come back when everything is imported."""
        self._lock = threading.Lock()
        self._program = subprocess.Popen(
            [sys.executable, "-m", "kring_shared.testing.chaos.warm_start"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        if self._answer() != READY:
            raise RuntimeError("the program that starts services did not come up; what it said stands above")

    def start(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Identity:
        """Fork a process that runs `main` of a module; give who it is."""
        wanted = {"module": module, "arguments": list(arguments), "environment": dict(environment), "log": str(log)}
        with self._lock:
            assert self._program.stdin is not None
            self._program.stdin.write(json.dumps(wanted) + "\n")
            self._program.stdin.flush()
            return identity_of(int(self._answer()))

    def close(self) -> None:
        """End the program, and with it whatever it started."""
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait(10)

    def _answer(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()


@functools.cache
def starter() -> Starter:
    """Give the one starter of this run."""
    one = Starter()
    atexit.register(one.close)
    return one


def send(process: Identity, number: signal.Signals) -> None:
    """Send a signal to exactly that process, unless it ended."""
    if process.alive():
        os.kill(process.pid, number)
