"""What the demo's last line says, read from the stores: the databases and the streams, not the demo's own counters."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from nats.aio.client import Client as Nats
from sqlalchemy import text

from deploy.demo.privacy import opened, readable, words_in
from deploy.demo.referrals import Sample
from kring_shared.contracts.intake import RequestReceived
from kring_shared.runtime.bus.streams import RECEIPTS, REFERRALS, last_place
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.audit import Audit, Kept, audit

REGISTERED: Final = {
    "closed": "locked",
    "withdrawn": "locked",
    "rejected": "locked",
    "refused": "locked",
    "lapsed": "locked",
    "merged": "set-aside",
    "transferred": "moved",
}
"""How a request that is over is registered, by its stage: counted once, at the office where it went on."""
COMPLETE: Final = {"closed", "withdrawn", "rejected", "refused"}
ERASED: Final = {"lapsed", "merged", "transferred"}
"""Of whom nothing may be left to open when the weeks in which people can say yes have passed."""
WAITING: Final = "waiting"


@dataclass(frozen=True)
class Line:
    """One row of a table of cases."""

    office: str
    stage: str
    outcome: str | None = None


@dataclass
class Books:
    """What stands in the stores at the end."""

    facts: Audit
    receipts: Counter[str] = field(default_factory=Counter)
    requests: dict[str, Line] = field(default_factory=dict)
    talks: dict[str, Line] = field(default_factory=dict)
    registrations: dict[str, Line] = field(default_factory=dict)
    set_apart: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def over(self) -> dict[str, Line]:
        """Requests to which nothing happens any more at their office."""
        return {case_id: line for case_id, line in self.requests.items() if line.stage in REGISTERED}

    @property
    def complete(self) -> int:
        """Requests that went as far as people wanted; each has its locked registration, or that is a problem."""
        return sum(line.stage in COMPLETE for line in self.over.values())

    @property
    def waiting(self) -> int:
        """Requests that wait for a person, and referrals set apart for one."""
        return len(self.requests) - len(self.over) + self.set_apart[WAITING]

    def line(self) -> str:
        """Give the closing line."""
        facts, refused = self.facts, self.receipts["refused"]
        return (
            f"routes: {self.complete} complete, {self.waiting} waiting for a person, {refused} refused; "
            f"facts: {facts.told} told, {facts.heard} heard, {facts.lost} lost, {facts.doubled} doubled"
        )


async def read_books(kring: Embedded, bus: Nats, kept: list[Kept], found: list[Sample], words: set[str]) -> Books:
    """Read everything and hold it together; neither `words` nor what `found` holds of people may be readable.

    `kept` is the stream of facts as it is now.
    """
    books = Books(await audit(bus, [(one.service, one.database) for one in kring.running]))
    _read_tables(books, {one.service.name: one.database for one in kring.running}, kept)
    books.receipts = await _receipts(bus)
    stages = {case_id: line.stage for case_id, line in (books.requests | books.talks).items()}
    books.problems = [
        *books.facts.problems,
        *misregistered(books),
        *miscounted(books, len(found)),
        *readable(kept, kring.folder.path.parent, words | words_in(found)),
        *opened(kept, stages, ERASED, assembly.parts(kring.shared, kring.clock).vault),
    ]
    if (left := (await _left(bus))) > 0:
        books.problems.append(f"{left} handled referrals are still in the ingress stream")
    return books


def _read_tables(books: Books, databases: Mapping[str, Database], kept: Iterable[Kept]) -> None:
    received = {json.loads(fact.body)["caseId"] for fact in kept if fact.kind == RequestReceived.kind()}
    with databases["intake"].read() as tx:
        for case_id, office, stage in tx.execute(text("SELECT case_id, office, stage FROM request")):
            (books.requests if case_id in received else books.talks)[case_id] = Line(office, stage)
        apart = tx.execute(text("SELECT stage, count(*) AS many FROM referral_quarantined GROUP BY stage"))
        books.set_apart = Counter({row.stage: row.many for row in apart})
        arrived = text("SELECT count(*) FROM transfer_takeover JOIN request USING (case_id)")
        books.arrived = tx.execute(arrived).scalar_one()
    with databases["registry"].read() as tx:
        rows = tx.execute(text("SELECT case_id, office, stage, outcome FROM registration"))
        books.registrations = {case_id: Line(office, stage, outcome) for case_id, office, stage, outcome in rows}


def misregistered(books: Books) -> list[str]:
    """Hold every request against its registration: what is over is locked, moved or set aside, and nothing else is."""
    problems = []
    if books.requests.keys() != books.registrations.keys():
        problems.append(f"{len(books.requests)} requests came in, but {len(books.registrations)} have a registration")
    for case_id, registration in books.registrations.items():
        request = books.requests.get(case_id, Line("", "none"))
        wanted = REGISTERED.get(request.stage, "")
        is_right = registration.stage == wanted or (not wanted and registration.stage not in REGISTERED.values())
        if not is_right or registration.office != request.office:
            problems.append(f"request {case_id} is {request.stage}, but its registration is {registration.stage}")
    return problems


def miscounted(books: Books, published: int) -> list[str]:
    """Hold receipts against referrals, one each and one more for what was decided later; and arrivals against moves."""
    problems = []
    decided, receipts = books.set_apart.total() - books.set_apart[WAITING], books.receipts.total()
    if receipts != published + decided:
        problems.append(f"{published} referrals were handed in, {decided} decided about later; {receipts} receipts")
    gone = sum(line.stage == "transferred" for line in books.requests.values())
    if gone != books.arrived:
        problems.append(f"{gone} requests went to another office, but {books.arrived} arrived")
    return problems


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
