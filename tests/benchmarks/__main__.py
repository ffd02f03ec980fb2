"""Run benchmarks: `python -m tests.benchmarks [NAME…] [--size N] [--rounds N] [--json FILE]`."""

import argparse
import asyncio
from pathlib import Path

from kring_shared.runtime import logs
from tests.benchmarks import duplicates, figures, growth, hop, latency, matching, messages, route, start, traces

BENCHES = {
    "hop": (hop.run, 20_000),
    "route": (route.run, 120),
    "latency": (latency.run, 300),
    "start": (start.run, 1),
    "duplicates": (duplicates.run, 10_000),
    "matching": (matching.run, matching.ALL),
    "messages": (messages.run, 4_000),
    "figures": (figures.run, 1_000_000),
    "traces": (traces.run, 5_000),
    "growth": (growth.run, 1_000_000),
}


def main() -> None:
    """Run what was asked for, or all."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Kring against the limit, in one run.")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which; all unless named")
    parser.add_argument("--size", type=int, default=0, help="how many of what it measures")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="add the figures to this file, one JSON object a line")
    chosen = parser.parse_args()
    logs.configure("error")
    for name in chosen.names or BENCHES:
        run, size = BENCHES[name]
        report = asyncio.run(run(chosen.size or size, chosen.rounds))
        report.print()
        if chosen.json:
            report.write(chosen.json)


if __name__ == "__main__":
    main()
