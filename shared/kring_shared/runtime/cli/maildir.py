"""A maildir folder as a way in: one file a message, in `new` and `cur`; what was handled is taken out of it.

Source: the maildir format as mail servers keep it, and Maildir++ for folders inside a mailbox.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REFUSED_FOLDER: Final = ".refused"
"""Shown by mail programs as the folder `refused` of this mailbox."""
_PLACES: Final = ("new", "cur")
_SECONDS: Final = re.compile(r"\d{1,20}")
_LEFT_ALONE: Final = re.compile(r"[:!;]2,[A-Za-z]*[DT][A-Za-z]*")
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
        """Give the messages that wait, the first delivered first."""
        found = [path for place in _PLACES for path in (self.folder / place).iterdir() if _is_message(path)]
        return sorted(found, key=lambda path: (_delivered(path), path.name))

    def erase(self, message: Path) -> None:
        """Take a message away that was handled; one that a mail program moved meanwhile comes again as `repeated`."""
        message.unlink(missing_ok=True)

    def set_apart(self, message: Path) -> Path:
        """Move a message that was refused to the folder `refused`, as unread; it is not tried again from there."""
        folder = self.folder / REFUSED_FOLDER
        for place in ("tmp", *_PLACES):
            (folder / place).mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "maildirfolder").touch(mode=0o600)
        name = re.split("[:!;]2,", message.name)[0]
        # Put back into the mailbox and refused again, a message must not take the place of another one.
        names = (name, *(f"{name}.{n}" for n in range(1, 1000)))
        target = next(path for path in ((folder / "new" / one) for one in names) if not path.exists())
        try:
            message.rename(target)
        except FileNotFoundError:
            return message
        return target


def read_at_most(path: Path, most_bytes: int) -> bytes | None:
    """Read a message, no further than one byte beyond `most_bytes`; none when it is not there any more."""
    try:
        with path.open("rb") as opened:
            return opened.read(most_bytes + 1)
    except FileNotFoundError:
        return None


def _is_message(path: Path) -> bool:
    return not path.name.startswith(".") and not _LEFT_ALONE.search(path.name) and path.is_file()


def _delivered(path: Path) -> int:
    """Give the second of delivery, which a name begins with; a name without one comes first."""
    found = _SECONDS.match(path.name)
    return int(found[0]) if found else 0
