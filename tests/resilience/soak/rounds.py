"""One round: a new Kring, some families that go the whole route while it is being killed, and its books afterwards."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.people.desk import PlayError
from kring_shared.testing.servers import Postgres, for_sqlalchemy
from tests.resilience.books import read_books, readable
from tests.resilience.soak.faults import Trouble
from tests.resilience.town import WORDS, Town, some_stop

EVERY_SECONDS: Final = 0.2
PATIENCE_SECONDS: Final = 30.0
"""How long a round may take for each family; beyond that, those that are not through count as lost."""
SETTLES_WITHIN_SECONDS: Final = 60.0


@dataclass
class Round:
    """What a round, or several, came to."""

    routes: int = 0
    facts: int = 0
    lost: int = 0
    doubled: int = 0
    personal: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether everything is as it must be."""
        return not (self.lost or self.doubled or self.personal or self.problems)

    def __add__(self, other: "Round") -> "Round":
        """Take two together."""
        return Round(
            self.routes + other.routes,
            self.facts + other.facts,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.personal + other.personal,
            self.deaths + other.deaths,
            self.problems + other.problems,
        )

    def line(self, seed: str) -> str:
        """Say it in one line."""
        return (
            f"soak: {self.routes:,} routes, {self.deaths.total():,} faults, {self.facts:,} facts; "
            f"{self.lost} lost, {self.doubled} doubled, {self.personal} personal, "
            f"{len(self.problems)} problems; seed {seed}"
        )


async def played(folder: Path, seed: str, families: int, database: Postgres | None = None, *, kills: int) -> Round:
    """Play a round on SQLite, or on a PostgreSQL; a seed names what is done to whom, and the machine decides when.

    Whatever cannot come to its end is what this looks for, so that is a finding and no error.
    """
    async with Fleet(folder, url_of=_one_database(database) if database else None) as fleet:
        town = Town(fleet, some_stop)
        trouble = Trouble(fleet, random.Random(seed), database)  # noqa: S311 - it must repeat
        await town.open_register()
        killing = asyncio.create_task(trouble.run(kills))
        referring = asyncio.create_task(town.refer(families, every=EVERY_SECONDS))
        came = Round()
        try:
            await town.live(
                until=lambda: referring.done() and town.everybody_is_through(), within=families * PATIENCE_SECONDS
            )
        except (TimeoutError, PlayError) as error:
            came = Round(lost=families - len(town.locked), problems=[f"somebody is stuck: {error!r}"])
        trouble.stop()
        await asyncio.gather(killing, referring)
        if not came.problems:
            came = await _books_of(fleet, town)
        return came + Round(routes=len(town.locked), deaths=trouble.deaths, personal=_personal(fleet, database))


async def _books_of(fleet: Fleet, town: Town) -> Round:
    try:
        await fleet.settle(within=SETTLES_WITHIN_SECONDS)
    except TimeoutError:
        return Round(problems=[f"not at rest after {SETTLES_WITHIN_SECONDS:g} seconds"])
    books = await read_books(fleet, town.references)
    twice = sum(n - 1 for n in town.locked.values())
    facts = books.facts
    return Round(facts=facts.told, lost=facts.lost, doubled=facts.doubled + twice, problems=books.problems)


def _personal(fleet: Fleet, database: Postgres | None) -> int:
    """Count the places where a name or word of somebody's can be read."""
    folders = [fleet.folder.path, *([database._folder] if database else [])]
    return sum(len(readable(folder, WORDS)) for folder in folders)


def _one_database(server: Postgres) -> Callable[[str], str]:
    url = for_sqlalchemy(server.create_database())
    return lambda _service: url
