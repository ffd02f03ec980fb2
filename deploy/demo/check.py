"""What the demo's last line says, read from the stores: the databases and the streams, not the demo's own counters."""

import json
from collections import Counter
from dataclasses import dataclass, field

from nats.aio.client import Client as Nats
from sqlalchemy import text

from kring_shared.runtime.embedded import Embedded
from kring_shared.runtime.streams import RECEIPTS, REFERRALS, last_place
from kring_shared.testing.audit import Audit, audit, kept_facts, personal

OVER = {"closed", "withdrawn", "rejected", "refused"}


@dataclass
class Books:
    """What stands in the stores at the end."""

    facts: Audit
    receipts: Counter[str] = field(default_factory=Counter)
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    locked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def complete(self) -> int:
        """Requests that are over and whose registration is locked."""
        return self.locked

    @property
    def waiting(self) -> int:
        """Requests that wait for a person, and referrals set apart for one."""
        open_requests = sum(n for (_, stage), n in self.requests.items() if stage not in OVER | {"informed"})
        return open_requests + self.receipts["quarantined"]

    def line(self) -> str:
        """Give the closing line."""
        facts, refused = self.facts, self.receipts["refused"]
        return (
            f"routes: {self.complete} complete, {self.waiting} waiting for a person, {refused} refused; "
            f"facts: {facts.told} told, {facts.heard} heard, {facts.lost} lost, {facts.doubled} doubled"
        )


async def read_books(kring: Embedded, bus: Nats, *, published: int, words: list[str]) -> Books:
    """Read everything and hold it together; `words` must not be readable anywhere on the bus."""
    books = Books(await audit(bus, [(one.service, one.database) for one in kring.running]))
    databases = {one.service.name: one.database for one in kring.running}
    books.receipts = await _receipts(bus)
    with databases["intake"].read() as tx:
        rows = tx.execute(text("SELECT office, stage, count(*) FROM request GROUP BY office, stage"))
        books.requests = Counter({(office, stage): n for office, stage, n in rows})
    with databases["registry"].read() as tx:
        rows = tx.execute(text("SELECT outcome, count(*) FROM registration WHERE stage = 'locked' GROUP BY outcome"))
        books.outcomes = Counter({outcome or "none": n for outcome, n in rows})
        books.locked = sum(books.outcomes.values())
    over = sum(n for (_, stage), n in books.requests.items() if stage in OVER)
    books.problems = list(books.facts.problems)
    if over != books.locked:
        books.problems.append(f"{over} requests are over, but {books.locked} registrations are locked")
    if sum(books.receipts.values()) != published:
        books.problems.append(f"{published} referrals were handed in, {sum(books.receipts.values())} got a receipt")
    books.problems += [f"a name can be read in {where}" for where in personal(await kept_facts(bus), words)]
    if (left := (await _left(bus))) > 0:
        books.problems.append(f"{left} handled referrals are still in the ingress stream")
    return books


async def _receipts(bus: Nats) -> Counter[str]:
    _, last = await last_place(bus, RECEIPTS)
    found: Counter[str] = Counter()
    js = bus.jetstream()
    for place in range(1, last + 1):
        message = await js.get_msg(RECEIPTS, place)
        body = json.loads(message.data or b"{}")
        found[body.get("data", body)["status"]] += 1
    return found


async def _left(bus: Nats) -> int:
    return (await bus.jetstream().stream_info(REFERRALS)).state.messages
