"""The process that a test kills: one or more services as `kring run` runs them, on a clock that the test moves.

Run it with the services as arguments; settings come from the environment, as for any container.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Final

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.runtime import logs
from kring_shared.runtime.cli.configured import configured, shared_settings
from kring_shared.runtime.cli.operating.staying import look_after, told_to_stop
from kring_shared.runtime.running import assembly
from kring_shared.testing.chaos.steered_clock import SteeredClock

CLOCK: Final = "KRING_TEST_CLOCK"
"""The file of the clock; without it, the machine's."""


def main() -> None:
    """Run the services that the arguments name until a SIGTERM."""
    shared = shared_settings()
    logs.configure(shared.log_level)
    asyncio.run(_stay())


async def _stay() -> None:
    stop = told_to_stop()
    file = os.environ.get(CLOCK)
    clock: Clock = SteeredClock(Path(file)) if file else SystemClock()
    running = await assembly.start_all(configured(tuple(sys.argv[1:])), assembly.parts(shared_settings(), clock))
    try:
        await look_after(running, stop)
    finally:
        await assembly.stop_all(running)


if __name__ == "__main__":
    main()
