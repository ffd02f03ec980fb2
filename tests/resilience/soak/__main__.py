"""Rounds until the time is over: `python -m tests.resilience.soak --minutes 10 --seed 1`. It ends with one line.

Rounds alternate between SQLite and PostgreSQL, where its programs are here. The folder of a round with a problem stays.
"""

import argparse
import asyncio
import gc
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from time import monotonic

from kring_shared.runtime.running.running import COLLECT_AFTER
from kring_shared.testing.servers import Postgres, programs_missing
from tests.resilience.soak.rounds import Round, played

FAMILIES = 120
"""As many as there are names for: more would look like the same people."""
KILLS = 30


def main() -> int:
    """Play rounds; the exit code is 1 when anything was lost, doubled, readable or otherwise not as it must be."""
    parser = argparse.ArgumentParser(prog="make soak", description="Play routes while everything is being killed.")
    parser.add_argument("--minutes", type=float, default=10, help="no round begins later than this")
    parser.add_argument("--seed", default=str(secrets.randbelow(10**6)), help="repeats what was done to whom")
    parser.add_argument("--families", type=int, default=FAMILIES, help="in each round")
    parser.add_argument("--kills", type=int, default=KILLS, help="in each round, at most")
    chosen = parser.parse_args()
    if missing := programs_missing():
        _say(f"on SQLite alone: {missing}")
    gc.set_threshold(*COLLECT_AFTER)  # as a running service does
    began, total, number = monotonic(), Round(), 0
    while number == 0 or monotonic() - began < chosen.minutes * 60:
        number += 1
        one = _round(chosen, f"{chosen.seed}-{number}", on_postgresql=number % 2 == 0 and not missing)
        _say(f"{(monotonic() - began) / 60:6.1f} min  {one.line(f'{chosen.seed}-{number}')}")
        total += one
    died = ", ".join(f"{name} {n:,}" for name, n in total.deaths.most_common())
    _say(f"{number} rounds in {(monotonic() - began) / 60:.0f} min; died: {died}")
    _say(total.line(chosen.seed))
    return 0 if total.clean else 1


def _round(chosen: argparse.Namespace, seed: str, *, on_postgresql: bool) -> Round:
    folder = Path(tempfile.mkdtemp(prefix="kring-soak-"))
    server = Postgres().start() if on_postgresql else None
    try:
        one = asyncio.run(played(folder / "kring", seed, chosen.families, server, kills=chosen.kills))
    finally:
        if server is not None:
            server.stop()
    for problem in one.problems:
        _say(f"  {problem} (seed {seed}; everything is in {folder})")
    if one.clean:
        shutil.rmtree(folder)
    return one


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main())
