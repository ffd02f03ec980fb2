"""The folder of what is secret: nobody but its owner gets in, and what lies in it is read by containers of other users.

A container finds a secret as a file that is mounted by itself, under the user id of the image. So files are readable to
all (0444), and the folder around them is not (0700).
"""

from pathlib import Path
from typing import Final

PRIVATE: Final = 0o700
MOUNTED: Final = 0o755
READ_ONLY: Final = 0o444


class Papers:
    """One folder; what stands in it stays as it is unless it is said to be written anew."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, or shut it to others."""
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
        self.folder = folder

    def place(self, name: str) -> Path:
        """Give the path of a file, whose own folder is there."""
        file = self.folder / name
        file.parent.mkdir(mode=MOUNTED, parents=True, exist_ok=True)
        return file

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self.folder / name).exists()

    def read(self, name: str) -> str:
        """Read a file."""
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, whole or not at all."""
        file = self.place(name)
        draft = file.with_name(f".{file.name}")
        draft.unlink(missing_ok=True)
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.chmod(READ_ONLY)
        return draft.replace(file)
