"""From the circle's agreement to the plan in everybody's hands."""

from datetime import timedelta

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant, recipients
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, PlanStage
from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    DistributePlan,
    FollowUpCallDue,
    FollowUpEnded,
    FollowUpPlanned,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanSentBack,
    PlanSubmitted,
    PlanWrittenOut,
    SendPlanBack,
    SubmitPlan,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.kernel.work import Work


def agree_plan(message: AgreePlan, work: Work) -> None:
    """Everyone present agrees; who did not, and about what, is never written down."""
    conference = work.need(Conference, message.case_id).moved(AgreePlan)
    if not message.everyone_agrees:
        raise NotReady(
            "a plan holds what everyone present agrees with; leave out what is not agreed, or let the circle talk again"
        )
    text = work.seal(scope_of(Scope.CASE, message.case_id), message.plan)
    before = work.get(Plan, message.case_id)
    plan = before.agreed_again(text) if before else Plan(message.case_id, work.office, text)
    work.save(conference, plan)
    work.tell(PlanAgreed(case_id=message.case_id, plan=text, plan_version=plan.plan_version))


def submit_plan(message: SubmitPlan, work: Work) -> None:
    """Lay the plan before whoever accepts it."""
    plan = _plan(message, message.case_id, work).moved(SubmitPlan)
    if not work.need(Conference, message.case_id).needs_acceptance:
        raise NotReady("nobody has to accept this plan: that everyone agrees is enough; conclude the conference")
    work.save(plan)
    for acceptor_id in _acceptors(message.case_id, work):
        work.tell(PlanSubmitted(case_id=message.case_id, plan_version=plan.plan_version, acceptor_id=acceptor_id))


def accept_plan(message: AcceptPlan, work: Work) -> None:
    """A professional accepts. Where conditions of several bind the plan, it waits for each of them."""
    conference = work.need(Conference, message.case_id)
    acceptors = frozenset(_acceptors(message.case_id, work))
    by = work.actor.id if work.actor else ""
    plan = _plan(message, message.case_id, work).accepted(by, acceptors, all_must=conference.is_mandatory)
    work.save(plan)
    if plan.stage is PlanStage.ACCEPTED:
        work.tell(PlanAccepted(case_id=message.case_id, plan_version=plan.plan_version))
        return
    work.answer = {"stillToAccept": len(acceptors - set(plan.accepted_by))}


def send_plan_back(message: SendPlanBack, work: Work) -> None:
    """The plan goes back to the circle, which talks again once everyone else has left (`StartPrivateTime`)."""
    conference = work.need(Conference, message.case_id)
    plan = _plan(message, message.case_id, work).sent_back(message.unmet, len(conference.conditions))
    work.save(plan)
    work.tell(PlanSentBack(case_id=message.case_id, plan_version=plan.plan_version, unmet=message.unmet))


def write_out_plan(message: WriteOutPlan, work: Work) -> None:
    """The circle's text stands on paper."""
    plan = _plan(message, message.case_id, work).moved(WriteOutPlan)
    work.save(plan)
    work.tell(PlanWrittenOut(case_id=message.case_id, plan_version=plan.plan_version))


def distribute_plan(message: DistributePlan, work: Work) -> None:
    """Give the plan to those the policy names, and plan the calls the policy asks for."""
    conference = work.need(Conference, message.case_id)
    plan = _plan(message, message.case_id, work).moved(DistributePlan)
    people = recipients(work.all(Participant, message.case_id), conference.policy.distribution)
    work.save(plan)
    work.tell(
        PlanDistributed(case_id=message.case_id, plan_version=plan.plan_version, recipients=people, plan=plan.text),
    )
    _plan_calls(conference, work)


def _plan_calls(conference: Conference, work: Work) -> None:
    for number, step in enumerate(conference.policy.follow_up, start=1):
        due_at = work.now + timedelta(days=step.after_days)
        call_id = work.new_id(f"follow-up/{number}")
        work.save(FollowUp(call_id, conference.case_id, conference.office, number, due_at))
        work.remind(FollowUpCallDue(case_id=conference.case_id, step=number), due_at)
        work.tell(FollowUpPlanned(case_id=conference.case_id, step=number, due_on=due_at.date()))
    if not conference.policy.follow_up:
        work.tell(FollowUpEnded(case_id=conference.case_id, steps=0))


def _acceptors(case_id: str, work: Work) -> tuple[str, ...]:
    return tuple(person.id for person in work.all(Participant, case_id) if person.part is Part.ACCEPTOR)


def _plan(message: Command, case_id: str, work: Work) -> Plan:
    """Give the plan; before there is one, nothing can be done with it."""
    plan = work.get(Plan, case_id)
    if plan is None:
        stage = work.need(Conference, case_id).stage
        raise NotAllowedNow(asked=message.name, stage=stage.value, possible=CONFERENCE.possible(stage))
    return plan
