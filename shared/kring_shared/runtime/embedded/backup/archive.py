"""The file of a backup: a plain tar with its databases, what it says of itself last, and a signature over that."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kring_shared.runtime.embedded.backup.manifest import FORMAT, Manifest, Part, check_signature, signature
from kring_shared.runtime.embedded.backup.refusals import BackupDamaged, BackupTooNew

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sha256"
MOST_MANIFEST: Final = 1024 * 1024
CHUNK: Final = 1024 * 1024
UNREADABLE: Final = (tarfile.TarError, EOFError, ValueError)
"""What reading a tar raises that is none, was cut short, or has numbers that are none."""


class Writing:
    """A backup that is being written, into a file that nobody but us may read."""

    def __init__(self, file: Path) -> None:
        """Begin it."""
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(descriptor, "w+b")
        self._tar = tarfile.open(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - see `close`
        self.parts: list[Part] = []

    def add(self, database: Path) -> None:
        """Take a database in."""
        octets = database.stat().st_size
        with database.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            self._tar.addfile(_entry(database.name, octets), content)
        self.parts.append(Part(name=database.name, octets=octets, sha256=digest))

    def finish(self, manifest: Manifest, key: bytes) -> None:
        """Say what it is, sign that, and have all of it on the disk."""
        written = manifest.model_dump_json(indent=1).encode()
        for name, content in ((MANIFEST, written), (SIGNATURE, signature(key, written).encode())):
            self._tar.addfile(_entry(name, len(content)), io.BytesIO(content))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._file.close()


class Archive:
    """A backup that is read; nothing of it is believed before its signature and its sums were checked."""

    def __init__(self, tar: tarfile.TarFile, file: Path) -> None:
        """Read what it says of itself.

        Raises:
            BackupTooNew: a newer Kring made it.
            BackupDamaged: it does not say what it is.
        """
        self._tar, self._file = tar, file
        self._written = self._small(MANIFEST)
        try:
            said = json.loads(self._written)
            if said.get("format", 0) > FORMAT:
                raise BackupTooNew(
                    f"{file} has form {str(said['format'])[:20]} and this Kring knows {FORMAT}: use the Kring that "
                    f"made it, {str(said.get('kring', 'a newer one'))[:40]!a}, or a newer one"
                )
            self.manifest = Manifest.model_validate_json(self._written)
        except (ValidationError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise _damaged(file) from error

    def check(self, key: bytes) -> None:
        """Check the signature, and every part against its sum; nothing is written for that.

        Raises:
            KeyMismatch: it was made under another office key.
            BackupDamaged: it was changed or cut short.
        """
        check_signature(self.manifest, self._written, self._small(SIGNATURE), key)
        for part in self.manifest.parts:
            if _sum(self._chunks(part)) != part.sha256:
                raise _damaged(self._file)

    def unpack(self, folder: Path) -> None:
        """Write every database into a folder, for us alone, and check once more what was written."""
        for part in self.manifest.parts:
            digest = hashlib.sha256()
            descriptor = os.open(folder / part.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for chunk in self._chunks(part):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if digest.hexdigest() != part.sha256:
                raise _damaged(self._file)

    def _chunks(self, part: Part) -> Iterator[bytes]:
        entry = self._entry(part.name)
        if entry.size != part.octets:
            raise _damaged(self._file)
        content = self._tar.extractfile(entry)
        try:
            while content is not None and (chunk := content.read(CHUNK)):
                yield chunk
        except UNREADABLE as error:
            raise _damaged(self._file) from error

    def _small(self, name: str) -> bytes:
        entry = self._entry(name)
        content = self._tar.extractfile(entry) if entry.size <= MOST_MANIFEST else None
        if content is None:
            raise _damaged(self._file)
        return content.read()

    def _entry(self, name: str) -> tarfile.TarInfo:
        try:
            entry = self._tar.getmember(name)
        except (KeyError, *UNREADABLE) as error:
            raise _damaged(self._file) from error
        if not entry.isreg():
            raise _damaged(self._file)
        return entry


@contextmanager
def reading(file: Path) -> Iterator[Archive]:
    """Open a backup.

    Raises:
        BackupTooNew, BackupDamaged: it cannot be used.
    """
    try:
        tar = tarfile.open(file, mode="r:")  # noqa: SIM115 - closed below, and nothing else is caught with it
    except (OSError, *UNREADABLE) as error:
        raise BackupDamaged(f"{file} cannot be read as a backup: name a whole file that `kring backup` made") from error
    with tar:
        yield Archive(tar, file)


def _sum(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _entry(name: str, octets: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = octets, 0o600
    return entry


def _damaged(file: Path) -> BackupDamaged:
    return BackupDamaged(
        f"{file} is cut short, was changed or is no backup of Kring: nothing was done; use another one"
    )
