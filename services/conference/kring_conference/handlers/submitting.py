"""Laying the plan before whoever checks it: who that is, and the clock of their answer."""

from typing import Final

from kring_conference.domain.acceptance import (
    acceptors,
    clock,
    must_be_for_the_office_to_appoint,
    somebody_checks,
    still_asked,
)
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.handlers.finding import the_plan
from kring_conference.process import PlanStage
from kring_shared.contracts.conference import (
    AppointAcceptor,
    ParticipantSuggested,
    PlanAnswerAwaited,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanAnswerOverdue,
    PlanSubmitted,
    SubmitPlan,
)
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work

CLOCK: Final = (PlanAnswerHalfway, PlanAnswerDue)
"""What waits for an answer: the reminder, and the moment by which it is there."""


def appoint_acceptor(message: AppointAcceptor, work: Work) -> None:
    """The office names a professional who checks the plan; one that lies there already, lies before them too.

    Answers the new person's id.

    Raises:
        Refused: nobody has to check it, or somebody else was named for it.
    """
    case_id = message.case_id
    conference = work.need(Conference, case_id).moved(AppointAcceptor)
    plan = work.get(Plan, case_id)
    is_contested = plan is not None and plan.stage is PlanStage.CONTESTED
    must_be_for_the_office_to_appoint(conference, work.all(Participant, case_id), is_contested=is_contested)
    person_id = work.new_id("acceptor")
    card = PersonCard(person_id=person_id, contact=work.seal(scope_of(Scope.PERSON, person_id), message.contact))
    work.save(conference, Participant(card, case_id, work.office, Part.ACCEPTOR))
    work.tell(ParticipantSuggested(case_id=case_id, participant=card, part=Part.ACCEPTOR))
    if plan is not None and plan.stage is PlanStage.SUBMITTED:
        work.save(plan.also_before(person_id))
        work.tell(PlanSubmitted(case_id=case_id, plan_version=plan.plan_version, acceptor_id=person_id))
    work.answer = {"personId": person_id}


def submit_plan(message: SubmitPlan, work: Work) -> None:
    """Lay the version that counts before whoever checks it, and set their clock.

    Raises:
        NotReady: nobody has to check it, or nobody is there to do so.
    """
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work)
    if not conference.needs_acceptance:
        raise NotReady("nobody has to accept this plan: that everyone agrees is enough; go on with conclude-conference")
    work.save(conference.moved(SubmitPlan))
    lay_before(plan, SubmitPlan, work)


def lay_before(plan: Plan, on: type[SubmitPlan | PlanSubmitted], work: Work) -> None:
    """Have everybody who checks the plan now look at it, with a clock that begins now.

    Raises:
        NotReady: nobody checks it.
    """
    conference, people = work.need(Conference, plan.case_id), work.all(Participant, plan.case_id)
    asked = acceptors(people)
    laid = plan.laid_before(asked, on)
    if not somebody_checks(conference, people):
        raise NotReady(
            "nobody checks this plan yet: the regional manager names a professional who does (appoint-acceptor)",
            "acceptor-named",
        )
    halfway, due = clock(conference.policy, work.now.date())
    work.save(laid)
    work.forget(CLOCK, plan.case_id)
    work.remind(PlanAnswerHalfway(case_id=plan.case_id), halfway)
    work.remind(PlanAnswerDue(case_id=plan.case_id), due)
    version = plan.plan_version
    work.tell(*(PlanSubmitted(case_id=plan.case_id, plan_version=version, acceptor_id=who) for who in asked))


def remind_acceptors(message: PlanAnswerHalfway, work: Work) -> None:
    """Half of the time is over; whoever did not answer is reminded, once."""
    plan, waiting = _waiting(message.case_id, work)
    conference = work.get(Conference, message.case_id)
    if plan is None or conference is None or conference.paused_at is not None:
        return  # it was answered, or stopped; in a pause nobody is written to
    version = plan.plan_version
    work.tell(*(PlanAnswerAwaited(case_id=plan.case_id, plan_version=version, acceptor_id=who) for who in waiting))


def answer_is_overdue(message: PlanAnswerDue, work: Work) -> None:
    """The time is over; the regional manager asks after it, or names somebody where nobody is left to answer."""
    plan, waiting = _waiting(message.case_id, work)
    if plan is None:
        return  # it was answered, or stopped
    overdue = len(waiting) or 1
    work.tell(PlanAnswerOverdue(case_id=plan.case_id, plan_version=plan.plan_version, waiting_for=overdue))


def _waiting(case_id: str, work: Work) -> tuple[Plan | None, tuple[str, ...]]:
    """Give the plan as long as it lies before somebody, and who did not answer yet."""
    plan = work.get(Plan, case_id)
    if plan is None or plan.stage is not PlanStage.SUBMITTED:
        return None, ()
    return plan, plan.waiting_for(still_asked(plan, work.all(Participant, case_id)))
