"""Holds everything a Kring kept against what must hold after any fault. Read from the stores, never from counters."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nats.aio.client import Client as Nats
from sqlalchemy import text

from kring_shared.contracts.conference import ConferenceConcluded, PlanAgreed, PlanDistributed, PreparationStarted
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import RequestAccepted, RequestClosed, RequestReceived, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, AssignmentCompleted, SearchStarted, SearchStopped
from kring_shared.contracts.notifications import MessagesErased, NotificationQueued
from kring_shared.contracts.registry import RegistrationLocked, RegistrationOpened
from kring_shared.runtime.bus.streams import RECEIPTS, REFERRALS, last_place
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.audit import Audit, Kept, audit, kept_facts
from kring_shared.testing.chaos.fleet import Fleet

ONCE: tuple[type[Fact], ...] = (
    RequestReceived,
    RequestAccepted,
    RequestWithdrawn,
    RequestClosed,
    SearchStarted,
    SearchStopped,
    AssignmentActivated,
    AssignmentCompleted,
    PreparationStarted,
    PlanAgreed,
    ConferenceConcluded,
    PlanDistributed,
    RegistrationOpened,
    RegistrationLocked,
)
"""What happens at most once in the played cases: a second one is an effect that came twice."""


@dataclass
class Books:
    """What was found, in words; nothing may stand in `problems`."""

    facts: Audit
    problems: list[str] = field(default_factory=list)


def must_be_clean(books: Books) -> None:
    """Fail with all that was found, where anything was."""
    facts = books.facts
    assert not books.problems, "\n".join(books.problems)
    assert (facts.lost, facts.doubled) == (0, 0), f"{facts.lost} facts were lost, {facts.doubled} came twice"


async def read_books(
    fleet: Fleet, references: Iterable[str] = (), words: Iterable[str] = (), *, rebuilt: bool = False
) -> Books:
    """Read every store of a Kring that is at rest."""
    pairs = [(service, fleet.databases[service.name]) for service, _ in fleet.configured]
    kept = await kept_facts(fleet.connection)
    books = Books(await audit(fleet.connection, pairs, rebuilt=rebuilt))
    books.problems += books.facts.problems
    _check_effects(books, kept, rebuilt=rebuilt)
    if "intake" in fleet.databases:
        await _check_referrals(books, fleet, list(references), kept, rebuilt=rebuilt)
    if "registry" in fleet.databases:
        _check_registrations(books, fleet.databases["registry"], kept)
    if "notifications" in fleet.databases:
        _check_letters(books, fleet.databases["notifications"], fleet.log_text(), kept)
    places = _told_places(pairs) if rebuilt else {fact.id: fact.place for fact in reversed(kept)}
    for service, database in pairs:
        _check_stages(books, service, database)
        _check_order_of_effects(books, service, database, places, kept, rebuilt=rebuilt)
        _check_nothing_waits(books, service.name, database)
    books.problems += [f"{word!r} can be read in {where}" for word, where in readable(fleet.folder.path, words)]
    return books


def readable(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Find words in the raw bytes of every file under a folder (the keys, which hold none, included)."""
    wanted = [(word, word.encode()) for word in words]
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            continue  # the broker writes beside a file and renames: what is gone is in its place under its own name
        found += [(word, str(file.relative_to(folder))) for word, raw in wanted if raw in content]
    return found


def rows(database: Database, statement: str) -> list[Any]:
    """Read rows."""
    with database.read() as tx:
        return list(tx.execute(text(statement)))


def _check_effects(books: Books, kept: Iterable[Kept], *, rebuilt: bool) -> None:
    seen = {fact.id if rebuilt else (fact.stream, fact.place): fact for fact in kept}
    wanted = {kind.kind() for kind in ONCE}
    times = Counter((case_of(fact.subject), fact.kind) for fact in seen.values() if fact.kind in wanted)
    books.problems += [f"{kind} {n} times for one case" for (_, kind), n in times.items() if n > 1]


async def _check_referrals(
    books: Books, fleet: Fleet, references: list[str], kept: Iterable[Kept], *, rebuilt: bool
) -> None:
    requests = [row.case_id for row in rows(fleet.databases["intake"], "SELECT case_id FROM request")]
    said: dict[str, set[str]] = {reference: set() for reference in references}
    # Receipts are no facts: those that a new broker does not have are not told again, but they were written down.
    receipts = _written_receipts(fleet.databases["intake"]) if rebuilt else await _receipts(fleet.connection)
    for receipt in receipts:
        said.setdefault(receipt["reference"], set()).add(receipt["requestId"])
    if len(requests) != len(references):
        books.problems.append(f"{len(references)} referrals, but {len(requests)} requests")
    told = {case_of(fact.subject) for fact in kept if fact.kind == RequestReceived.kind()}
    if told != set(requests):
        books.problems.append(f"{len(requests)} requests are kept, but {len(told)} were told")
    for reference, ids in said.items():
        if len(ids) != 1 or not ids <= set(requests):
            books.problems.append(f"{reference} has the requests {sorted(map(str, ids))}")
    if left := (await fleet.connection.jetstream().stream_info(REFERRALS)).state.messages:
        books.problems.append(f"{left} handled referrals are still in the ingress stream")


async def _receipts(connection: Nats) -> list[dict[str, Any]]:
    _, last = await last_place(connection, RECEIPTS)
    found = [await connection.jetstream().get_msg(RECEIPTS, place) for place in range(1, last + 1)]
    return [_receipt_of(message.data or b"{}") for message in found]


def _written_receipts(database: Database) -> list[dict[str, Any]]:
    return [
        _receipt_of(row.body)
        for row in rows(database, "SELECT body FROM outbox WHERE subject LIKE 'kring.%.receipts.%'")
    ]


def _receipt_of(event: str | bytes) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event)
    found: dict[str, Any] = body.get("data", body)
    return found


def _check_registrations(books: Books, database: Database, kept: Iterable[Kept]) -> None:
    told = {case_of(fact.subject) for fact in kept if fact.kind == RegistrationLocked.kind()}
    locked = {row.case_id for row in rows(database, "SELECT case_id FROM registration WHERE stage = 'locked'")}
    if told != locked:
        books.problems.append(f"{len(locked)} registrations are locked, {len(told)} were told to be")


def _check_letters(books: Books, database: Database, log: str, kept: Iterable[Kept]) -> None:
    """Every letter was carried out at most once, and exactly once when the book says that it went out.

    Each stands in the book, unless what was written about its case was erased since.
    """
    lines = log.replace("}{", "}\n{").splitlines()  # who was killed between a line and its end left two in one
    slips = Counter(json.loads(line)["message_id"] for line in lines if '"event": "notifications.slip"' in line)
    books.problems += [f"letter {n} times to one person" for n in slips.values() if n > 1]
    stages = {row.message_id: row.status for row in rows(database, "SELECT message_id, status FROM notification")}
    for message_id, stage in stages.items():
        if stage == "sent" and slips[message_id] != 1:
            books.problems.append("a letter is noted as sent that was never carried out")
        if stage == "queued":
            books.problems.append("a letter still waits though everything is at rest")
    if set(slips) - set(stages) - _erased_letters(kept):
        books.problems.append("a letter was carried out that nobody decided to send")


def _erased_letters(kept: Iterable[Kept]) -> set[str]:
    """Give the letters that were decided on, and whose case has been erased."""
    decided = [fact for fact in kept if fact.kind == NotificationQueued.kind()]
    erased = {case_of(fact.subject) for fact in kept if fact.kind == MessagesErased.kind()}
    return {
        NotificationQueued.model_validate_json(fact.body).message_id
        for fact in decided
        if case_of(fact.subject) in erased
    }


def case_of(subject: str) -> str:
    """Give the case that a fact's subject ends in."""
    return subject.rsplit(".", 1)[1]


def _check_stages(books: Books, service: Service, database: Database) -> None:
    reachable = {stage.value for process in service.processes for stage in process.stages()}
    for shelf in service.shelves:
        for column in ("stage", "status"):
            if column in shelf.table.c:
                found = {row[0] for row in rows(database, f"SELECT DISTINCT {column} FROM {shelf.table.name}")}  # noqa: S608
                if found - reachable:
                    books.problems.append(f"{service.name}.{shelf.table.name} stands in {sorted(found - reachable)}")


def _told_places(pairs: Iterable[tuple[Service, Database]]) -> dict[str, int]:
    """Give each fact its place in the outbox of whoever told it.

    Services at work may tell a new stream what is new before they notice that it lacks what was handled long ago.
    """
    return {row.id: row.seq for _, database in pairs for row in rows(database, "SELECT id, seq FROM outbox")}


def _check_order_of_effects(
    books: Books, service: Service, database: Database, places: dict[str, int], kept: Iterable[Kept], *, rebuilt: bool
) -> None:
    """Facts of one case were handled in the order of `places`; rows of the inbox stand as they were written.

    That is so within each stream: what may leave an office is told and heard apart from what stays in it. A stream that
    was told anew keeps the order of each teller; what of two tellers came first, it may tell otherwise.
    """
    facts = {fact.id: fact for fact in kept}
    last: dict[str, int] = {}
    # A PostgreSQL that was killed, or cleaned up, writes where it finds room: only the number of the transaction tells
    # what came first, and within one transaction nothing does.
    order = "rowid" if database.is_sqlite else "CAST(CAST(xmin AS text) AS bigint)"
    handled = [row for row in rows(database, f"SELECT id, {order} AS written FROM inbox") if row.id in places]  # noqa: S608 - one of two
    for row in sorted(handled, key=lambda row: (row.written, places[row.id])):
        if (found := facts.get(row.id)) is None:
            continue
        _, _, _, teller, *_, case = found.subject.split(".")
        line, place = f"{found.stream}/{case}/{teller if rebuilt else ''}", places[row.id]
        if place < last.get(line, 0):
            books.problems.append(f"{service.name} handled {found.kind} after a later fact of its case")
        last[line] = max(last.get(line, 0), place)


def _check_nothing_waits(books: Books, name: str, database: Database) -> None:
    for statement, what in (
        ("SELECT count(*) FROM parked", "messages are parked"),
        ("SELECT count(*) FROM errand WHERE state = 'begun'", "errands were begun and never ended"),
        ("SELECT count(*) FROM outbox WHERE place IS NULL", "facts are not known to be on the bus"),
    ):
        (number,) = rows(database, statement)[0]
        if number:
            books.problems.append(f"{name}: {number} {what}")
