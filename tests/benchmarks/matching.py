"""`matching`: what it costs to explain who fits one request, and whether many at once get the best for all together."""

import gc
import tempfile
from pathlib import Path

from kring_shared.runtime.running.running import COLLECT_AFTER
from tests.benchmarks.matching_joint import POOLS, REQUESTS, joint
from tests.benchmarks.matching_rank import growth
from tests.benchmarks.report import Report

ALL = 100_000
"""Coordinators in the largest office; a smaller bench has fewer requests at once as well."""


async def run(size: int, rounds: int) -> Report:
    """Rank among `size` coordinators beside 250, and assign requests at once beside an exact solver."""
    gc.set_threshold(*COLLECT_AFTER)  # as a running service does
    requests = max(2, REQUESTS * size // ALL)
    pools = tuple(max(2, pool * size // ALL) for pool in POOLS)
    settings = {"SQLite": "WAL, synchronous FULL", "coordinators": str(size), "at once": str(requests)}
    report = Report("matching", settings)
    report.bars = {"rank_growth": 50.0, "joint_over_optimum": 1.0}
    with tempfile.TemporaryDirectory() as name:
        ranking, private = growth(report, Path(name), (max(1, size // 10), size), rounds)
    report.ratios = {
        "rank_growth": ranking,
        "private_growth": private,
        "joint_over_optimum": joint(report, requests, POOLS if size == ALL else pools, rounds),
    }
    return report
