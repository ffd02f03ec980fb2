"""A maildir folder as a way in: one file a message, in `new` and `cur`; what was handled is taken out of it.

Source: the maildir format as mail servers keep it, and Maildir++ for folders inside a mailbox.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from time import time
from typing import Final

from kring_shared.kernel.errors import WrongSetup

REFUSED_FOLDER: Final = ".refused"
"""Shown by mail programs as the folder `refused` of this mailbox."""
SECONDS_A_DAY: Final = 24 * 60 * 60
_PLACES: Final = ("new", "cur")
_SECONDS: Final = re.compile(r"\d{1,20}")
_FLAGS: Final = re.compile(r"[:!;]2,")
_LEFT_ALONE: Final = re.compile(rf"{_FLAGS.pattern}[A-Za-z]*[DT]")
"""A person's draft, or what a person put in the bin."""


@dataclass(frozen=True)
class Maildir:
    """The mailbox that a mail server delivers referrals to."""

    folder: Path

    @classmethod
    def at(cls, path: Path) -> "Maildir | None":
        """Give the mailbox at a path; none when it is no maildir."""
        return cls(path) if all((path / place).is_dir() for place in _PLACES) else None

    def messages(self) -> list[Path]:
        """Give the messages that wait, the first delivered first.

        Raises:
            WrongSetup: the folder cannot be read; as for the other two.
        """
        with self._at_work():
            found = [path for place in _PLACES for path in (self.folder / place).iterdir() if _is_message(path)]
        return sorted(found, key=lambda path: (_delivered(path), path.name))

    def erase(self, message: Path) -> None:
        """Take a message away that was handled; one that a mail program moved meanwhile comes again as `repeated`."""
        with self._at_work():
            message.unlink(missing_ok=True)

    def set_apart(self, message: Path) -> None:
        """Move a message that was refused to the folder `refused`, as unread; it is not tried again from there."""
        folder = self.folder / REFUSED_FOLDER
        name = _FLAGS.split(message.name)[0]
        # Put back into the mailbox and refused again, a message must not take the place of another one.
        names = chain((name,), (f"{name}.{n}" for n in count(1)))
        with self._at_work(), suppress(FileNotFoundError):
            for place in ("tmp", *_PLACES):
                (folder / place).mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / "maildirfolder").touch(mode=0o600)
            message.rename(next(path for path in (folder / "new" / one for one in names) if not path.exists()))

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WrongSetup(
                f"the mailbox {self.folder} cannot be used ({error.strerror}): mend that, and hand it in again"
            ) from error


def read_at_most(path: Path, most_bytes: int) -> bytes | None:
    """Read a message, no further than one byte beyond `most_bytes`; none when it is not there any more."""
    try:
        with path.open("rb") as opened:
            return opened.read(most_bytes + 1)
    except FileNotFoundError:
        return None


def days_old(path: Path) -> int:
    """Give how many whole days ago a message was written here; 0 for one that is not there any more."""
    try:
        return int((time() - path.stat().st_mtime) // SECONDS_A_DAY)
    except FileNotFoundError:
        return 0


def _is_message(path: Path) -> bool:
    return not path.name.startswith(".") and not _LEFT_ALONE.search(path.name) and path.is_file()


def _delivered(path: Path) -> int:
    """Give the second of delivery, which a name begins with; a name without one comes first."""
    found = _SECONDS.match(path.name)
    return int(found[0]) if found else 0
