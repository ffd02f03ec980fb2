"""A clock that several processes share and a test moves: the machine's time, and an offset in a small file."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

FORM: Final = struct.Struct("<q")


class SteeredClock:
    """Runs on as the machine's clock does; `move_to` puts it forward for every process that reads the same file."""

    def __init__(self, file: Path) -> None:
        """Read the file; it is made, without an offset, when it is not there."""
        if not file.exists():
            file.write_bytes(FORM.pack(0))
        with file.open("r+b") as opened:
            self._offset = mmap.mmap(opened.fileno(), FORM.size)

    def now(self) -> datetime:
        """Give the moment, aware."""
        (offset_ms,) = FORM.unpack_from(self._offset)
        return datetime.now(UTC) + timedelta(milliseconds=offset_ms)

    def move_to(self, moment: datetime) -> None:
        """Put it forward to a moment (aware); it never goes back."""
        self.move_by(moment - self.now())

    def move_by(self, step: timedelta) -> None:
        """Put it forward by `step`."""
        (offset_ms,) = FORM.unpack_from(self._offset)
        if step > timedelta(0):
            FORM.pack_into(self._offset, 0, offset_ms + int(step.total_seconds() * 1000) + 1)
