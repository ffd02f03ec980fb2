"""Runs the demo and ends with one line that was checked against the stores; exit status 0 only when it holds."""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from deploy.demo.check import Books, read_books
from deploy.demo.desk import desk_table
from deploy.demo.erased import erased_table
from deploy.demo.figures import publish_year
from deploy.demo.late import NAMES as LATE
from deploy.demo.late import plan_calls
from deploy.demo.messages import leave_messages, messages_table
from deploy.demo.paper import leave_plan
from deploy.demo.people import FINDINGS, TemperByOrder
from deploy.demo.post_office import PostOffice
from deploy.demo.referrals import hand_in, samples
from deploy.demo.register import enter_coordinators, learners, names, take_letters
from deploy.demo.screen import Screen
from deploy.demo.story import tell_story
from deploy.demo.tables import closing_table
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime import logs
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running import assembly
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.people.agenda import Agenda
from kring_shared.testing.people.careers import Careers
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from kring_shared.testing.people.players import Players

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
UNTIL_MOST_ARE_DONE: Final = timedelta(weeks=20, days=5)
"""By then families in Flanders were called too; two weeks later their plans go, so one is shown now."""
AS_LONG: Final = timedelta(weeks=32)
"""Until every family that called was followed up; what waits for longer, such as the end of a screening, is left."""
PLAIN_WIDTH: Final = 120


async def demo(folder: Path, post: PostOffice, console: Console) -> bool:
    """Play it all; tell whether what stands in the stores is right."""
    began, clock = time.monotonic(), DrivenClock(START)
    with (folder / "demo.log").open("w") as log:
        logs.configure("info", stream=log)
        async with Embedded(folder / "kring", clock=clock, plugin_settings=post.settings()) as kring:
            client = await kring.client()
            bus, desk, agenda = client.connection, Desk(client), Agenda(clock)
            found = samples()
            learning = learners()
            console.print(
                f"A private bus and {len(kring.running)} services run in a temporary folder. "
                f"{await enter_coordinators(desk, clock.now())} coordinators are registered at 3 offices, "
                f"{len(learning)} people want to become one.\n"
                f"{len(found)} referrals are handed in; from now on people are played, on a driven clock.\n",
                highlight=False,
            )
            await hand_in(client, bus, found)
            plan_calls(desk, agenda, clock.now())
            observer = Observer(bus)
            await observer.start()
            await take_letters(desk, learning)
            careers = Careers(desk, clock, agenda, learning)
            mail = assembly.parts(kring.shared, clock).vault  # people read the code on their form, as in their letter
            players = Players(desk, clock, agenda, TemperByOrder(), FINDINGS, careers, mail)
            until = START + UNTIL_MOST_ARE_DONE
            screen = Screen(console)
            with screen:
                await play(kring, clock, observer, players, agenda, watch=screen.watch, until=until)
            told = await tell_story(client, kring, players, console)
            paper = await leave_plan(client, told, console)
            await leave_messages(post, await kept_facts(bus), clock.now(), console)
            with screen:
                await play(kring, clock, observer, players, agenda, watch=screen.watch, until=START + AS_LONG)
            kept = await kept_facts(bus)
            console.print(messages_table(kept))
            console.print(erased_table(kept))
            console.print(desk_table(kept))
            books = await read_books(kring, bus, kept, found, names() | set(LATE))
            wrong = await publish_year(desk, console)
            await kring.settle()
            books.problems += wrong
    if paper is None:
        books.problems.append("the family whose route was told has no plan to read")
    _close(books, console, clock, desk, time.monotonic() - began)
    return not books.problems


def _close(books: Books, console: Console, clock: DrivenClock, desk: Desk, seconds: float) -> None:
    console.print()
    console.print(closing_table(books))
    weeks = (clock.now() - START).days // 7
    console.print(f"{weeks} weeks passed in {seconds:.1f} s; people asked {desk.asked} things.", highlight=False)
    for problem in books.problems:
        console.print(f"PROBLEM: {problem}", style="bold red", highlight=False)
    console.print("To look around at a desk yourself: kring up --demo --dir .kring-demo", highlight=False)
    console.print(books.line(), style="bold", highlight=False, soft_wrap=True)


def main() -> int:
    """Run in a temporary folder; give the exit status."""
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    # The post office stands outside the folder in which nothing may be readable.
    with (
        tempfile.TemporaryDirectory(prefix="kring-demo-") as name,
        tempfile.TemporaryDirectory() as outside,
        PostOffice(Path(outside)) as post,
    ):
        return 0 if asyncio.run(demo(Path(name), post, console)) else 1


if __name__ == "__main__":
    sys.exit(main())
