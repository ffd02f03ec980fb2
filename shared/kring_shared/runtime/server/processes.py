"""Who a process is, beyond a number that the kernel hands out again; how to end exactly that one."""

import contextlib
import os
import select
import signal
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

PROC: Final = Path("/proc")


class Identity(BaseModel):
    """One process: its number, and when and in which boot it began (empty where the system does not tell)."""

    model_config = ConfigDict(frozen=True)

    pid: int = Field(ge=1, lt=2**31)
    born: str

    def alive(self) -> bool:
        """Tell whether this very process still runs."""
        return is_running(self.pid) and _born(self.pid) == self.born


def identity_of(pid: int) -> Identity:
    """Describe a process that runs now."""
    return Identity(pid=pid, born=_born(pid))


def is_running(pid: int) -> bool:
    """Tell whether a process of that number exists and has not ended (one that nobody waited for has ended)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _stat_fields(pid)[:1] != ["Z"]


def arguments_of(pid: int) -> list[str]:
    """Give a process's command line; empty when it is gone or the system does not tell."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "cmdline").read_text(errors="replace").rstrip("\0").split("\0")
    return []


def end_if(pid: int, last_arguments: list[str], patience_s: float) -> bool:
    """End the process when its command line closes with `last_arguments`: asked first, then killed.

    The check and the signals go through one handle, so that a number handed out again meanwhile is never hit.

    Returns:
        Whether it was such a process, and it is gone now.
    """
    try:
        handle = os.pidfd_open(pid)
    except (OSError, AttributeError):  # gone, or a system without such handles
        return False
    try:
        if arguments_of(pid)[-len(last_arguments) :] != last_arguments:
            return False
        for asked in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, asked)
            if select.select([handle], [], [], patience_s)[0]:
                return True
        return False
    finally:
        os.close(handle)


def _born(pid: int) -> str:
    fields = _stat_fields(pid)
    if len(fields) < 20:  # noqa: PLR2004  # the 22nd field of the line is the start time; the first two are cut off
        return ""
    with contextlib.suppress(OSError):
        return f"{(PROC / 'sys/kernel/random/boot_id').read_text().strip()}/{fields[19]}"
    return fields[19]


def _stat_fields(pid: int) -> list[str]:
    """Give /proc/PID/stat from its third field on (the second is a name that may hold spaces and brackets)."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    return []
