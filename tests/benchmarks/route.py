"""`route`: whole routes, from referrals on the bus to locked registrations, through all services in one process.

Figures are per core. The services have a thread of their own: what they cost is the processor time of this process but
for the people's thread, where people act, the clock is moved and all is looked at whether it is at rest. Beside it, in
the same run, the figure of `hop`. Every route must be complete and nothing doubled, else there is no figure.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nats
from sqlalchemy import func, select

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.storage.tables import INBOX
from kring_shared.testing.audit import audit
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register
from kring_shared.testing.servers import nats_server
from tests.benchmarks import hop_ours
from tests.benchmarks.report import Report, ratios
from tests.benchmarks.route_apart import Apart
from tests.route.played import START, a_referral, played_in

HOP_FACTS_A_ROUTE = 320
CASES_A_COORDINATOR = 20


class IncompleteError(Exception):
    """Not every route was complete, or the books do not balance."""


@dataclass(frozen=True)
class Spent:
    """What a round took, in seconds of processor time, and what was done in it."""

    services: float
    people: float
    heard: int
    settled: int
    """Everything that went through a lane: what people asked and what came due as well."""


async def run(size: int, rounds: int) -> Report:
    """Measure `size` routes a round."""
    settings = {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL", "routes": str(size)}
    report = Report("route", settings, bars={"of_hop": 0.4})
    spent, hops = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            hops.append(await _hop(Path(name), size * HOP_FACTS_A_ROUTE))
        with tempfile.TemporaryDirectory() as name:
            spent.append(await _routes(Path(name), size))
    heard = [one.heard / one.services for one in spent]
    settled = [one.settled / one.services for one in spent]
    whole = [one.heard / (one.services + one.people) for one in spent]
    report.add("services: facts heard per CPU second", heard, "facts/s")
    report.add("services: everything settled per CPU second", settled, "messages/s")
    report.add("with the people's thread: facts heard per CPU second", whole, "facts/s")
    report.add("services: CPU a route", [1000 * one.services / size for one in spent], "ms")
    report.add("people, clock and looking for rest: CPU a route", [1000 * one.people / size for one in spent], "ms")
    report.add("hop: facts heard per CPU second", hops, "facts/s")
    report.ratios = {
        "of_hop": ratios(heard, hops),
        "settled_of_hop": ratios(settled, hops),
        "with_people_of_hop": ratios(whole, hops),
    }
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


async def _routes(folder: Path, size: int) -> Spent:
    referrals = [("utrecht", a_referral(f"BENCH-{n}")) for n in range(size)]
    clock = DrivenClock(START)
    async with Apart(with_empty_databases(folder / "kring"), clock) as kring:
        client = await kring.client()
        await fill_register(Desk(client), clock.now(), load=CASES_A_COORDINATOR)
        before = _settled(kring)
        whole, people = time.process_time(), time.thread_time()
        story = await played_in(kring, client, clock, referrals)
        whole, people = time.process_time() - whole, time.thread_time() - people
        books = await audit(client.connection, [(one.service, one.database) for one in kring.running])
        closed = len(story.rows("intake", "SELECT case_id FROM request WHERE stage = 'closed'"))
        if closed != size or not books.clean:
            message = f"{closed} of {size} routes complete; {books.problems}"
            raise IncompleteError(message)
        return Spent(whole - people, people, books.heard, _settled(kring) - before)


def _settled(kring: Apart) -> int:
    found = 0
    for one in kring.running:
        with one.database.read() as tx:
            found += tx.execute(select(func.count()).select_from(INBOX)).scalar_one()
    return found
