"""Runs the demo of several offices; exit status 0 only when what stands in the stores is right."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console

from deploy.demo.offices.day import OFFICES, START, Day
from deploy.demo.post_office import PostOffice
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime import logs
from kring_shared.testing.office import linked_offices

PLAIN_WIDTH: Final = 118


async def demo(folder: Path, post: PostOffice, console: Console) -> bool:
    """Play it all; tell whether what stands in the stores is right."""
    began = time.monotonic()
    with (folder / "demo.log").open("w") as log:
        logs.configure("info", stream=log)
        clock = DrivenClock(START)
        async with linked_offices(folder, OFFICES, clock, secured=True, plugin_settings=post.settings()) as backbone:
            day = Day(backbone, clock, console)
            await day.begin()
            await day.play()
            problems = await day.close()
    console.print(f"All of it took {time.monotonic() - began:.1f} s.", highlight=False)
    for problem in problems:
        console.print(f"PROBLEM: {problem}", style="bold red", highlight=False)
    return not problems


def main() -> int:
    """Run in a temporary folder; give the exit status."""
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    with (
        tempfile.TemporaryDirectory(prefix="kring-offices-") as name,
        tempfile.TemporaryDirectory() as outside,
        PostOffice(Path(outside)) as post,
    ):
        return 0 if asyncio.run(demo(Path(name), post, console)) else 1


if __name__ == "__main__":
    sys.exit(main())
