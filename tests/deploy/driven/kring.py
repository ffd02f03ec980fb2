"""`kring` as the images run it, on a clock that a test moves: months pass in seconds, and nothing else is different."""

import os
from pathlib import Path

from kring_shared.runtime.cli import main
from kring_shared.runtime.running import assembly
from kring_shared.testing.chaos.one_process import CLOCK
from kring_shared.testing.chaos.steered_clock import SteeredClock

if __name__ == "__main__":
    steered = SteeredClock(Path(os.environ[CLOCK]))
    vars(assembly)["SystemClock"] = lambda: steered
    main()
