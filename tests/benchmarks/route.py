"""`route`: whole routes, from referrals on the bus to locked registrations, through all services in one process.

Figures are per core: facts heard per second of this process's own CPU time, people and clock included, beside the same
figure of `hop` measured in the same run. Every route must be complete and nothing doubled, else there is no figure.
"""

import tempfile
import time
from pathlib import Path

import nats

from kring_shared.testing.audit import audit
from kring_shared.testing.servers import nats_server
from tests.benchmarks import hop_ours
from tests.benchmarks.report import Report, ratios
from tests.route.played import a_referral, played

HOP_FACTS_A_ROUTE = 320


class IncompleteError(Exception):
    """Not every route was complete, or the books do not balance."""


async def run(size: int, rounds: int) -> Report:
    """Measure `size` routes a round."""
    settings = {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL", "routes": str(size)}
    report = Report("route", settings, bars={"of_hop": 0.4})
    heard, wall, hops = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            hops.append(await _hop(Path(name), size * HOP_FACTS_A_ROUTE))
        with tempfile.TemporaryDirectory() as name:
            cpu, seconds, facts = await _routes(Path(name), size)
            heard.append(facts / cpu)
            wall.append(facts / seconds)
    report.add("routes: facts heard per CPU second", heard, "facts/s")
    report.add("routes: facts heard per second, clock stepping included", wall, "facts/s")
    report.add("hop: facts heard per CPU second", hops, "facts/s")
    report.ratios = {"of_hop": ratios(heard, hops)}
    return report


async def _hop(folder: Path, count: int) -> float:
    with nats_server(folder / "bus") as server:
        client = await nats.connect(server.url)
        begun = 0.0

        def begin() -> None:
            nonlocal begun
            begun = time.process_time()

        await hop_ours.hop(client, server.url, folder, f"sqlite:///{folder}/hop.db", count, begin=begin)
        taken = time.process_time() - begun
        await client.close()
    return count / taken


async def _routes(folder: Path, size: int) -> tuple[float, float, int]:
    referrals = [("utrecht", a_referral(f"BENCH-{n}")) for n in range(size)]
    cpu, start = time.process_time(), time.perf_counter()
    async with played(folder, referrals) as story:
        cpu, seconds = time.process_time() - cpu, time.perf_counter() - start
        books = await audit(story.client.connection, [(one.service, one.database) for one in story.kring.running])
        closed = len(story.rows("intake", "SELECT case_id FROM request WHERE stage = 'closed'"))
        if closed != size or not books.clean:
            message = f"{closed} of {size} routes complete; {books.problems}"
            raise IncompleteError(message)
        return cpu, seconds, books.heard
