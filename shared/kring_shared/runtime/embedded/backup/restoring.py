"""A Kring put together from its backups, its keys and its ledger, beside where it is to be, and then put in place."""

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.embedded.backup.archive import Archive, reading
from kring_shared.runtime.embedded.backup.beside import RESTORE, beside, sync
from kring_shared.runtime.embedded.backup.making import OFFICE, office_key
from kring_shared.runtime.embedded.backup.manifest import Kind
from kring_shared.runtime.embedded.backup.refusals import AlreadyThere, WrongBackup
from kring_shared.runtime.embedded.folder import KringFolder, read_running
from kring_shared.runtime.embedded.offline import bus_of
from kring_shared.runtime.private_files import make_private_folder, not_writable, write_private
from kring_shared.runtime.running.restored import Restored, begin_again
from kring_shared.runtime.start_errors import FolderInUse, FolderNotWritable

SECRETS: Final = (f"office-{OFFICE}.key", "edge.key")
"""What is taken over; the bus is a new one, so that its key and its login are new as well."""


@dataclass(frozen=True)
class Sources:
    """What a Kring is put together from; no key backup or no ledger only where somebody said so."""

    data: Path
    keys: Path | None
    secrets: Path
    ledger: Path | None


@dataclass(frozen=True)
class PutBack:
    """What stands again."""

    made_at: datetime
    keys_made_at: datetime | None
    kring: str
    ledger_day: str
    done: Restored

    @property
    def keys_are_older(self) -> bool:
        """Tell whether people who came in between cannot be read."""
        return self.keys_made_at is not None and self.keys_made_at < self.made_at


async def restore(
    sources: Sources,
    to: Path,
    *,
    although_expired: bool = False,
    clock: Clock | None = None,
) -> PutBack:
    """Put a Kring together in a folder that is not there yet, or empty; killed at any instant, nothing is there.

    Raises:
        AlreadyThere, FolderInUse: something is there.
        BackupDamaged, BackupTooNew, BackupExpired, WrongBackup: a backup cannot be used.
        KeyMismatch: the keys are not those of this Kring.
        WrongSetup: the ledger is not there.
        FolderNotWritable: it cannot be written; the disk may be full.
        DatabaseTooNew: a newer Kring made the databases.
    """
    check_place(to)
    key = office_key(sources.secrets)
    ledger = _read_ledger(sources.ledger)
    with ExitStack() as stack:
        data = _opened(stack, sources.data, Kind.DATA, key)
        keys = _opened(stack, sources.keys, Kind.KEYS, key) if sources.keys is not None else None
        if keys is not None and not although_expired:
            keys.manifest.check_day((clock or SystemClock()).now().astimezone(UTC).date())
        ours = stack.enter_context(beside(to, RESTORE))
        try:
            _lay(ours, sources.secrets, [data] if keys is None else [data, keys], ledger)
            done = await _work(ours, to, clock, without_ledger=ledger is None)
        except OSError as error:
            raise FolderNotWritable(not_writable(to.parent, error)) from error
    return PutBack(
        data.manifest.made_at,
        keys.manifest.made_at if keys is not None else None,
        data.manifest.kring,
        _last_day(ledger or b""),
        done,
    )


def _read_ledger(file: Path | None) -> bytes | None:
    if file is None:
        return None
    if not file.is_file():
        raise WrongSetup(
            f"{file} is no file: name the ledger of erasures, or its last copy; where nothing was ever erased there is "
            "none, and --no-ledger says so"
        )
    ledger = file.read_bytes()
    if ledger and not _last_day(ledger):
        raise WrongSetup(f"not one line of {file} is of a ledger of erasures: name another copy of it")
    return ledger


def check_place(to: Path) -> None:
    """Refuse a place where anything is.

    Raises:
        FolderInUse: a Kring works there.
        AlreadyThere: something else is there.
    """
    if read_running(to) is not None:
        raise FolderInUse(f"a Kring works in {to}: restore into another folder")
    if to.is_symlink() or (to.exists() and not (to.is_dir() and not any(to.iterdir()))):
        raise AlreadyThere(f"{to} is not empty, and nothing is restored over it: move it away, or name another folder")


def _opened(stack: ExitStack, file: Path, kind: Kind, key: bytes) -> Archive:
    archive = stack.enter_context(reading(file))
    if archive.manifest.kind is not kind:
        raise WrongBackup(f"{file} is a backup of the {archive.manifest.kind.value} and not of the {kind.value}")
    archive.check(key)
    return archive


def _lay(ours: Path, secrets: Path, archives: list[Archive], ledger: bytes | None) -> None:
    """Lay everything where a Kring looks for it."""
    for name in ("db", "keys"):
        make_private_folder(ours / name)
    for secret in SECRETS:
        if (secrets / secret).is_file():
            write_private(ours / "keys" / secret, (secrets / secret).read_bytes())
    for archive in archives:
        archive.unpack(ours / "db")
    if ledger is not None:
        write_private(ours / "erasures.jsonl", ledger)


async def _work(ours: Path, to: Path, clock: Clock | None, *, without_ledger: bool) -> Restored:
    """Erase again, build the stream, and put all of it in place."""
    with KringFolder(ours) as folder:
        async with bus_of(folder) as (client, shared, configured):
            done = await begin_again(client, shared, configured, clock=clock, without_ledger=without_ledger)
        for place in ("db", "keys", "bus", ""):
            sync(ours / place)
        make_private_folder(to.parent)
        os.replace(ours, to)  # noqa: PTH105 - takes the place of an empty folder, and of nothing else
        sync(to.parent)
    return done


def _last_day(ledger: bytes) -> str:
    """Give the day of the last line that can be read: how old a copy of the ledger is."""
    for line in reversed(ledger.splitlines()):
        try:
            return str(json.loads(line)["day"])
        except (ValueError, KeyError, TypeError):
            continue
    return ""
