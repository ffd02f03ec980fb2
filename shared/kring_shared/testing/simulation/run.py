"""Plays a drawn history through a Kring in one folder, on a driven clock, to the end of its last route."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from rich.console import Console

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import FundingRule, RegisterPartner, RequestReceived
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime import logs
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running import plugins
from kring_shared.testing.audit import audit
from kring_shared.testing.people.agenda import Act
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.players import Players
from kring_shared.testing.simulation.books import Books, Tally, close
from kring_shared.testing.simulation.drawing import DAYS_A_YEAR, Drawn, draw_history, office_of
from kring_shared.testing.simulation.handing_in import HandingIn
from kring_shared.testing.simulation.history import History
from kring_shared.testing.simulation.offices import PLACES, Place, coordinators
from kring_shared.testing.simulation.rest import Rest
from kring_shared.testing.simulation.screen import Screen
from kring_shared.testing.simulation.second import SERVICES, Second
from kring_shared.testing.simulation.slots import SlotAgenda, slot_after
from kring_shared.testing.simulation.turns import Turn, TurnDesk, take_turns
from kring_shared.testing.simulation.yearly import Beyond

START: Final = datetime(2022, 1, 3, 8, tzinfo=UTC)
"""So long ago that the last route is over by now: a Kring that goes on in the folder is never behind its data."""
AFTERWARDS: Final = timedelta(weeks=60)
"""How long after the last year routes may take to come to their end."""
OFFICES_FILE: Final = "offices.json"


@dataclass(frozen=True)
class Wanted:
    """What is simulated."""

    days: int = 3 * DAYS_A_YEAR
    offices: int = len(PLACES)
    seed: int = 7
    share: float = 1.0
    """Part of the yearly requests and of the coordinators."""
    two_processes: bool = False
    """Half of the services in a process of their own."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Give the offices."""
        return PLACES[: self.offices]


@dataclass
class Simulation:
    """One run."""

    wanted: Wanted
    folder: Path
    console: Console
    problems: list[str] = field(default_factory=list)
    history: History = field(init=False)

    async def run(self) -> Books:
        """Play it all, and close the books."""
        began, clock = time.monotonic(), DrivenClock(START)
        drawn = self._draw()
        with (self.folder / "simulation.log").open("w") as log, logs.written_to(log, "error"):
            offices = self._write_offices()
            here = tuple(name for name in plugins.service_names() if name not in self._elsewhere())
            async with (
                Embedded(self.folder, clock=clock, services=here, offices_file=offices) as kring,
                Second(self.folder, offices, clock) as second,
            ):
                client = await kring.client()
                beside = await second.start(client.connection) if self._elsewhere() else None
                stage = _Stage(self, client, clock, drawn, Rest(kring, client.connection, clock, beside))
                await stage.furnish()
                with Screen(self.console, len(drawn)) as screen:
                    await stage.play(screen)
                seconds = time.monotonic() - began
                self.console.print("The books are read.", highlight=False)
                stores = [(one.service, one.database) for one in kring.running]
                audited = await audit(client.connection, stores + (beside.databases() if beside else []))
                self.history = stage.history
                return close(
                    stage.tally,
                    audited,
                    self.problems + stage.beyond.refused,
                    seed=self.wanted.seed,
                    drawn=len(drawn),
                    seconds=seconds,
                    asked=stage.desk.asked,
                    digest=stage.history.digest(),
                )

    def _elsewhere(self) -> tuple[str, ...]:
        return SERVICES if self.wanted.two_processes else ()

    def _draw(self) -> tuple[Drawn, ...]:
        wanted = self.wanted
        return draw_history(wanted.seed, wanted.places, wanted.days, wanted.share, START)

    def _write_offices(self) -> Path:
        file = self.folder / OFFICES_FILE
        cards = TypeAdapter(list[OfficeCard]).dump_json([place.card for place in self.wanted.places], by_alias=True)
        file.write_bytes(cards)
        return file


class _Stage:
    """Everybody and everything of one run."""

    def __init__(
        self, simulation: Simulation, client: Client, clock: DrivenClock, drawn: Sequence[Drawn], rest: Rest
    ) -> None:
        self._simulation, self._clock, self._drawn = simulation, clock, drawn
        self.desk, self._agenda = TurnDesk(client), SlotAgenda(clock)
        self._observer, self._rest = Observer(client.connection), rest
        self._handing_in = HandingIn(client, self.desk, {one.reference: one for one in drawn})
        self._players = Players(self.desk, clock, self._agenda, self._handing_in.temper_of)
        self.beyond = Beyond(self.desk, clock, self._agenda, self._players.cases)
        self.tally, self.history = Tally(), History(self._handing_in.references)
        self._last_day = START + timedelta(days=simulation.wanted.days) + AFTERWARDS

    async def furnish(self) -> None:
        """Enter who pays and who coordinates, and plan what comes in."""
        wanted = self._simulation.wanted
        draw = random.Random(f"{wanted.seed}/coordinators")  # noqa: S311 - a drawing that can be repeated, not a secret
        for place in wanted.places:
            rule = FundingRule(since=START.date())
            payer = RegisterPartner(title=f"Gemeente {place.towns[0]}", refers=False, pays_for=(rule,))
            await self.desk.do(payer, Role.REGIONAL_MANAGER, f"manager-{place.id}", place.id)
        for office, entry in coordinators(wanted.places, draw, START, wanted.share):
            await self.desk.do(entry, Role.REGIONAL_MANAGER, f"manager-{office}", office)
        for one in self._drawn:
            self._agenda.plan_at(one.at, one.reference, self._comes_in(one))
        self.beyond.plan_reports(wanted.places, START.year, wanted.days // DAYS_A_YEAR)
        await self._observer.start()

    async def play(self, screen: Screen) -> None:
        """Let time pass, slot by slot, until every route is over and every report is out."""
        while True:
            await self._rest.settle()
            facts = [fact async for fact in self._observer.new_facts()]
            self._see(facts)
            screen.show(self._clock.now(), len(self.tally.over), self.tally.facts)
            acts = self._agenda.due()
            if acts:
                turns = sorted(self._turns(acts), key=lambda turn: turn.case)
                self._simulation.problems += await take_turns(turns, self._rest.nothing_moves)
                await self.desk.note_told(self._rest.nothing_moves)
            elif not self._moves_on():
                return

    def _moves_on(self) -> bool:
        """Put the clock at the next slot in which anything happens; tell whether there is one that matters."""
        waits = [moment for moment in (self._agenda.next(), self._rest.next_due()) if moment is not None]
        if self._is_over() or not waits or min(waits) > self._last_day:
            return False
        self._clock.move_to(slot_after(max(min(waits), self._clock.now())))
        return True

    def _is_over(self) -> bool:
        return len(self.tally.received & self.tally.over) == len(self._drawn) and self._agenda.next() is None

    def _turns(self, acts: dict[str, list[Act]]) -> Iterator[Turn]:
        for key, these in acts.items():
            case = self._handing_in.references.get(key, key)
            yield Turn(case, office_of(case), these)

    def _see(self, facts: list[Fact]) -> None:
        """Let people react, in an order that two runs share: who told a fact first is a matter of speed."""
        for fact in sorted(facts, key=lambda fact: (not isinstance(fact, RequestReceived), fact.service)):
            self.tally.see(fact)
            self._players.see(fact)
            self.beyond.see(fact)
        for fact in facts:
            self.history.see(fact)

    def _comes_in(self, one: Drawn) -> Act:
        async def comes_in() -> None:
            await self._handing_in.hand_in(one)

        return comes_in
