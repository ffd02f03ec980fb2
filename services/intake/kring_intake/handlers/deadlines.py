"""The legal deadlines of mandates: set, near, missed. They bind the mandating body, and no letter comes of them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kring_intake.domain import Request
from kring_shared.contracts.conference import PlanDistributed
from kring_shared.contracts.intake import (
    LegalDeadlineApproaching,
    LegalDeadlineMissed,
    LegalDeadlineNear,
    LegalDeadlineOver,
    LegalDeadlineSet,
    MandateNote,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.terms import TERMS, WORKING_DAYS_BEFORE
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.legal_terms import last_day, near_day
from kring_shared.kernel.work import Work

BOTH: Final = (LegalDeadlineNear, LegalDeadlineOver)
MORNING: Final = time(8, tzinfo=UTC)


def deadline_of(note: MandateNote, place: int) -> date | None:
    """Give the last day the law allows: as it is noted, or as its term gives it.

    Raises:
        InvalidFields: no such term is known, or it is not said from when it counts.
    """
    if note.legal_term is None:
        return note.legal_deadline
    term = TERMS.get(note.legal_term)
    if term is None:
        raise InvalidFields((f"/mandates/{place}/legalTerm",), f"the terms that are known: {', '.join(TERMS)}").because(
            "no-such-term"
        )
    if note.started_on is None:
        raise InvalidFields((f"/mandates/{place}/startedOn",), "say from which day the term counts").because(
            "term-has-no-first-day"
        )
    return note.legal_deadline or last_day(term, note.started_on)


def set_legal_deadlines(request: Request, work: Work, *, before: Request | None = None) -> None:
    """Wait for the deadlines of a request's mandates, and tell those that are new since `before`."""
    known, now = _deadlines(before), _deadlines(request)
    if known == now:
        return
    work.forget(BOTH, request.case_id)
    country = POLICIES[request.dossier.policy].country
    for body, due_on, term in sorted(now):
        notice = TERMS[term].near_working_days if term in TERMS else WORKING_DAYS_BEFORE
        near = datetime.combine(near_day(due_on, country, notice), MORNING)
        over = datetime.combine(due_on + timedelta(days=1), MORNING)
        work.remind(LegalDeadlineNear(case_id=request.case_id, body=body, due_on=due_on), near)
        work.remind(LegalDeadlineOver(case_id=request.case_id, body=body, due_on=due_on), over)
        if (body, due_on, term) not in known:
            work.tell(LegalDeadlineSet(case_id=request.case_id, body=body, due_on=due_on))


def tell_near(message: LegalDeadlineNear, work: Work) -> None:
    """The day is near: the office speaks with the body."""
    if not work.need(Request, message.case_id).is_over:
        fact = LegalDeadlineApproaching(case_id=message.case_id, body=message.body, due_on=message.due_on)
        work.tell(fact)


def tell_missed(message: LegalDeadlineOver, work: Work) -> None:
    """The day has passed without a plan; the participants still set the pace."""
    if not work.need(Request, message.case_id).is_over:
        work.tell(LegalDeadlineMissed(case_id=message.case_id, body=message.body, due_on=message.due_on))


def note_plan(message: PlanDistributed, work: Work) -> None:
    """There is a plan: nothing is near or missed any more."""
    work.forget(BOTH, message.case_id)


def _deadlines(request: Request | None) -> set[tuple[str, date, str]]:
    mandates = request.standing_mandates if request else ()
    return {(m.kind, m.legal_deadline, m.legal_term) for m in mandates if m.legal_deadline is not None}
