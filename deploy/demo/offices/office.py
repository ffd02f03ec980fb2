"""One office of the demo: a server of its own on a line to the hub, and services over a folder of its own."""

import asyncio
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from kring_shared.kernel.clock import Clock
from kring_shared.runtime.embedded.embedded import InFolder
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.servers import new_key

HUB_DOMAIN: Final = HUB


class Office(InFolder):
    """Databases, a vault, keys and a bus that no other office shares."""

    def __init__(self, folder: Path, name: str, hub: Hub, clock: Clock, **settings: Any) -> None:  # noqa: ANN401 - as InFolder's
        """Describe it; nothing starts yet."""
        super().__init__(folder / name, clock=clock, serves=(name,), backbone_domain=HUB_DOMAIN, **settings)
        self.name = name
        self.bus = OfficeBus(folder / "servers", hub, name, key=new_key())

    async def cut(self) -> None:
        """Cut its line, and wait until its server and its services have noticed."""
        await asyncio.to_thread(self.bus.cut)
        await self._line_is("away")

    async def heal(self) -> tuple[float, float]:
        """Heal its line; give how many seconds its server and then its services took to have it again."""
        server, began = await asyncio.to_thread(self.bus.heal), time.monotonic()
        await self._line_is("up")
        return server, time.monotonic() - began

    async def _line_is(self, what: str) -> None:
        while {(await one.ready()).line for one in self.running} - {"", what}:  # noqa: ASYNC110 - each is asked
            await asyncio.sleep(0.01)

    async def __aenter__(self) -> Self:
        """Start its server, then its services."""
        await asyncio.to_thread(self.folder.open)
        await asyncio.to_thread(self.bus.start)
        await self.go_to_work(self.bus.url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop services, then the server."""
        await self.rest()
        await asyncio.to_thread(self.bus.stop)
        await asyncio.to_thread(self.folder.close)
