"""The folder a print room works from: FOLDER/OFFICE/YYYY-MM-DD/MESSAGE_ID.pdf, and beside them a list of what is ready.

The list (`manifest.csv`) is written after the letter, and whole or not at all. So whatever stands in it lies there
whole; a letter without a line was cut off by a crash, and is not printed until it has one.
"""

import fcntl
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field, fields
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.start_errors import FolderNotWritable

MANIFEST: Final = "manifest.csv"
UNREADABLE: Final = "\ufffd"
"""What stands for bytes that are no UTF-8."""
LOCK: Final = ".lock"
LOOK_BACK_DAYS: Final = 3
"""How long the same letter to the same address is not laid down again: longer than a weekend that we were down, and
shorter than it takes until somebody sends a letter anew that came back from the post."""


@dataclass(frozen=True)
class Paper:
    """One letter as it is printed."""

    pdf: bytes = field(repr=False)
    pages: int
    language: str
    large_print: bool
    plain_envelope: bool
    """Nothing on the envelope may show who writes."""


@dataclass(frozen=True)
class Line:
    """What the print room reads of one letter: no name, no address, nothing of what it is about."""

    file: str
    pages: int
    paper: str
    large_print: str
    language: str
    envelope: str
    """`plain`: nothing on it shows who writes; `any`."""
    sha256: str


COLUMNS: Final = ",".join(column.name for column in fields(Line))


class PrintFolder:
    """Where letters are laid down, by several threads and processes at once."""

    def __init__(self, path: Path) -> None:
        """Name the place; nothing is made or read yet."""
        self.path = path

    def lay_down(self, office: str, name: str, day: date, set_on: Callable[[date], Paper]) -> None:
        """Lay a letter in its place; the same letter again, today or of the days before, changes nothing.

        Args:
            office: The office's id, a folder of its own.
            name: The message's id, which becomes the file's name.
            day: The day it is laid down, which stands in the letter.
            set_on: Sets the letter as of a day; the same letter gives the same bytes.

        Raises:
            OSError: the folder cannot be read or written; nothing of this letter stands in the list.
            FolderNotWritable: the same.
        """
        paper = set_on(day)
        line = _line(name, paper)
        ours = self.path / office
        for folder in (self.path, ours, ours / day.isoformat()):
            make_private_folder(folder)
        with _alone_in(ours):
            for back in range(LOOK_BACK_DAYS + 1):
                earlier = day - timedelta(days=back)
                _sweep(ours / earlier.isoformat())
                found = _listed(ours / earlier.isoformat()).get(name)
                if found and found == (_line(name, set_on(earlier)) if back else line):
                    return
            _put(ours / day.isoformat(), name, line, paper.pdf)

    def take_away(self, names: Collection[str]) -> None:
        """Take letters away for good, in whatever folder of the office they lie, with their lines; also twice.

        Raises:
            OSError: something could not be read or written, and may still lie there.
        """
        if not self.path.exists():
            return
        wanted = frozenset(names)
        for ours in (folder for folder in self.path.iterdir() if folder.is_dir() and not folder.is_symlink()):
            with _alone_in(ours):
                for folder, _, files in os.walk(ours, onerror=_raise):
                    _take_from(Path(folder), files, wanted)


def _take_from(folder: Path, files: Collection[str], wanted: frozenset[str]) -> None:
    """Take letters out of one folder; a list that somebody changed stays as it is, and names nobody."""
    for file in files:
        if file.endswith(".pdf") and file.removesuffix(".pdf") in wanted:
            _shred(folder / file)
    if MANIFEST not in files:
        return
    _sweep(folder)
    with suppress(FolderNotWritable):
        lines = _listed(folder)
        if wanted & lines.keys():
            _write_list(folder, {name: line for name, line in lines.items() if name not in wanted})


def _shred(file: Path) -> None:
    """Write over a file before it goes, for disks on which that helps; an encrypted disk needs no more than this."""
    with suppress(FileNotFoundError):  # the print room took it meanwhile
        if not file.is_symlink():
            with file.open("r+b") as opened:
                opened.write(bytes(file.stat().st_size))
                opened.flush()
                os.fsync(opened.fileno())
        file.unlink()


def _raise(error: OSError) -> None:
    raise error


def _put(folder: Path, name: str, line: str, pdf: bytes) -> None:
    lines = _listed(folder)
    if lines.pop(name, None):  # other words or another address: it is not ready until it is whole again
        _write_list(folder, lines)
    write_private(folder / f"{name}.pdf", pdf)
    _write_list(folder, lines | {name: line})


def _line(name: str, paper: Paper) -> str:
    line = Line(
        file=f"{name}.pdf",
        pages=paper.pages,
        paper="A4",
        large_print="yes" if paper.large_print else "no",
        language=paper.language,
        envelope="plain" if paper.plain_envelope else "any",
        sha256=sha256(paper.pdf).hexdigest(),
    )
    return ",".join(map(str, astuple(line)))  # nothing of it ever holds a comma


def _listed(folder: Path) -> dict[str, str]:
    """Read the list of a day: message id to line, in the order in which they were laid down.

    Raises:
        FolderNotWritable: somebody changed the list, so nobody knows any more what was printed.
    """
    try:
        head, *lines = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace").splitlines() or [""]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    if head != COLUMNS or any(UNREADABLE in line for line in lines):
        raise FolderNotWritable(
            f"{folder / MANIFEST} is not as Kring wrote it; put it back, or move the folder of that day away"
        )
    return {line.partition(".")[0]: line for line in lines}


def _write_list(folder: Path, lines: dict[str, str]) -> None:
    write_private(folder / MANIFEST, "".join(f"{line}\n" for line in (COLUMNS, *lines.values())))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes in the folder of this office."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Take away what a crash, or a full disk, left half written: it may hold an address."""
    for draft in folder.glob(".*"):
        draft.unlink(missing_ok=True)
