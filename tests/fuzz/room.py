"""A folder for parsers that read files, which goes when the process ends; and the moment at which all of it happens."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_FOLDER: Final = tempfile.TemporaryDirectory(prefix="kring-fuzz-")  # kept as long as the process lives
ROOM: Final = Path(_FOLDER.name)
NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)


def in_a_file(name: str, reads: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Lay each input into a file of this name, and let it be read there; the folder is the parser's own."""
    file = ROOM / f"{len(list(ROOM.iterdir()))}" / name
    file.parent.mkdir()

    def read(content: bytes) -> object:
        file.write_bytes(content)
        return reads(file)

    return read
