"""Run by path, on its own: ties this process to the one that started it, and becomes the wanted program.

    python -I -S tether.py PARENT SIGNAL PID_FILE UID GID PROGRAM ARGUMENT...

A program that runs between `fork` and `exec` may not be Python code of a process with threads, therefore this is a
program of its own. The kernel then sends SIGNAL when the thread that started us ends (see `child.py`). UID and GID are
taken on here, and not by the starter, because another user may not be able to reach this Python; -1 leaves them.
"""

import ctypes
import os
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """Leave our number in PID_FILE, ask for the signal, and turn into the program."""
    parent, on_parent_death, pid_file, uid, gid = sys.argv[1:6]
    program = sys.argv[6:]
    os.umask(0o077)  # whatever the program writes is for its own user
    if pid_file:
        with open(pid_file, "w", encoding="ascii") as file:  # noqa: PTH123  # pathlib takes longer to load than all this
            file.write(f"{os.getpid()}\n")
    prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux only; elsewhere the pid file alone has to do
    if int(uid) >= 0:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))  # before prctl: a change of user takes the request back
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(on_parent_death), 0, 0, 0)
        if os.getppid() != int(parent):  # it ended before we asked
            sys.exit("the process that started this one is gone")
    os.execv(program[0], program)  # noqa: S606  # no shell is wanted


main()
