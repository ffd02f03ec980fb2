"""The register of breaches: noted, weighed, told to whom it must be, and closed."""

from dataclasses import replace
from datetime import timedelta

from kring_registry.domain.breach import NEAR, Breach
from kring_shared.contracts.registry import (
    AssessBreach,
    BreachClosed,
    BreachDue,
    BreachNoted,
    BreachOverdue,
    CloseBreach,
    NoteBreach,
    ReportBreach,
    Risk,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def note_breach(message: NoteBreach, work: Work) -> None:
    """Write down what happened, sealed under a key of its own, and start its clock; the answer has its id."""
    breach_id = work.new_id("breach")
    found_at = work.now - timedelta(hours=message.found_hours_ago)
    words = work.seal(scope_of(Scope.REGISTER, breach_id), message.words)
    breach = Breach(breach_id, work.office, found_at, words, message.people)
    work.save(breach)
    work.by = "system"  # who noted it may be who made the mistake: that is nobody's to read in a fact
    work.tell(BreachNoted(case_id=breach_id, report_by=breach.report_by.date()))
    _set_clock(breach, work)
    work.answer = {"breachId": breach_id}


def assess_breach(message: AssessBreach, work: Work) -> None:
    """Say what it means; a risk that is seen later starts the clock again where it had stopped."""
    breach = work.need(Breach, message.breach_id).assessed(message.risk)
    work.save(breach)
    _set_clock(breach, work)


def report_breach(message: ReportBreach, work: Work) -> None:
    """Note that the authority was told, and perhaps the people."""
    breach = work.need(Breach, message.breach_id)
    breach = breach.reported(reference=message.authority_reference, people_told=message.people_told)
    work.save(breach)
    _set_clock(breach, work)


def close_breach(message: CloseBreach, work: Work) -> None:
    """End it; refused while somebody should still be told."""
    breach = work.need(Breach, message.breach_id).closed()
    work.save(breach)
    _set_clock(breach, work)
    work.tell(BreachClosed(case_id=breach.id, risk=breach.risk or Risk.NONE))


def breach_is_due(message: BreachDue, work: Work) -> None:
    """A day is left, or less, and the authority may still have to be told."""
    breach = work.need(Breach, message.case_id)
    if not breach.runs or breach.is_overdue_told:
        return  # somebody did what there is to do just before this came
    work.save(replace(breach, is_overdue_told=True))
    work.tell(BreachOverdue(case_id=breach.id))


def _set_clock(breach: Breach, work: Work) -> None:
    work.forget((BreachDue,), breach.id)
    if breach.runs and not breach.is_overdue_told:
        work.remind(BreachDue(case_id=breach.id), max(work.now, breach.report_by - NEAR))
