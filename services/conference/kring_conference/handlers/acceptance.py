"""Whoever checks the plan, their clock, and their answer."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.handlers.finding import the_plan
from kring_shared.contracts.conference import (
    AcceptPlan,
    AppointAcceptor,
    PlanAccepted,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanSentBack,
    PlanSubmitted,
    SendPlanBack,
    SubmitPlan,
)
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady
from kring_shared.kernel.work import Work


def appoint_acceptor(message: AppointAcceptor, work: Work) -> None:
    raise NotImplementedError


def submit_plan(message: SubmitPlan, work: Work) -> None:
    """Lay the plan before whoever accepts it."""
    plan = the_plan(message, message.case_id, work).moved(SubmitPlan)
    if not work.need(Conference, message.case_id).needs_acceptance:
        raise NotReady("nobody has to accept this plan: that everyone agrees is enough; conclude the conference")
    work.save(replace(plan, accepted_by=(), unmet=()))
    for acceptor_id in acceptors(message.case_id, work):
        work.tell(PlanSubmitted(case_id=message.case_id, plan_version=plan.plan_version, acceptor_id=acceptor_id))


def accept_plan(message: AcceptPlan, work: Work) -> None:
    """A professional accepts. Where conditions of several bind the plan, it waits for each of them."""
    conference = work.need(Conference, message.case_id)
    asked = frozenset(acceptors(message.case_id, work))
    by = work.actor.id if work.actor else ""
    plan = the_plan(message, message.case_id, work)
    moved = plan.moved(AcceptPlan)
    if by not in asked:
        raise NotPermitted("only a professional who accepts the plan in this case can do so")
    accepted_by = tuple(sorted({*plan.accepted_by, by}))
    if conference.is_mandatory and asked - set(accepted_by):
        work.save(replace(plan, accepted_by=accepted_by))
        work.answer = {"stillToAccept": len(asked - set(accepted_by))}
        return
    work.save(conference.moved(AcceptPlan), replace(moved, accepted_by=accepted_by))
    work.tell(PlanAccepted(case_id=message.case_id, plan_version=plan.plan_version))


def send_plan_back(message: SendPlanBack, work: Work) -> None:
    """The plan goes back to the circle, which talks again once everyone else has left (`StartPrivateTime`)."""
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work).moved(SendPlanBack)
    known = len(conference.conditions)
    for unmet in message.unmet:
        if unmet.startswith("condition-") and int(unmet.rpartition("-")[2]) > known:
            words = f"there is no {unmet}: {known} conditions were shared beforehand, and only those bind the plan"
            raise InvalidFields(("/unmet",), words)
    work.save(conference.moved(SendPlanBack), replace(plan, unmet=message.unmet, accepted_by=()))
    work.tell(PlanSentBack(case_id=message.case_id, plan_version=plan.plan_version, unmet=message.unmet))


def remind_acceptors(message: PlanAnswerHalfway, work: Work) -> None:
    raise NotImplementedError


def answer_is_overdue(message: PlanAnswerDue, work: Work) -> None:
    raise NotImplementedError


def acceptors(case_id: str, work: Work) -> tuple[str, ...]:
    """Name who checks the plan in this case."""
    people = work.all(Participant, case_id)
    return tuple(person.id for person in people if person.part is Part.ACCEPTOR and not person.is_out)
