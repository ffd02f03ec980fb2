"""That something changed: told to whoever has a page of it open, without a word of what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg


class Changes:
    """Hears that facts arrive, by their subjects alone, and wakes the pages that are open."""

    def __init__(self) -> None:
        """Begin with nobody who listens."""
        self._ears: dict[asyncio.Event, tuple[str, str]] = {}
        self.over = False

    @asynccontextmanager
    async def heard(self, connection: Nats) -> AsyncIterator[None]:
        """Listen on the bus until the end of the block."""
        ear = await connection.subscribe("kring.*.office.>", cb=self._hear)
        try:
            yield
        finally:
            await ear.unsubscribe()

    async def _hear(self, message: Msg) -> None:
        parts = message.subject.split(".")
        self.tell(parts[1], parts[-1])

    def tell(self, office: str, case_id: str) -> None:
        """Wake whoever has a page of an office, or of one case, open."""
        for ear, (of_office, of_case) in self._ears.items():
            if of_office == office and of_case in ("", case_id):
                ear.set()

    def close(self) -> None:
        """Let every page that listens go; the portal stops."""
        self.over = True
        for ear in self._ears:
            ear.set()

    @asynccontextmanager
    async def listening(self, office: str, case_id: str = "") -> AsyncIterator[asyncio.Event]:
        """Give an event that is set when something of an office, or of one case there, changes."""
        ear = asyncio.Event()
        self._ears[ear] = (office, case_id)
        try:
            yield ear
        finally:
            del self._ears[ear]
