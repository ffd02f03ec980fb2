"""An office on a leaf node: a server of its own on a line to the hub, and services over a folder of its own.

It has databases, a vault, keys and a bus that no other office shares. Tests cut its line, kill its server, and look.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from nats.aio.client import Client as Nats

from kring_shared.kernel.clock import Clock
from kring_shared.runtime.authority.roles import ADMIN
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import stay_connected
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, provision_streams
from kring_shared.runtime.embedded.embedded import InFolder
from kring_shared.runtime.running.assembly import provision_line
from kring_shared.runtime.running.at_work import AtWork
from kring_shared.runtime.running.blueprint import declared
from kring_shared.testing.audit import Audit, House, audit_apart, kept_in
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.certificates import Certificates
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.let_in import Papers, line_of, papers_of_hub, papers_of_office
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until

UP: Final = "up"
AWAY: Final = "away"


class Office(InFolder):
    """Its services run in this process; what waits for its server is handed to a thread."""

    def __init__(
        self,
        folder: Path,
        name: str,
        hub: Hub,
        clock: Clock,
        *,
        papers: Papers | None = None,
        line: Path | None = None,
        **settings: Any,  # noqa: ANN401 - as InFolder's
    ) -> None:
        """Describe it; nothing starts yet.

        `papers` and the credential of the `line` are for offices whose buses let in nobody else; `settings` are what
        else SharedSettings holds, and `services`.
        """
        there = with_empty_databases(folder / name)
        if papers:
            settings |= {"credentials": papers.folder, "nats_ca": papers.tls.ca}
        super().__init__(there, clock=clock, serves=(name,), backbone_domain=HUB, **settings)
        self.name, self._papers = name, papers
        self.bus = OfficeBus(
            folder / "servers",
            hub,
            name,
            key=new_key(),
            tls=papers.tls if papers else None,
            trust=papers.trust if papers else None,
            credentials=line,
            account=papers.authority.account if papers else "",
        )

    def address_of(self, system: str) -> BusAddress:
        """Say how a referring system connects; where that takes a credential, it gets one the first time."""
        if self._papers is None:
            return BusAddress.of(self.bus.url)
        return self._papers.system(self.bus.url, self.name, system)

    async def lines(self) -> set[str]:
        """Give what its services say of the line: up, away, or nothing where they need none."""
        return {shown.line for shown in [await one.ready() for one in self.running]}

    async def unsent(self) -> int:
        """Tell how many facts wait in its outboxes."""
        return sum([(await one.ready()).unsent for one in self.running])

    async def cut(self) -> None:
        """Cut its line, and come back when its server and its services know."""
        await asyncio.to_thread(self.bus.cut)
        await until(self._is_alone, f"the services of {self.name} know that their line is gone")

    async def heal(self) -> float:
        """Heal its line, and say how many seconds its server took to have it again."""
        return await asyncio.to_thread(self.bus.heal)

    async def reaches_the_hub(self) -> None:
        """Wait until every service has its line again."""
        await until(self._is_linked, f"the services of {self.name} have their line again")

    async def server_dies(self) -> None:
        """Kill its server without warning, and start it again over the same store; its line stays as it is."""
        self.bus.server.kill9()
        await asyncio.to_thread(self.bus.server.restart)

    async def __aenter__(self) -> Self:
        """Start its server, then its services."""
        await asyncio.to_thread(self.folder.open)
        try:
            await asyncio.to_thread(self.bus.start)
            await self.go_to_work(self.bus.url)
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop its services, then its server."""
        await self._end()

    async def _end(self) -> None:
        await self.rest()
        await asyncio.to_thread(self.bus.stop)
        await asyncio.to_thread(self.folder.close)

    async def _is_alone(self) -> bool:
        return await self.lines() <= {"", AWAY}

    async def _is_linked(self) -> bool:
        return AWAY not in await self.lines()


@dataclass
class Backbone(AtWork):
    """A hub and the offices that are linked to it, all at work."""

    hub: Hub
    at_hub: Nats
    offices: Mapping[str, Office]

    def __post_init__(self) -> None:
        """Take the services of all of them together, to wait until they are at rest."""
        self.running = [one for office in self.offices.values() for one in office.running]

    async def audit(self, connections: Mapping[str, Nats]) -> Audit:
        """Hold what every office told and heard against what lies on its own server and at the hub."""
        houses = [
            House(
                await kept_in(connections[name], FACTS),
                [(one.service, one.database) for one in office.running],
            )
            for name, office in self.offices.items()
        ]
        return audit_apart(houses, await kept_in(self.at_hub, BACKBONE))


@asynccontextmanager
async def linked_offices(
    folder: Path,
    names: Sequence[str],
    clock: Clock,
    *,
    secured: bool = False,
    **settings: Any,  # noqa: ANN401 - as InFolder's
) -> AsyncGenerator[Backbone]:
    """Run a hub, and an office of each name on a line of its own; `secured` as in earnest, with TLS and credentials."""
    certificates = Certificates(folder / "certificates") if secured else None
    papers = papers_of_hub(folder / "hub-papers", certificates) if certificates else None
    hub = Hub(folder / "hub", key=new_key(), tls=papers.tls if papers else None, trust=papers.trust if papers else None)
    async with AsyncExitStack() as stack:
        stack.callback(hub.stop)
        await asyncio.to_thread(hub.start)
        at_hub = await stay_connected(papers.address(hub.url, ADMIN) if papers else hub.url, name="kring-at-hub")
        stack.push_async_callback(at_hub.close)
        await provision_streams(at_hub, only=(BACKBONE,))
        offices = {}
        for name in names:
            if papers and certificates:
                theirs = papers_of_office(folder / f"{name}-papers", name, certificates)
                office = Office(folder, name, hub, clock, papers=theirs, line=line_of(papers, name), **settings)
            else:
                office = Office(folder, name, hub, clock, **settings)
            await provision_line(at_hub, name, declared())
            offices[name] = await stack.enter_async_context(office)
        yield Backbone(hub, at_hub, offices)
