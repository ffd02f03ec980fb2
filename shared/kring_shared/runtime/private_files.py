"""Folders and files that only we may read, written whole or not at all."""

import os
from pathlib import Path

from kring_shared.runtime.start_errors import FolderNotWritable


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, for us alone; one that is there already is left as it is.

    Raises:
        FolderNotWritable: it cannot be made, is no folder, or we may not write in it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(not_writable(folder, error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderNotWritable(not_writable(folder, PermissionError(0, "permission denied")))


def write_private(file: Path, content: str | bytes) -> None:
    """Write a file (mode 0600), on disk when this returns; a crash leaves the old one or the new one, never half of it.

    Raises:
        FolderNotWritable: it cannot be written; the disk may be full.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content.encode() if isinstance(content, str) else content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        raise FolderNotWritable(not_writable(file.parent, error)) from error


def not_writable(folder: Path, error: OSError) -> str:
    """Say in one line why a folder cannot be used, and what to do."""
    return f"cannot write in {folder} ({error.strerror}); make it writable, or choose another folder"


def _sync_folder(folder: Path) -> None:
    """Make a new name last through a power cut as well."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
