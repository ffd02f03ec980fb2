"""`python -m tests.fuzz --inputs 1000000 --seed 7`: a line for each parser, and a closing one."""

import argparse
import secrets
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from time import monotonic
from typing import Final

from tests.fuzz.fuzzer import Found, shared_out
from tests.fuzz.parsers import PARSERS
from tests.fuzz.working import tested

WORKERS: Final = 4


def main() -> int:
    """Put every parser to the test; the exit code is 1 when anything was wrong with one of them."""
    parser = argparse.ArgumentParser(prog="make fuzz", description="Put made-up inputs before every parser.")
    parser.add_argument("--inputs", type=int, default=100_000, help="over all parsers")
    parser.add_argument("--seed", default=str(secrets.randbelow(10**6)), help="repeats what was put before whom")
    parser.add_argument("--only", default="", help="those whose name holds this; each gets what it gets among all")
    chosen = parser.parse_args()
    shares, began, total, wrong = shared_out(PARSERS, chosen.inputs), monotonic(), Found(), 0
    names = [one.name for one in PARSERS if chosen.only in one.name]
    _say(f"{'parser':<48} {'inputs':>8} {'refused':>9} {'taken':>9} {'slowest':>10}")
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        for name, found in zip(
            names, pool.map(tested, names, [shares[name] for name in names], repeat(chosen.seed)), strict=True
        ):
            _say(found.line(name))
            if found.wrong:
                wrong += 1
                _say(f"  it {found.wrong}, given {found.culprit!r}")
            total.inputs, total.refused = total.inputs + found.inputs, total.refused + found.refused
            total.taken, total.slowest = total.taken + found.taken, max(total.slowest, found.slowest)
    _say(total.line(f"{len(names)} parsers, {wrong} wrong, seed {chosen.seed}"))
    _say(f"{monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main())
