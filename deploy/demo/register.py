"""Who is in the registers of the offices, and who wants to be, from the sample lists that an office could import."""

import asyncio
import itertools
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import ApplyAsCandidate, RegisterCoordinator
from kring_shared.kernel.register_file import Line, read_candidates, read_coordinators
from kring_shared.testing.people.careers import Learner
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import EVERY_OFFICE, name_funders

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
CONDUCTS: Final = {3: "misses-a-day", 5: "thinks-better-of-it", 7: "another-opinion"}
"""How some candidates go about it, by their place in the list; the others go on."""


def coordinators() -> list[Line[RegisterCoordinator]]:
    """Read the sample list of coordinators."""
    return list(read_coordinators((EXAMPLES / "coordinators.csv").read_bytes()).lines)


def candidates() -> list[Line[ApplyAsCandidate]]:
    """Read the sample list of candidates."""
    return list(read_candidates((EXAMPLES / "candidates.csv").read_bytes()).lines)


def names() -> set[str]:
    """Give everybody's name: none may stand readable anywhere."""
    works = {line.command.contact.name for line in coordinators() if line.command}
    return works | {line.command.contact.name for line in candidates() if line.command}


async def enter_coordinators(desk: Desk, now: datetime, offices: Collection[str] = EVERY_OFFICE) -> int:
    """Have offices enter who pays for their conferences, and their coordinators; give how many these are."""
    entered = [line for line in coordinators() if line.command and line.office in offices]
    await asyncio.gather(
        *(
            desk.do(line.command, Role.REGIONAL_MANAGER, f"manager-{line.office}", line.office)
            for line in entered
            if line.command
        )
    )
    await name_funders(desk, now, offices)
    return len(entered)


async def take_letters(desk: Desk, learners: dict[str, Learner]) -> None:
    """Take in the letters of the candidates."""
    letters = {line.command.key(): line.command for line in candidates() if line.command}
    for person_id, learner in learners.items():
        await desk.do(letters[person_id], Role.REGIONAL_MANAGER, f"manager-{learner.office}", learner.office)


def learners() -> dict[str, Learner]:
    """Give the candidates as they are played, by id."""
    found: dict[str, Learner] = {}
    for place, line in zip(itertools.count(), candidates(), strict=False):
        if line.command is None:
            continue
        letter, conduct = line.command, CONDUCTS.get(place, "goes-on")
        found[letter.key()] = Learner(
            letter.key(), line.office, letter.contact, letter.languages, letter.municipality, conduct
        )
    return found
