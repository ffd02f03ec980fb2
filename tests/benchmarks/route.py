"""`route`: whole routes, from referrals on the bus to locked registrations, through all services.

Figures are per core. First all services in one process, in a thread of their own: what they cost is the processor time
of this process but for the people's thread, where people act, the clock is moved and all is looked at whether it is at
rest. Then the same routes with a process for each service. Beside both, in the same run, the figure of `hop`. Every
route must be complete and nothing doubled, else there is no figure.
"""

import tempfile
import time
from pathlib import Path

import nats

from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register
from kring_shared.testing.servers import nats_server
from tests.benchmarks import hop_ours, route_processes
from tests.benchmarks.report import Report, ratios
from tests.benchmarks.route_apart import Apart
from tests.benchmarks.route_made import CASES_A_COORDINATOR, Spent, heard, referrals, settled
from tests.route.played import START, played_in

HOP_FACTS_A_ROUTE = 320
HOP_FACTS = 20_000
"""As many as `hop` takes by itself: with more of them its figure stays the same."""


async def run(size: int, rounds: int) -> Report:
    """Measure `size` routes a round, each way."""
    settings = {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL", "routes": str(size)}
    report = Report("route", settings, bars={"of_hop": 0.4})
    one, apart, hops = list[Spent](), list[Spent](), list[float]()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            hops.append(await _hop(Path(name), min(size * HOP_FACTS_A_ROUTE, HOP_FACTS)))
        with tempfile.TemporaryDirectory() as name:
            one.append(await routes(Path(name), size))
        with tempfile.TemporaryDirectory() as name:
            apart.append(await route_processes.routes(Path(name), size))
    _in_one_process(report, one, size, hops)
    _in_processes(report, apart, size, hops)
    report.add("hop: facts heard per CPU second", hops, "facts/s")
    return report


def _in_one_process(report: Report, spent: list[Spent], size: int, hops: list[float]) -> None:
    facts = [one.heard / one.services for one in spent]
    everything = [one.settled / one.services for one in spent]
    whole = [one.heard / (one.services + one.beside) for one in spent]
    report.add("services: facts heard per CPU second", facts, "facts/s")
    report.add("services: everything settled per CPU second", everything, "messages/s")
    report.add("with the people's thread: facts heard per CPU second", whole, "facts/s")
    report.add("services: CPU a route", [1000 * one.services / size for one in spent], "ms")
    report.add("people, clock and looking for rest: CPU a route", [1000 * one.beside / size for one in spent], "ms")
    report.ratios |= {
        "of_hop": ratios(facts, hops),
        "settled_of_hop": ratios(everything, hops),
        "with_people_of_hop": ratios(whole, hops),
    }


def _in_processes(report: Report, spent: list[Spent], size: int, hops: list[float]) -> None:
    facts = [one.heard / one.services for one in spent]
    everything = [one.settled / one.services for one in spent]
    report.add("a process a service: facts heard per CPU second", facts, "facts/s")
    report.add("a process a service: everything settled per CPU second", everything, "messages/s")
    report.add("a process a service: CPU a route", [1000 * one.services / size for one in spent], "ms")
    report.add("the broker beside these: CPU a route", [1000 * one.beside / size for one in spent], "ms")
    report.ratios |= {"processes_of_hop": ratios(facts, hops), "processes_settled_of_hop": ratios(everything, hops)}


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


async def routes(folder: Path, size: int) -> Spent:
    """Play `size` routes through services in one process; give what their thread took, and the people's."""
    clock = DrivenClock(START)
    async with Apart(with_empty_databases(folder / "kring"), clock) as kring:
        client = await kring.client()
        await fill_register(Desk(client), clock.now(), load=CASES_A_COORDINATOR)
        pairs = [(one.service, one.database) for one in kring.running]
        before = settled(pairs)
        whole, people = time.process_time(), time.thread_time()
        await played_in(kring, client, clock, referrals(size))
        whole, people = time.process_time() - whole, time.thread_time() - people
        return Spent(whole - people, people, await heard(client.connection, pairs, size), settled(pairs) - before)
