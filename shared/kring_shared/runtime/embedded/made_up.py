"""A folder that was filled with invented people, once: who they are, and that it is no Kring for anybody real."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.private_files import write_private
from kring_shared.runtime.running.edges import MadeUp

GROUP: Final = "kring.demos"
NAME: Final = "demo"
FILE: Final = "made-up.json"
PEOPLE: Final = TypeAdapter(tuple[MadeUp, ...])
Fill = Callable[[Path], Awaitable[Sequence[MadeUp]]]
"""Plays invented people into an empty folder, and gives who may sign in there."""


async def people_of(folder: Path, tell: Callable[[str], None]) -> tuple[MadeUp, ...]:
    """Give the invented people of a folder; a new one is filled first, which `tell` says.

    Raises:
        WrongSetup: it holds something else, or what fills it is not installed.
    """
    found = await asyncio.to_thread(_read, folder)
    if found is not None:
        return found
    fill = _filling()
    tell("Invented people are played into this folder; that takes less than a minute, and only this once.")
    people = tuple(await fill(folder))
    await asyncio.to_thread(write_private, folder / FILE, PEOPLE.dump_json(people, indent=2).decode() + "\n")
    return people


def _read(folder: Path) -> tuple[MadeUp, ...] | None:
    file = folder / FILE
    if file.exists():
        return PEOPLE.validate_json(file.read_bytes())
    if folder.exists() and any(folder.iterdir()):
        raise WrongSetup(f"{folder} is not empty: name a new folder, so that invented people never stand among others")
    return None


def must_be_real(folder: Path) -> None:
    """Refuse to open a folder of invented people as if it were a Kring for others.

    Raises:
        WrongSetup: it is one.
    """
    if (folder / FILE).exists():
        raise WrongSetup(f"everybody in {folder} is invented: open it with --demo, or name another folder with --dir")


def _filling() -> Fill:
    points = entry_points(group=GROUP, name=NAME)
    try:
        found: Fill = next(iter(points)).load()
    except (StopIteration, ModuleNotFoundError) as error:
        raise WrongSetup(
            "--demo needs more than the plain install: pip install 'kring-shared[runtime,embedded,testing]'"
        ) from error
    return found
