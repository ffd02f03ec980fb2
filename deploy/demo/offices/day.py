"""The story: two offices at work, a line cut when two things are under way between them, and what becomes of them."""

import asyncio
import contextlib
import json
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.console import Console

from deploy.demo.offices.books import read_books
from deploy.demo.offices.office import Office
from deploy.demo.offices.telling import Telling
from deploy.demo.offices.together import Desks, Seen, Together
from deploy.demo.people import ASKED_FOR
from deploy.demo.post_office import PostOffice
from deploy.demo.referrals import Sample, hand_in, samples
from deploy.demo.register import enter_coordinators
from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, provision_streams
from kring_shared.runtime.running.assembly import provision_line
from kring_shared.runtime.running.blueprint import declared
from kring_shared.testing.backbone import Hub
from kring_shared.testing.people.agenda import Agenda
from kring_shared.testing.people.beside import Findings
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from kring_shared.testing.people.players import Players
from kring_shared.testing.servers import new_key

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
OFFICES: Final = ("utrecht", "amersfoort")
AT_THE_BEGINNING: Final = ("WO-2026-125", "JM-40988", "JGD-5120", "WEB-20419", "BE-311", "WS-2026-44")
TO_THE_WRONG_OFFICE: Final = "TV-26-881"
ARRIVES, CUT, WHOLE = (START + timedelta(hours=hours) for hours in (7 * 24 + 8, 8 * 24 + 1, 10 * 24 + 2))
UNTIL: Final = START + timedelta(weeks=7)
"""By then every family has met."""


class Day:
    """Everything that runs, from the hub to the people; use it as a context."""

    def __init__(self, folder: Path, post: PostOffice, console: Console) -> None:
        """Describe it; nothing starts yet."""
        self._console, self._clock = console, DrivenClock(START)
        self._hub = Hub(folder / "hub", key=new_key())
        self._offices = {
            name: Office(folder, name, self._hub, self._clock, plugin_settings=post.settings()) for name in OFFICES
        }
        self._telling = Telling(console, *OFFICES)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Start the hub, then the offices."""
        try:
            await asyncio.to_thread(self._stack.enter_context, self._hub)
            self._at_hub = await connect(self._hub.url)
            self._stack.push_async_callback(self._at_hub.close)
            await provision_streams(self._at_hub, only=(BACKBONE,))
            for name, office in self._offices.items():
                await provision_line(self._at_hub, name, declared())
                await self._stack.enter_async_context(office)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop everything."""
        await self._stack.aclose()

    async def begin(self) -> None:
        """Enter who works there, hand the first referrals in, and plan what happens to the line."""
        self._clients = {name: await office.client() for name, office in self._offices.items()}
        self._desk = Desks({name: Desk(client) for name, client in self._clients.items()})
        self._agenda = Agenda(self._clock)
        entered = await enter_coordinators(self._desk, START, OFFICES)
        self._together = Together(*self._offices.values())
        self._seen = Seen(
            {name: Observer(client.connection, (FACTS,)) for name, client in self._clients.items()},
            Observer(self._at_hub, (BACKBONE,)),
        )
        await self._seen.start()
        self._console.print(
            "A hub and two offices run in a temporary folder. Each office has a server, services, databases, a vault\n"
            "and keys of its own, and one line to the hub. "
            f"{entered} coordinators are registered; people are played, on a driven clock.\n",
            highlight=False,
        )
        for reference in AT_THE_BEGINNING:
            await self._refer(reference)
        self._agenda.plan_at(ARRIVES, "late", lambda: self._refer(TO_THE_WRONG_OFFICE))
        self._agenda.plan_at(CUT, "line", self._cut)
        self._agenda.plan_at(WHOLE, "line", self._heal)

    async def play(self) -> None:
        """Let people act until every family has met, telling it as it goes."""
        self._telling.begin()
        findings = Findings(belongs_to={TO_THE_WRONG_OFFICE: "amersfoort"})
        players = Players(self._desk, self._clock, self._agenda, _temper, findings)
        await play(
            self._together,
            self._clock,
            self._seen,
            players,
            self._agenda,
            watch=self._telling.watch,
            until=UNTIL,
        )
        self._telling.flush()

    async def close(self) -> list[str]:
        """Read what stands in the stores, print it, and give what is wrong."""
        await self._together.settle()
        offices = {name: (office, self._clients[name].connection) for name, office in self._offices.items()}
        books = await read_books(offices, self._at_hub)
        self._console.print(f"\n{books.text()}", highlight=False)
        return books.problems

    async def _refer(self, reference: str) -> None:
        sample = SAMPLES[reference]
        client = self._clients[sample.office]
        await hand_in(client, client.connection, [sample])

    async def _cut(self) -> None:
        await self._offices[OFFICES[0]].cut()
        self._seen.line_is_up = False
        self._telling.say(self._clock.now(), "The line of Utrecht is cut. Both work on.", is_up=False)

    async def _heal(self) -> None:
        office = self._offices[OFFICES[0]]
        waited = sum([(await one.ready()).unsent for one in office.running])
        server, services = await office.heal()
        await self._together.settle()
        self._seen.line_is_up = True
        self._telling.say(
            self._clock.now(),
            f"The line is back, and {waited} facts that waited for it are told: its server had it again after "
            f"{server:.1f} s, its services {services:.1f} s later.",
            is_up=True,
        )


def _temper(received: RequestReceived) -> Temper:
    """Give everybody a plain temper, but for the family who speak what nobody at their office speaks."""
    return Temper(asks_neighbours=ASKED_FOR in received.dossier.wishes.languages)


def _by_reference() -> dict[str, Sample]:
    found: dict[str, Sample] = {}
    for sample in samples():
        with contextlib.suppress(ValueError):  # one line of the samples is broken on purpose
            found.setdefault(json.loads(sample.body)["data"]["reference"], sample)
    return found


SAMPLES: Final = _by_reference()
