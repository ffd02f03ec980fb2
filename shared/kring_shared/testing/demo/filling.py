"""Plays the invented people into an empty folder, on a driven clock that ends at the present moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.matching import ApplyAsCandidate
from kring_shared.contracts.registry import ReportYear
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime import logs
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.edges import MadeUp
from kring_shared.testing.demo.coming_in import DAYS, HOME, requests, set_apart
from kring_shared.testing.demo.who import candidates, signing_in
from kring_shared.testing.people.agenda import Act, Agenda
from kring_shared.testing.people.careers import Careers
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from kring_shared.testing.people.players import Players
from kring_shared.testing.people.register import fill_register
from kring_shared.testing.simulation.drawing import Drawn
from kring_shared.testing.simulation.handing_in import HEADERS, HandingIn

APPLIED: Final = timedelta(days=40)
LOG: Final = "filled.log"


async def fill(folder: Path, *, now: datetime | None = None) -> Sequence[MadeUp]:
    """Fill a folder with what happened until now, or until another moment; give who may sign in there."""
    now = now or datetime.now(UTC)
    clock, drawn = DrivenClock((now - timedelta(days=DAYS)).replace(hour=6, minute=0)), requests(now)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    with (folder / LOG).open("w") as log, logs.written_to(log, "error"):
        async with Embedded(folder, clock=clock) as kring:
            stage = _Stage(kring, await kring.client(), clock, drawn)
            await stage.furnish()
            await play(kring, clock, stage.observer, stage.players, stage.agenda, until=now)
            clock.move_to(now)
            people = await signing_in(stage.desk, stage.players.cases, stage.learners)
            await kring.settle()
    return people


class _Stage:
    """Everybody and everything of the play."""

    def __init__(self, kring: Embedded, client: Client, clock: DrivenClock, drawn: Sequence[Drawn]) -> None:
        self.client, self.clock, self.drawn = client, clock, drawn
        self.desk, self.agenda = Desk(client), Agenda(clock)
        self.observer = Observer(client.connection)
        self.handing_in = HandingIn(client, self.desk, {one.reference: one for one in drawn})
        self.learners = {learner.person_id: learner for learner in candidates(clock.now())}
        careers = Careers(self.desk, clock, self.agenda, self.learners)
        mail = assembly.parts(kring.shared, clock).vault
        self.players = Players(self.desk, clock, self.agenda, self.temper_of, careers=careers, mail=mail)

    def temper_of(self, received: RequestReceived) -> Temper:
        """Say how the people of a request are; everywhere coordinators claim, and people are asked for marks."""
        temper = self.handing_in.temper_of(received)
        return replace(temper, claims=True, gives_marks=len(self.players.cases))

    async def furnish(self) -> None:
        """Enter who coordinates and who pays, and plan what comes in."""
        await self.observer.start()
        await fill_register(self.desk, self.clock.now(), load=4)
        for one in self.drawn:
            self.agenda.plan_at(one.at, one.reference, self._comes_in(one))
        last = self.drawn[-1].at
        self.agenda.plan_at(last, "apart", self._set_apart)
        applied = last - APPLIED
        monday = applied - timedelta(days=applied.weekday())  # so that their training is in the middle of weeks
        self.agenda.plan_at(monday, "candidates", self._apply)
        self.agenda.plan_at(last, "figures", self._report)

    def _comes_in(self, one: Drawn) -> Act:
        async def comes_in() -> None:
            await self.handing_in.hand_in(one)

        return comes_in

    async def _set_apart(self) -> None:
        body = set_apart(self.drawn[-1], self.clock.now())
        headers = HEADERS | {"Nats-Msg-Id": new_id(self.clock.now())}
        subject = f"kring.{HOME}.referrals.wijkteam"
        await self.client.connection.jetstream().publish(subject, body, headers=headers)

    async def _apply(self) -> None:
        for learner in self.learners.values():
            letter = ApplyAsCandidate(
                person_id=learner.person_id,
                contact=learner.contact,
                motivation="Ik heb gezien wat een familie voor elkaar kan doen.",
                municipality=learner.municipality,
                languages=learner.languages,
            )
            await self.desk.do(letter, Role.REGIONAL_MANAGER, f"manager-{learner.office}", learner.office)

    async def _report(self) -> None:
        """Publish the figures of this year so far, where they can be."""
        given = ReportYear(year=self.clock.now().year)
        await self.desk.tries(given, Role.REGIONAL_MANAGER, f"manager-{HOME}", HOME)
