"""The pages a batch writes beside its aggregates: inbox, outbox, deadlines, errands, who asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, tuple_, update

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights import Basis, ground_of
from kring_shared.kernel.errors import KringError, NoActor, Refused
from kring_shared.kernel.ids import DAY_MS
from kring_shared.kernel.work import Erasure, Reminder, Work
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.bus.streams import FACTS as FACT_STREAM
from kring_shared.runtime.bus.streams import HEADER_ROOM_BYTES, stream_of
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.routes import RESULT, Delivery, Origin, Read
from kring_shared.runtime.lane import erasures
from kring_shared.runtime.lane.called_off import call_off
from kring_shared.runtime.lane.traced import Spans, tried_again
from kring_shared.runtime.server.config import MAX_PAYLOAD_BYTES
from kring_shared.runtime.storage import access
from kring_shared.runtime.storage.database import insert_plain
from kring_shared.runtime.storage.tables import (
    DEADLINE,
    ERRAND,
    INBOX,
    OUTBOX,
    PARKED,
    from_ms,
    is_letter_of,
    to_ms,
)

DAY_ONLY: Final = frozenset(fact.type() for fact in FACTS.values() if fact.day_only)
"""The facts of which no row and no header says the hour either."""
LARGEST_BYTES: Final = MAX_PAYLOAD_BYTES - HEADER_ROOM_BYTES
Written = tuple[str, str, str, str, str]
"""Id, subject, type, key and body of an outbox row."""


class TooLarge(Refused):
    """What would be told does not fit in one message of the bus."""

    code = "kring.too-large"


class Pages:
    """Everything the messages of one batch want written, collected and then written with few statements."""

    def __init__(self, now: datetime, spans: Spans | None = None) -> None:
        """Stamp everything with one moment; `spans` say from which trace it follows."""
        self.spans = spans or Spans()
        self.now_ms = to_ms(now)
        self.inbox: list[tuple[str, str | None, int]] = []
        self.outbox: list[Written] = []
        self.traces: dict[str, str] = {}
        self.deadlines: list[dict[str, Any]] = []
        self.met: list[str] = []
        self.ended: list[str] = []
        self.forgotten: list[tuple[str, str]] = []
        self.errands: list[dict[str, Any]] = []
        self.dropped: list[tuple[str, str]] = []
        self.access: list[dict[str, Any]] = []
        self.retried: list[tuple[str, str, str]] = []
        self.erased: list[Erasure] = []

    def add(self, told: Sequence[Written], delivery: Delivery, work: Work, answer: str | None) -> None:
        """Take over what one message led to, with what it told as `told_by` wrote it."""
        self.inbox.append((delivery.id, answer, self.now_ms))
        trace = self.spans.stands(delivery)
        self.outbox += told
        if trace:
            self.traces |= {written[0]: trace for written in told if _may_be_traced(written)}
        if work.forgotten or work.dropped:  # what an earlier message of this batch set is not in the tables yet
            self.deadlines = [d for d in self.deadlines if (d["kind"], d["key"]) not in work.forgotten]
            self.errands = [e for e in self.errands if (e["name"], e["key"]) not in work.dropped]
        self.forgotten += work.forgotten
        self.dropped += work.dropped
        self.retried += [(letter_id, work.office, trace) for letter_id in work.retried]
        self.erased += work.erased
        self.deadlines += [_deadline(r, trace) for r in work.reminders]
        self.errands += [
            {
                "id": e.id,
                "name": e.name,
                "via": e.via,
                "key": e.key,
                "office": e.office,
                "state": "waiting",
                "body": e.body.model_dump_json(by_alias=True),
                "due_ms": to_ms(e.due),
                "trace": trace or None,
            }
            for e in work.errands
        ]
        if delivery.origin is Origin.DEADLINE:
            self.met.append(delivery.id)
        if delivery.origin is Origin.ERRAND:
            self.ended.append(delivery.id.removesuffix(RESULT))

    def asked(self, actor: Actor, message: Named, outcome: str = access.DONE) -> None:
        """Note who asked what about which case and person, on what ground, and what came of it."""
        basis = ground_of(actor, message)
        who = (actor.id, actor.role.value, actor.office, actor.purpose)
        self.access.append(access.line(self.now_ms, who, message, outcome, basis))

    def refused(self, r: Read, error: Exception, verifier: Verifier) -> None:
        """Note a refused command, by whom; also when it was nobody the edge knows."""
        try:
            actor = verifier.actor(r.delivery.actor, from_ms(self.now_ms))
        except KringError:
            self.nobody(r.delivery.office, r.message)
        else:
            self.asked(actor, r.message, code_of(error))

    def nobody(self, office: str, message: Named) -> None:
        """Note that somebody asked who is not known: without an actor, or with a false or an old one."""
        self.access.append(access.line(self.now_ms, ("", "", office, ""), message, NoActor.code, Basis.NONE))

    def write(self, tx: Connection) -> list[Row]:
        """Write everything; give the outbox rows in order."""
        rows = self._write_outbox(tx)
        insert_plain(tx, INBOX, ("id", "answer", "at_ms"), self.inbox)
        if self.forgotten:
            call_off(tx, self.forgotten)
        if self.met:
            tx.execute(delete(DEADLINE).where(DEADLINE.c.id.in_(self.met)))
        if self.ended:
            tx.execute(delete(ERRAND).where(ERRAND.c.id.in_(self.ended)))
        if self.dropped:
            waiting = (ERRAND.c.state == "waiting") & tuple_(ERRAND.c.name, ERRAND.c.key).in_(self.dropped)
            tx.execute(delete(ERRAND).where(waiting))
        for letter_id, office, trace in self.retried:
            letter = (PARKED.c.id == letter_id) & is_letter_of(office)
            again = update(PARKED).where(letter).values(due_ms=self.now_ms, tries=0)
            tx.execute(again.values(trace=tried_again(trace)) if trace else again)
        for table, values in ((DEADLINE, self.deadlines), (ERRAND, self.errands)):
            if values:
                insert_plain(tx, table, tuple(values[0]), [tuple(row.values()) for row in values])
        access.write(tx, self.access)
        if self.erased:
            erasures.write(tx, self.erased, self.now_ms)
        return rows

    def _write_outbox(self, tx: Connection) -> list[Row]:
        if not self.outbox:
            return []
        first = (tx.execute(select(func.max(OUTBOX.c.seq))).scalar() or 0) + 1
        day_ms = self.now_ms - self.now_ms % DAY_MS
        rows = [
            Row(
                first + n,
                *written,
                day_ms if written[2] in DAY_ONLY else self.now_ms,
                self.traces.get(written[0]),
            )
            for n, written in enumerate(self.outbox)
        ]
        insert_plain(tx, OUTBOX, Row._fields, rows)
        return rows


def code_of(error: Exception) -> str:
    """Give the stable code of an error; what we have no name for is our fault."""
    return error.code if isinstance(error, KringError) else "kring.fault"


def told_by(work: Work, key: str) -> list[Written]:
    """Write out what a message about `key` told, in order.

    Raises:
        TooLarge: the bus would not take it; left in the outbox it would hold up all that is told after it.
    """
    rows: list[Written] = []
    for t in work.told:
        fact, about = t.fact, t.fact.key()
        rows.append((t.id, fact.address(fact.office, about), fact.type(), about, fact.model_dump_json(by_alias=True)))
    rows += [(p.id, p.subject, p.type, key, p.body.decode()) for p in work.posted]
    for *_, body in rows:
        if len(body) > LARGEST_BYTES // 4 and len(body.encode()) > LARGEST_BYTES:
            raise TooLarge("this is too much for one message: say it in fewer words, or in parts")
    return rows


def _may_be_traced(written: Written) -> bool:
    """Tell whether a row may say from which trace it follows: not between offices, nor where only the day is told."""
    _, subject, kind, _, _ = written
    return stream_of(subject) == FACT_STREAM and kind not in DAY_ONLY


def mark(tx: Connection, marks: Sequence[tuple[int, int]]) -> None:
    """Write down which place in the stream each told row got, as (outbox sequence, stream sequence)."""
    if marks:
        sign = "?" if tx.dialect.name == "sqlite" else "%s"
        statement = f"UPDATE outbox SET place = {sign} WHERE seq = {sign}"  # noqa: S608 - no value is in it
        tx.exec_driver_sql(statement, [(place, row) for row, place in marks])


def _deadline(r: Reminder, trace: str) -> dict[str, Any]:
    return {
        "id": r.id,
        "key": r.deadline.key(),
        "kind": r.deadline.kind(),
        "office": r.office,
        "body": r.deadline.model_dump_json(by_alias=True),
        "due_ms": to_ms(r.due),
        "trace": trace or None,
    }
