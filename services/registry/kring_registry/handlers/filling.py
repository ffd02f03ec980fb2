"""What every message about a registration needs: whether it still can be filled, and the lock at the end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from kring_registry.domain.chain import EntryKind
from kring_registry.domain.record import Departed
from kring_registry.domain.registration import Registration
from kring_registry.domain.term import term_over
from kring_registry.handlers.chain import append
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.registry import DeIdentificationDue, RegistrationLocked
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Work


def heard_of(message: Fact, work: Work) -> Registration | None:
    """Give the registration a fact is about, or nothing once its term is over; raises `NotYet` when it came early."""
    return None if work.get(Departed, message.case_id) else work.need(Registration, message.case_id)


def to_fill(message: Fact, work: Work) -> Registration | None:
    """Give the registration, or nothing once it is locked or gone: what comes later changes no figure."""
    registration = heard_of(message, work)
    return registration if registration is not None and registration.can_fill else None


def asked_for(message: Command, case_id: str, work: Work) -> Registration:
    """Give the registration somebody asks something of.

    Raises:
        NotFound: there is none, or its term is over.
    """
    if work.get(Departed, case_id) is not None:
        words = f"{message.name} finds nothing: the term of this registration is over, and it counts without its case"
        raise NotFound(words)
    return work.need(Registration, case_id)


def seal_off(registration: Registration, work: Work, day: date) -> None:
    """Keep a registration that was locked on a day, put it in the chain, tell it, and set the term of its case."""
    sealed = registration.sealed(work.salt())
    number = append(work, EntryKind.REGISTRATION, sealed.digest)
    work.save(replace(sealed, number=number, due_on=set_term(sealed, day, work)))
    work.tell(
        RegistrationLocked(case_id=sealed.case_id, outcome=sealed.how_it_ended(), digest=sealed.digest, number=number)
    )


def set_term(registration: Registration, day: date, work: Work) -> date:
    """Have the case leave when the term that begins on `day` is over; give the day that is."""
    due_on = term_over(registration.policy, day)
    work.remind(DeIdentificationDue(case_id=registration.case_id), datetime.combine(due_on, time(), UTC))
    return due_on
