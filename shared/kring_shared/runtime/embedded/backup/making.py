"""A backup made: the databases of one moment, or the vault's with its day to end; never both, never a master key."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.embedded.backup.archive import Writing
from kring_shared.runtime.embedded.backup.beside import BACKUP, beside, sync
from kring_shared.runtime.embedded.backup.manifest import Kind, check_days, new_manifest
from kring_shared.runtime.embedded.backup.one_moment import VAULT, copy, one_moment
from kring_shared.runtime.embedded.backup.refusals import AlreadyThere, BackupDamaged
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.private_files import not_writable, write_private
from kring_shared.runtime.start_errors import FolderNotWritable, KeyMismatch

DAMAGED: Final = "a database of this Kring is damaged, so no backup was made: keep every older one, and restore"
NOTES: Final = "backups.json"
OFFICE: Final = "any"
DAYS: Final = 30


@dataclass(frozen=True)
class Made:
    """A backup that stands."""

    file: Path
    kind: Kind
    made_at: datetime
    ends_on: date | None
    octets: int
    held_seconds: float


class Notes(BaseModel):
    """When the last backups of a folder were made; kept in it for who looks after it."""

    model_config = ConfigDict(extra="ignore")

    data: datetime | None = None
    keys: datetime | None = None


def make(path: Path, to: Path, kind: Kind, *, days: int = DAYS, clock: Clock | None = None) -> Made:
    """Write a backup of the Kring in a folder, which may be at work; the file is there whole, or not at all.

    Raises:
        WrongSetup: no Kring ever worked there, or the backup would lie in its own folder.
        KeyMismatch: the office's key is gone.
        AlreadyThere: the file is there.
        FolderNotWritable: it cannot be written; the disk may be full.
        DatabaseAway, BackupDamaged: the databases cannot be read, or are damaged.
    """
    folder, to = KringFolder(path), to.absolute()
    files = _files(folder, kind)
    key = office_key(folder.path / "keys")
    check_days(days)
    if folder.path.resolve() in to.resolve().parents:
        raise WrongSetup(f"a backup in {folder.path} is lost together with it: choose another place, on another disk")
    if to.exists():
        raise AlreadyThere(f"{to} is there already, and no backup is written over another: choose another name")
    with beside(to, BACKUP) as ours:
        try:
            made = _write(files, ours, to, kind, days, key, clock or SystemClock())
        except (OSError, sqlite3.OperationalError) as error:
            raise FolderNotWritable(_cannot(to.parent, error)) from error
        except sqlite3.DatabaseError as error:
            raise BackupDamaged(DAMAGED) from error
    _note(folder, kind, made.made_at)
    return made


def office_key(keys: Path) -> bytes:
    """Read the office's key; unlike a start this makes none.

    Raises:
        KeyMismatch: it is not there, or cannot be read.
    """
    if not (keys / f"office-{OFFICE}.key").is_file():
        raise KeyMismatch(f"there is no office-{OFFICE}.key in {keys}: without it nobody can open what is backed up")
    return FolderKeys(keys).office_key(OFFICE)


def read_notes(folder: Path) -> Notes:
    """Read when the last backups were made; what cannot be read was never noted."""
    try:
        return Notes.model_validate_json((folder / NOTES).read_bytes())
    except (OSError, ValidationError):
        return Notes()


def _files(folder: KringFolder, kind: Kind) -> list[Path]:
    found = [file for file in sorted(folder.db.glob("*.db")) if (file.name == VAULT) is (kind is Kind.KEYS)]
    if not found:
        raise WrongSetup(f"no Kring ever worked in {folder.path}: name its folder with --dir")
    return found


def _write(files: Sequence[Path], ours: Path, to: Path, kind: Kind, days: int, key: bytes, clock: Clock) -> Made:
    draft = ours / "draft.tar"
    with closing(Writing(draft)) as writing:
        with one_moment(files) as moment:
            made_at = clock.now()
            for file, database in moment.databases.items():
                copied = ours / file.name
                copy(database, copied)
                writing.add(copied)
                copied.unlink()
        ends_on = made_at.date() + timedelta(days=days) if kind is Kind.KEYS else None
        writing.finish(new_manifest(kind, made_at, ends_on, key, writing.parts), key)
    octets = draft.stat().st_size
    draft.replace(to)
    sync(to.parent)
    return Made(to, kind, made_at, ends_on, octets, moment.waited_seconds)


def _cannot(folder: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return not_writable(folder, error)
    return f"cannot write in {folder} ({error}); see whether the disk is full, or choose another folder"


def _note(folder: KringFolder, kind: Kind, made_at: datetime) -> None:
    notes = read_notes(folder.path).model_copy(update={kind.value: made_at})
    write_private(folder.path / NOTES, notes.model_dump_json() + "\n")
