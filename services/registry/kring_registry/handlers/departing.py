"""When the term of a registration is over: what counts stays as a record, and nothing leads back to the case."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

from kring_registry.domain.chain import ChainEntry, EntryKind, chain_key, entry_key
from kring_registry.domain.claim import claims_of
from kring_registry.domain.counted import countable_of
from kring_registry.domain.record import Departed, Record
from kring_registry.domain.registration import Registration
from kring_registry.domain.term import first_of_next_month
from kring_registry.handlers import claims, keeping
from kring_registry.handlers.chain import append
from kring_registry.handlers.counting import cells_of, recount
from kring_shared.contracts.registry import DeIdentificationDue, RegistrationDeIdentified
from kring_shared.kernel.work import Found, Work

ITS_DAY: Final = time(tzinfo=UTC)


def depart(message: DeIdentificationDue, work: Work) -> None:
    """Let everything go that the office lets go on this day, together: what goes alone could be told by when it went.

    What is held waits for the first of the next month, and so on. Records stand in the chain in the order of their
    random ids, cases leave in the order of theirs: neither order says which belong together.
    """
    first = work.get(Registration, message.case_id)
    if first is None or first.due_on is None or first.due_on > work.now.date():
        return  # it went with others, or its term begins anew
    together = [found for found in work.all(Registration, first.due_key) if _may_go(found)]
    held = [found for found in together if keeping.is_held(work, found.case_id)]
    going = [_with_entry(found, work) for found in together if found not in held]
    _wait(held, work)
    _leave_records(going, work)
    _leave(going, work)


def what_goes_together(message: DeIdentificationDue, office: str, found: Found) -> tuple[str, ...]:
    """Name what goes on the same day; then, that being found, its holds and its entries in the chain."""
    first = found.get(Registration, message.case_id)
    if first is None or not first.due_key:
        return ()
    together = found.all(Registration, first.due_key)
    entries = (entry_key(office, each.number) for each in together if each.number)
    cases = [key for each in together for key in (each.case_id, claims_of(each.case_id))]
    return first.due_key, chain_key(office), *cases, *entries, *cells_of(*together)


def _may_go(registration: Registration) -> bool:
    return registration.knows(DeIdentificationDue)


def _wait(held: Iterable[Registration], work: Work) -> None:
    """Look again on the first of the next month: a hold is released by a person, and nobody says when."""
    due_on = first_of_next_month(work.now.date())
    for registration in held:
        work.save(replace(registration, due_on=due_on))
        due = DeIdentificationDue(case_id=registration.case_id)
        work.remind(due, datetime.combine(due_on, ITS_DAY))


def _with_entry(registration: Registration, work: Work) -> Registration:
    """Give what was locked before there was a chain its entry now: as many leave the chain as leave a record."""
    if registration.number or not registration.is_sealed:
        return registration
    return replace(registration, number=append(work, EntryKind.REGISTRATION, registration.digest))


def _leave_records(going: Iterable[Registration], work: Work) -> None:
    """Leave a record of each that counts here: a random id, a salt of its own, and its own entry in the chain."""
    records = [_record_of(registration, work) for registration in going if registration.is_sealed]
    for record in sorted(records, key=lambda each: each.record_id):
        work.save(record.numbered(append(work, EntryKind.RECORD, record.fingerprint())))


def _record_of(registration: Registration, work: Work) -> Record:
    """Make the record, and let it count in the figures where the registration did."""
    record = Record(work.salt(), registration.office, countable_of(registration), salt=work.salt())
    recount(registration, record, work)
    return record


def _leave(going: Iterable[Registration], work: Work) -> None:
    """Take the cases away with their salts; what counts in another office leaves no record, and is not told."""
    for registration in sorted(going, key=lambda each: each.case_id):
        registration.moved(DeIdentificationDue)
        case_id = registration.case_id
        if registration.number:
            work.save(replace(work.need(ChainEntry, entry_key(work.office, registration.number)), gone=True))
        work.remove(registration)
        work.save(Departed(case_id, registration.office))
        work.forget((DeIdentificationDue,), case_id)
        if registration.is_sealed:
            work.tell(RegistrationDeIdentified(case_id=case_id))
        keeping.departed(work, case_id)
        claims.leave_case(case_id, work)
