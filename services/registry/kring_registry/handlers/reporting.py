"""What publishing a year does to its registrations: they stand among its figures, and say so."""

from dataclasses import replace

from kring_registry.domain.record import year_key
from kring_registry.domain.registration import Registration
from kring_registry.handlers.filling import set_term
from kring_shared.contracts.registry import RegistrationReported
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def report_registrations(work: Work, year: int) -> int:
    """Report every locked registration of this work's office that was received in a year; give how many there were.

    The message's keys must name `year_key(office, year)`. What was locked before cases had a term gets it now.

    Raises:
        NotReady: some of them can still change, so the figures of that year would.
    """
    found = work.all(Registration, year_key(work.office, year))
    still_open = sum(registration.can_fill for registration in found)
    if still_open:
        raise NotReady(
            f"{still_open} registrations of requests received in {year} are not locked yet, so its figures would still "
            "move; complete, validate and lock them first (`kring registry open` names them)",
            "registrations-locked",
        )
    locked = [each for each in found if each.knows(RegistrationReported)]
    for registration in locked:
        due_on = registration.due_on or set_term(registration, work.now.date(), work)
        work.save(replace(registration.reported(), due_on=due_on))
        work.tell(RegistrationReported(case_id=registration.case_id, year=year))
    return len(locked)
