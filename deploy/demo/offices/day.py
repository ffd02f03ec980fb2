"""The story: two offices at work, a line cut when two things are under way between them, and what becomes of them."""

import contextlib
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from rich.console import Console

from deploy.demo.offices.books import read_books
from deploy.demo.offices.telling import Telling
from deploy.demo.offices.together import Desks, Seen
from deploy.demo.people import ASKED_FOR
from deploy.demo.referrals import Sample, hand_in, samples
from deploy.demo.register import enter_coordinators
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.streams import BACKBONE, FACTS
from kring_shared.testing.office import Backbone
from kring_shared.testing.people.agenda import Agenda
from kring_shared.testing.people.beside import Findings
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from kring_shared.testing.people.players import Players

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
OFFICES: Final = ("utrecht", "amersfoort")
AT_THE_BEGINNING: Final = ("WO-2026-125", "JM-40988", "JGD-5120", "WEB-20419", "BE-311", "WS-2026-44")
TO_THE_WRONG_OFFICE: Final = "TV-26-881"
ARRIVES, CUT, WHOLE = (START + timedelta(hours=hours) for hours in (7 * 24 + 8, 8 * 24 + 1, 10 * 24 + 2))
UNTIL: Final = START + timedelta(weeks=7)
"""By then every family has met."""


class Day:
    """Two offices and the people of both."""

    def __init__(self, backbone: Backbone, clock: DrivenClock, console: Console) -> None:
        """Take a hub and offices that are at work."""
        self._backbone, self._clock, self._console = backbone, clock, console
        self._telling = Telling(console, *OFFICES)

    async def begin(self) -> None:
        """Enter who works there, hand the first referrals in, and plan what happens to the line."""
        self._clients = {name: await office.client() for name, office in self._backbone.offices.items()}
        self._admins = {name: await office.admin() for name, office in self._backbone.offices.items()}
        self._desk = Desks({name: Desk(client) for name, client in self._clients.items()})
        self._agenda = Agenda(self._clock)
        entered = await enter_coordinators(self._desk, START, OFFICES)
        inside = {name: Observer(admin, (FACTS,)) for name, admin in self._admins.items()}
        self._seen = Seen(inside, Observer(self._backbone.at_hub, (BACKBONE,)))
        await self._seen.start()
        self._console.print(
            "A hub and two offices run in a temporary folder. Each office has a server, services, databases, a vault\n"
            "and keys of its own, and one line to the hub; all connections are by TLS and credentials.\n"
            f"{entered} coordinators are registered; people are played, on a driven clock.\n",
            highlight=False,
        )
        for reference in AT_THE_BEGINNING:
            await self._refer(reference)
        self._agenda.plan_at(ARRIVES, "late", lambda: self._refer(TO_THE_WRONG_OFFICE))
        self._agenda.plan_at(CUT, "line", self._cut)
        self._agenda.plan_at(WHOLE, "line", self._heal)

    async def play(self, until: datetime = UNTIL) -> None:
        """Let people act until a moment, telling it as it goes."""
        self._telling.begin()
        findings = Findings(belongs_to={TO_THE_WRONG_OFFICE: "amersfoort"})
        players = Players(self._desk, self._clock, self._agenda, _temper, findings)
        await play(
            self._backbone,
            self._clock,
            self._seen,
            players,
            self._agenda,
            watch=self._telling.watch,
            until=until,
        )
        self._telling.flush()

    @property
    def crossed(self) -> list[Fact]:
        """Give what one office told the other, in order."""
        return self._telling.crossed

    async def close(self) -> list[str]:
        """Read what stands in the stores, print it, and give what is wrong."""
        await self._backbone.settle()
        books = await read_books(self._backbone, self._admins)
        self._console.print(f"\n{books.text()}", highlight=False)
        return books.problems

    async def _refer(self, reference: str) -> None:
        """Hand a sample in as the system it comes from, by a credential of its own."""
        sample = SAMPLES[reference]
        office = self._backbone.offices[sample.office]
        system = await connect(office.address_of(sample.system))
        await hand_in(self._clients[sample.office], system, [sample])
        await system.close()

    async def _cut(self) -> None:
        await self._backbone.offices[OFFICES[0]].cut()
        self._seen.line_is_up = False
        self._telling.say(self._clock.now(), "The line of Utrecht is cut. Both work on.", is_up=False)

    async def _heal(self) -> None:
        office = self._backbone.offices[OFFICES[0]]
        waited, server = await office.unsent(), await office.heal()
        began = time.monotonic()
        await office.reaches_the_hub()
        services = time.monotonic() - began
        await self._backbone.settle()
        self._seen.line_is_up = True
        self._telling.say(
            self._clock.now(),
            f"The line is back: the server had it again after {server:.1f} s, the services {services:.1f} s later. "
            f"What had waited, {waited} of it in Utrecht, crosses at once.",
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
