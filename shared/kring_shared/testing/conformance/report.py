"""Makes the checks of a service one after another, and says what came of each."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

from kring_shared.testing.conformance.candidate import CandidateFailed
from kring_shared.testing.conformance.checks import Check, checks_of
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.stage import Stage, a_stage


@dataclass
class Report:
    """One candidate put through it."""

    service: str
    command: tuple[str, ...] = ()
    only: str = ""
    right: int = 0

    @property
    def checks(self) -> tuple[Check, ...]:
        """Give the checks that are wanted."""
        return tuple(check for check in checks_of(self.service) if self.only in check.name)

    @property
    def passed(self) -> bool:
        """Tell whether there were checks, and all were passed."""
        return 0 < self.right == len(self.checks)

    def covers(self) -> str:
        """Say what is looked at."""
        return f"{self.service}: what holds for every service, and its own part of the route."

    def line(self) -> str:
        """Say how many checks were passed."""
        return f"conform: {self.service}: {self.right} of {len(self.checks)} checks"

    async def lines(self, folder: Path) -> AsyncIterator[str]:
        """Make every check, and give a line for each; a failed one says what was sent, expected, and came.

        Raises:
            CandidateFailed: it does not come up.
        """
        async with a_stage(folder, self.service, self.command) as stage:
            for check in self.checks:
                reason = await judged(check, stage)
                self.right += not reason
                yield f"ok      {check.name}" if not reason else f"FAILED  {check.name}\n{indent(reason, ' ' * 8)}"


async def judged(check: Check, stage: Stage) -> str:
    """Make a check: give why it was not passed, or nothing; a candidate that ended is started again for the next."""
    try:
        await check.judge(stage)
    except (NotConform, CandidateFailed) as error:
        if not await stage.candidate.is_alive():
            await stage.candidate.kill()
            await stage.candidate.start()
        return str(error)
    return ""
