"""A made-up history through the real services: the same for the same seed, every route over, the books right."""

import json
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.testing.simulation.books import Books
from kring_shared.testing.simulation.run import OFFICES_FILE, Simulation, Wanted

SMALL = Wanted(days=20, offices=2, seed=7, share=0.1)


async def history(folder: Path, wanted: Wanted = SMALL) -> tuple[Books, list[str]]:
    folder.mkdir()  # noqa: ASYNC240 - one folder, before anything runs
    simulation = Simulation(wanted, folder, Console(quiet=True))
    return await simulation.run(), simulation.history.lines()


async def test_the_same_seed_gives_the_same_history_in_one_process_or_two_and_every_route_is_over(
    tmp_path: Path,
) -> None:
    books, lines = await history(tmp_path / "one")
    again, the_same = await history(tmp_path / "other", replace(SMALL, two_processes=True))
    assert books.problems == ()
    assert books.right
    assert books.requests == books.complete == sum(books.outcomes.values()) > 1
    assert lines == the_same
    assert books.digest == again.digest
    assert f"facts: {books.facts}" in books.line()
    assert json.loads(json.dumps(books.figures()))["complete"] == books.complete
    assert (tmp_path / "one" / OFFICES_FILE).exists()
    assert KringFolder(tmp_path / "one").read_running() is None
