"""What every service answers beside its own messages: facts, what waits for a person, who looked, whose data."""

import json
from typing import Final

from sqlalchemy import select

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.every_service import (
    CaseFacts,
    DeadLetter,
    DeadLetters,
    FactLine,
    FactLines,
    ListDeadLetters,
    ListEmergencies,
    LookLine,
    Looks,
    PersonData,
    PersonHeld,
    Ready,
    RetryDeadLetter,
    WhoLooked,
)
from kring_shared.kernel.errors import NotPermitted
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.about_person import ANOTHER
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage import access
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.tables import OUTBOX, PARKED, from_ms, is_letter_of

FAMILY: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.LEGAL_REPRESENTATIVE})
ALL: Final = (Ready, CaseFacts, ListDeadLetters, RetryDeadLetter, WhoLooked, ListEmergencies, PersonData)
GENERIC: Final = {model.name: model.kind() for model in ALL}


def generic(kind: str) -> str:
    """Give the kind a message is known by: `intake.case-facts.v1` is every service's `every.case-facts.v1`."""
    return GENERIC.get(kind.split(".")[1], kind) if kind.count(".") > 1 else kind


def declare(broker: LaneBroker, service: Service) -> None:
    """Declare what every service answers."""
    broker.answers(CaseFacts, case_facts)
    broker.answers(ListDeadLetters, list_dead_letters)
    broker.does(RetryDeadLetter, retry_dead_letter)
    broker.answers(WhoLooked, who_looked)
    broker.answers(ListEmergencies, list_emergencies)
    broker.answers(PersonData, Holder(service).person_data)


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
    order = Order((PARKED.c.seq, number))
    letters = select(PARKED).where(is_letter_of(reader.office))
    rows = reader.session.execute(order.page(letters, query.after, query.limit)).all()
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
            for row in rows[: query.limit]
        ),
        next=order.next(rows, query.limit),
    )


def retry_dead_letter(message: RetryDeadLetter, work: Work) -> None:
    """Let one dead letter be tried again at once."""
    work.retry(message.id)


def who_looked(query: WhoLooked, reader: Reader) -> Looks:
    """Read who looked into a case; the regional manager reads every line, people of the case what `seen_by` picks.

    Raises:
        NotPermitted: somebody asks what is about another person.
    """
    actor, about = reader.actor, reader.view.about((query.case_id,))
    picked = access.of_case(query.case_id, query.since, query.person_id)
    if not about:  # whose case it is cannot be told here: an office reads then only what its own people asked
        picked.append(access.of_office(reader.office))
    wards = _wards(reader, query.case_id)
    if actor.role is not Role.REGIONAL_MANAGER:
        if query.person_id not in {None, actor.id, *wards}:
            raise NotPermitted(
                "everybody asks who looked at themselves; leave the person out, or ask the office"
            ).because("looks-at-oneself")
        picked.append(access.seen_by(actor.id, actor.role, wards))
    read = access.looks(reader.session.connection(), picked, query.after, query.limit)
    return read.model_copy(update={"lines": tuple(_seen(line, actor, wards) for line in read.lines)})


def _seen(line: LookLine, viewer: Actor, wards: frozenset[str]) -> LookLine:
    """Keep from people of the circle which other one of them looked: how many they are may be nobody's to know."""
    other = line.actor not in {"", viewer.id, *wards}
    hidden = other and viewer.role in FAMILY and line.role in FAMILY
    return line.model_copy(update={"actor": ANOTHER}) if hidden else line


def list_emergencies(query: ListEmergencies, reader: Reader) -> Looks:
    """Read when people of the office looked outside their own cases because it could not wait."""
    picked = access.emergencies(reader.office, query.since)
    return access.looks(reader.session.connection(), picked, query.after, query.limit)


class Holder:
    """What one service holds of a person."""

    def __init__(self, service: Service) -> None:
        """Ask this service."""
        self._service = service

    def person_data(self, query: PersonData, reader: Reader) -> PersonHeld:
        """Read what is held of one person in one case.

        Raises:
            NotPermitted: somebody asks for another person's data.
        """
        actor = reader.actor
        theirs = {actor.id, *_wards(reader, query.case_id)}
        if actor.role is not Role.REGIONAL_MANAGER and query.person_id not in theirs:
            raise NotPermitted(
                "everybody asks for their own data; a copy for somebody else is made by the office"
            ).because("own-data-only")
        read = self._service.about_person
        parts = read(query, reader) if read is not None else ()
        return PersonHeld(service=self._service.name, parts=tuple(part for part in parts if part.lines))


def _wards(reader: Reader, case_id: str) -> frozenset[str]:
    """Give for whom a legal representative decides in this case, as far as this service knows; nobody for others."""
    if reader.actor.role is not Role.LEGAL_REPRESENTATIVE:
        return frozenset()
    about = reader.view.about((case_id,))
    return frozenset(ward for aggregate in about for ward in aggregate.wards_of(reader.actor.id))
