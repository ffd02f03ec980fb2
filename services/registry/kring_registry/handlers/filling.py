"""What every message about a registration needs: whether it still can be filled, and the lock at the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any

from kring_registry.domain.chain import EntryKind
from kring_registry.domain.record import Departed
from kring_registry.domain.registration import Registration
from kring_registry.domain.term import term_over
from kring_registry.handlers.chain import append
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.registry import DeIdentificationDue, RegistrationLocked
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Work

Handler = Callable[[Any, Work], None]


def standing(handler: Handler) -> Handler:
    """Give a handler of a registration that leaves alone what left, and can change nothing that was locked.

    What is heard late about a case whose term is over is settled; what is asked about it is refused.
    """

    @wraps(handler)
    def handle(message: Any, work: Work) -> None:  # noqa: ANN401 - whatever the handler takes
        if work.get(Departed, message.case_id) is not None:
            if isinstance(message, Fact):
                return  # it counts already, and nothing is left that could be filled
            raise NotFound(
                f"{message.name} finds nothing: the term of this registration is over, it counts without its case"
            )
        before = work.get(Registration, message.case_id)
        handler(message, work)
        if before is not None:
            before.must_stand(work.get(Registration, message.case_id))

    return handle


def to_fill(message: Fact, work: Work) -> Registration | None:
    """Give the registration, or nothing once it is locked: what comes later changes no figure."""
    registration = work.need(Registration, message.case_id)
    return registration if registration.can_fill else None


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
