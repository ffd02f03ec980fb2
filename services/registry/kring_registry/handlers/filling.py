"""What every message about a registration needs: whether it still can be filled, and the lock at the end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any, TypeVar

from kring_registry.domain.chain import EntryKind
from kring_registry.domain.record import Departed
from kring_registry.domain.registration import Registration
from kring_registry.domain.term import term_over
from kring_registry.handlers.chain import append
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.registry import DeIdentificationDue, RegistrationLocked
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Work

F = TypeVar("F", bound=Fact)
Handler = Callable[[Any, Work], None]
Follow = Callable[[Any, Registration | None, Work], None]
"""What follows a change: given the message, the registration as it was before, and the work."""


def unless_departed(message: Named, get: Callable[[type[Any], str], Any]) -> bool:
    """Guard what left: what is heard late about a case whose term is over is settled, for it counts already.

    Raises:
        NotFound: somebody asks something of such a case.
    """
    if get(Departed, message.key()) is None:
        return True
    if isinstance(message, Fact):
        return False
    raise NotFound(
        f"{message.name} finds nothing: the term of this registration is over, it counts without its case"
    ).because("registration-is-over")


def with_what_follows(handler: Handler, follows: Sequence[Follow]) -> Handler:
    """Give a handler of a registration and all that follows a change of it, in this order; what was locked stands."""

    @wraps(handler)
    def handle(message: Any, work: Work) -> None:  # noqa: ANN401 - whatever the handler takes
        before = work.get(Registration, message.case_id)
        handler(message, work)
        for follow in follows:
            follow(message, before, work)
        if before is not None:
            before.must_stand(work.get(Registration, message.case_id))

    return handle


def to_fill(message: Fact, work: Work) -> Registration | None:
    """Give the registration, or nothing once it is locked: what comes later changes no figure."""
    registration = work.need(Registration, message.case_id)
    return registration if registration.can_fill else None


def fills(change: Callable[[Registration, F], Registration]) -> Callable[[F, Work], None]:
    """Give a handler that keeps the registration as `change` gives it, while it can be filled."""

    @wraps(change)
    def handle(message: F, work: Work) -> None:
        if (registration := to_fill(message, work)) is not None:
            work.save(change(registration, message))

    return handle


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
