"""A disk whose power can be cut: what was not synced is gone from it, in one moment, as from a real one.

It is a file system (ext4) on a loop device, whose file lies in a second such file system. The inner one holds what
programs have written and not synced; the outer one plays the disk's own cache, which keeps what it was sent until it is
told to flush. Both are shut down as their own tests do it: nothing is written any more, not even the journal. Then both
are mounted again, and replay what their journals have.
"""

import fcntl
import os
import random
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from kring_shared.runtime.server.processes import is_running

NAME: Final = "kring-power"
PROGRAMS: Final = ("mkfs.ext4", "mount", "sync", "umount")
PLACES: Final = os.pathsep.join((os.defpath, "/usr/sbin", "/sbin"))
SHUT_DOWN: Final = 0x8004587D
"""FS_IOC_SHUTDOWN of Linux: ends a file system at once."""
WITHOUT_ITS_JOURNAL: Final = struct.pack("I", 2)
MIB: Final = 1024 * 1024
DISK_MIB: Final = 192
ROOM_MIB: Final = 64
"""What the file system around the disk needs for itself."""
WRITES_SELDOM: Final = "commit=300"
"""Else the kernel syncs what programs did not, every five seconds, and a cut is milder."""
ENDED_WITHIN_SECONDS: Final = 30.0
PIECE: Final = MIB // 4


class NoDisk(Exception):
    """No power can be cut here; the reason of a skipped test."""


class Disk:
    """One disk, mounted at `folder`; use `a_disk`, which takes it away again."""

    def __init__(self, place: Path) -> None:
        """Name what lies where; nothing is made yet."""
        self.folder = place / "disk"
        self._around, self._file = place / "around", place / "around.img"
        self._inner = self._around / "disk.img"

    def make(self) -> None:
        """Make both file systems, and mount them."""
        for one in (self.folder, self._around):
            one.mkdir()
        with self._file.open("wb") as file:
            file.truncate((DISK_MIB + ROOM_MIB) * MIB)
        _run("mkfs.ext4", "-q", "-F", self._file)
        _mount(self._file, self._around)
        with self._inner.open("wb") as file:  # with no holes, so that a flush is all that a write needs to last
            for _ in range(DISK_MIB):
                file.write(bytes(MIB))
            os.fsync(file.fileno())
        _run("mkfs.ext4", "-q", "-F", self._inner)
        _mount(self._inner, self.folder)

    def sync(self) -> None:
        """Have everything on the disk that was written so far."""
        _run("sync", "--file-system", self.folder)

    def cut(self, chance: random.Random | None = None) -> None:
        """End it in one moment; `chance` lets a part of what was not synced get through, as it does in life.

        Whoever writes must stand still before, and have ended before `mount`.
        """
        if chance is not None:
            for file in [path for path in self.folder.rglob("*") if path.is_file()]:
                _let_through(file, chance)
            _let_through(self._inner, chance)
        _shut_down(self._around)
        _shut_down(self.folder)

    def mount(self) -> None:
        """Let the power come back, once everybody who was there has really ended."""
        give_up_at = monotonic() + ENDED_WITHIN_SECONDS
        while True:
            try:
                self.unmount()
            except subprocess.CalledProcessError:
                if monotonic() > give_up_at:
                    raise
                sleep(0.01)
            else:
                break
        _mount(self._file, self._around)
        _mount(self._inner, self.folder)

    def unmount(self, *how: str) -> None:
        """Take away what was mounted here, the last first; its loop devices go with it. May be repeated."""
        for mounted in (self.folder, self._around):
            if mounted.is_mount():
                _run("umount", *how, mounted)


@contextmanager
def a_disk() -> Generator[Disk]:
    """Give a disk for one test; every user of the machine may reach it, since PostgreSQL has one of its own.

    Raises:
        NoDisk: it needs root, the programs and a system that lets it mount; most containers do not.
    """
    if os.geteuid() != 0:
        raise NoDisk("only root may mount a disk whose power can be cut")
    if missing := [name for name in PROGRAMS if shutil.which(name, path=PLACES) is None]:
        raise NoDisk(f"there is no {', '.join(missing)} here (Debian has them in e2fsprogs and mount)")
    for left in Path(tempfile.gettempdir()).glob(f"{NAME}-*-*"):
        if not is_running(int(left.name.split("-")[2])):  # whose it was, was killed
            _take_away(left)
    place = Path(tempfile.mkdtemp(prefix=f"{NAME}-{os.getpid()}-"))
    place.chmod(0o755)
    try:
        disk = Disk(place)
        try:
            disk.make()
        except subprocess.CalledProcessError as error:
            raise NoDisk(f"no disk can be mounted here: {error.stderr.strip()}") from error
        try:
            disk.cut()
        except OSError as error:
            raise NoDisk(f"no file system can be shut down here: {error}") from error
        disk.mount()
        yield disk
    finally:
        _take_away(place)


def _run(program: str, *arguments: str | Path) -> str:
    found = shutil.which(program, path=PLACES)
    assert found is not None
    command = [found, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _mount(file: Path, at: Path) -> None:
    _run("mount", "-o", f"loop,{WRITES_SELDOM}", file, at)


def _take_away(place: Path) -> None:
    """Unmount at any price: after a test that failed, a process may still have files open."""
    Disk(place).unmount("--lazy")
    shutil.rmtree(place)


def _shut_down(mounted: Path) -> None:
    descriptor = os.open(mounted, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, SHUT_DOWN, WITHOUT_ITS_JOURNAL)
    finally:
        os.close(descriptor)


def _let_through(file: Path, chance: random.Random) -> None:
    """Begin to write some pieces of a file, without waiting for them: the kernel does so with what it need not keep."""
    with suppress(FileNotFoundError), file.open("rb") as opened:
        for place in range(0, os.fstat(opened.fileno()).st_size, PIECE):
            if chance.random() < 0.5:
                os.posix_fadvise(opened.fileno(), place, PIECE, os.POSIX_FADV_DONTNEED)
