"""A folder that is worked in beside where something is to be; a name appears there when all of it stands, or never."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kring_shared.runtime.private_files import make_private_folder, not_writable
from kring_shared.runtime.start_errors import FolderInUse, FolderNotWritable

BACKUP: Final = "kring-backup"
RESTORE: Final = "kring-restore"
DOINGS: Final = (BACKUP, RESTORE)


@contextmanager
def beside(place: Path, doing: str) -> Iterator[Path]:
    """Give an empty folder of our own beside a place; it is gone afterwards, unless it was moved to that place.

    What a killed run left here is thrown away first: it may hold keys.

    Raises:
        FolderInUse: another one does the same.
        FolderNotWritable: nothing can be written there.
    """
    make_private_folder(place.parent)
    for left in place.parent.glob(f".*.{doing}"):
        if not left.is_symlink():
            _throw_away(left)
    ours = place.with_name(f".{place.name}.{doing}")
    try:
        ours.mkdir(mode=0o700)
    except FileExistsError as error:
        raise FolderInUse(f"{ours} is there: another command works on {place}; wait until it has ended") from error
    except OSError as error:
        raise FolderNotWritable(not_writable(place.parent, error)) from error
    descriptor = _lock(ours)
    try:
        yield ours
    finally:
        shutil.rmtree(ours, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def left_beside(place: Path) -> list[Path]:
    """Name the folders that killed backups and restores left beside a place; they may hold keys of who was erased."""
    found = []
    for left in sorted(place.parent.glob(".*.kring-*")):
        descriptor = None if left.is_symlink() or left.suffix[1:] not in DOINGS else _lock(left)
        if descriptor is not None:
            os.close(descriptor)
            found.append(left)
    return found


def sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _throw_away(left: Path) -> None:
    """Remove what nobody works in any more."""
    descriptor = _lock(left)
    if descriptor is not None:
        shutil.rmtree(left, ignore_errors=True)
        os.close(descriptor)


def _lock(folder: Path) -> int | None:
    """Lock a folder; the system lets it go when the process ends, however it ends. None when another has it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
