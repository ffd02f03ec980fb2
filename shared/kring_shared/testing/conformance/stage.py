"""Where everything is played: one bus, one candidate, and all that the suite says and hears."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kring_shared.kernel.clock import SystemClock
from kring_shared.testing.conformance.candidate import Candidate
from kring_shared.testing.conformance.ear import Ear
from kring_shared.testing.conformance.house import OFFICE, House, a_house
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.playing import NotConform, Play
from kring_shared.testing.conformance.street import Street


@dataclass
class Stage:
    """What a check has to work with."""

    house: House
    candidate: Candidate
    ear: Ear
    street: Street

    def invented(self) -> Invented:
        """Make up people for one run."""
        return Invented(self.house.vault, OFFICE, SystemClock().now())

    def play(self, *, twice: bool = False) -> Play:
        """Give a run with people of its own."""
        return Play(self.street, self.invented(), twice=twice, settled=self.candidate.settled)

    async def must_live(self, after: str) -> None:
        """Hold the candidate to be alive, and ready for more.

        Raises:
            NotConform: it is not.
        """
        if not await self.candidate.is_alive():
            raise NotConform(f"after {after} it is not ready any more; its last words:\n{self.candidate.last_words()}")


@asynccontextmanager
async def a_stage(folder: Path, service: str, command: Sequence[str] = ()) -> AsyncIterator[Stage]:
    """Run a bus and a candidate in a folder until the end of the block."""
    async with a_house(folder, service) as house:
        candidate = Candidate(house, command)
        try:
            await candidate.start()
            ear = Ear(house.admin)
            yield Stage(house, candidate, ear, Street(house, ear))
        finally:
            await candidate.stop()
