"""What a server of ours prints: kept, but not for ever, and shown when it did not start."""

import contextlib
import os
from pathlib import Path
from typing import Final

TURN_AT_BYTES: Final = 10 * 1024 * 1024
TAIL_BYTES: Final = 4000


class ServerLog:
    """One server's log file; the one before it is kept beside it as `<name>.1`."""

    def __init__(self, file: Path) -> None:
        """Open nothing yet."""
        self.file = file
        self._from = 0

    def begin(self) -> None:
        """Remember where the coming start begins; a file that grew large makes room first."""
        with contextlib.suppress(OSError):
            if self._size() > TURN_AT_BYTES:
                self.file.replace(self.file.with_name(f"{self.file.name}.1"))
        self._from = self._size()

    def tail(self) -> str:
        """Give the end of the log."""
        return self._read(max(0, self._size() - TAIL_BYTES))

    def of_this_start(self) -> str:
        """Give the end of what the server printed since `begin`."""
        return self._read(max(self._from, self._size() - TAIL_BYTES))

    def _size(self) -> int:
        with contextlib.suppress(OSError):
            return self.file.stat().st_size
        return 0

    def _read(self, start: int) -> str:
        with contextlib.suppress(OSError), self.file.open("rb") as opened:
            opened.seek(start, os.SEEK_SET)
            return opened.read().decode(errors="replace")
        return ""
