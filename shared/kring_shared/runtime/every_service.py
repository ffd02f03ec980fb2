"""What every service answers beside its own messages: the facts of a case, and what waits for a person."""

import json

from sqlalchemy import select

from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import (
    CaseFacts,
    DeadLetter,
    DeadLetters,
    FactLine,
    FactLines,
    ListDeadLetters,
    Ready,
    RetryDeadLetter,
)
from kring_shared.kernel.work import Work
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.routes import Reader
from kring_shared.runtime.tables import OUTBOX, PARKED, from_ms, is_letter_of

GENERIC = {model.name: model.kind() for model in (Ready, CaseFacts, ListDeadLetters, RetryDeadLetter)}


def generic(kind: str) -> str:
    """Give the kind a message is known by: `intake.case-facts.v1` is every service's `every.case-facts.v1`."""
    return GENERIC.get(kind.split(".")[1], kind) if kind.count(".") > 1 else kind


def declare(broker: LaneBroker) -> None:
    """Declare what every service answers."""
    broker.answers(CaseFacts, case_facts)
    broker.answers(ListDeadLetters, list_dead_letters)
    broker.does(RetryDeadLetter, retry_dead_letter)


def case_facts(query: CaseFacts, reader: Reader) -> FactLines:
    """Read what this service told about a case, from its outbox; sealed values stay sealed.

    What is in a fact is for the regional manager: it may be about a colleague, such as which tie somebody had.
    """
    whole = reader.actor.role is Role.REGIONAL_MANAGER
    own = OUTBOX.c.subject.like(f"kring.{reader.office}.%")
    statement = select(OUTBOX).where(OUTBOX.c.key == query.case_id, own).order_by(OUTBOX.c.seq)
    lines = []
    for row in reader.session.execute(statement):
        _, _, reach, service, name, *_ = row.subject.split(".")
        if reach == "receipts":
            continue
        data = json.loads(row.body)
        lines.append(
            FactLine(
                id=row.id,
                service=service,
                name=name,
                told_at=from_ms(row.told_ms),
                occurred_at=data.pop("occurredAt"),
                by=data.pop("by"),
                place=row.place,
                data=data if whole else {},
            )
        )
    return FactLines(facts=tuple(lines))


def list_dead_letters(query: ListDeadLetters, reader: Reader) -> DeadLetters:
    """Read what was tried and did not work, oldest first."""
    statement = select(PARKED).where(is_letter_of(reader.office)).order_by(PARKED.c.seq).limit(query.limit)
    return DeadLetters(
        letters=tuple(
            DeadLetter(
                id=row.id,
                kind=row.kind,
                case_id=row.key,
                tries=row.tries,
                reason=row.reason,
                parked_at=from_ms(row.parked_ms),
            )
            for row in reader.session.execute(statement)
        )
    )


def retry_dead_letter(message: RetryDeadLetter, work: Work) -> None:
    """Let one dead letter be tried again at once."""
    work.retry(message.id)
