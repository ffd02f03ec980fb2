"""From paper into people's hands, each with a receipt."""

from dataclasses import replace
from datetime import timedelta

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant, recipients
from kring_conference.handlers.finding import the_plan
from kring_conference.process import PlanStage
from kring_shared.contracts.conference import (
    AttachTranslation,
    ConfirmReceipt,
    DistributePlan,
    FollowUpCallDue,
    FollowUpEnded,
    FollowUpPlanned,
    PlanDistributed,
    PlanWrittenOut,
    WriteOutPlan,
)
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def write_out_plan(message: WriteOutPlan, work: Work) -> None:
    """The circle's text stands on paper."""
    conference = work.need(Conference, message.case_id).moved(WriteOutPlan)
    before = the_plan(message, message.case_id, work)
    plan = before.moved(WriteOutPlan)
    if conference.needs_acceptance and before.stage is not PlanStage.ACCEPTED:
        raise NotReady("this plan has to be accepted first: lay it before the professional who does so (submit-plan)")
    work.save(conference, replace(plan, written_out_on=work.now.date()))
    work.tell(PlanWrittenOut(case_id=message.case_id, plan_version=plan.plan_version))


def attach_translation(message: AttachTranslation, work: Work) -> None:
    raise NotImplementedError


def distribute_plan(message: DistributePlan, work: Work) -> None:
    """Give the plan to those the policy names, and plan the calls the policy asks for."""
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work).moved(DistributePlan)
    people = recipients(work.all(Participant, message.case_id), conference.policy.distribution)
    work.save(replace(plan, distributed_on=work.now.date()))
    work.tell(
        PlanDistributed(case_id=message.case_id, plan_version=plan.plan_version, recipients=people, plan=plan.text),
    )
    plan_calls(conference, work)


def confirm_receipt(message: ConfirmReceipt, work: Work) -> None:
    raise NotImplementedError


def plan_calls(conference: Conference, work: Work) -> None:
    """Plan the calls the policy asks for; where it asks none, the coordinator is done at once."""
    for number, step in enumerate(conference.policy.follow_up, start=1):
        due_at = work.now + timedelta(days=step.after_days)
        call_id = work.new_id(f"follow-up/{number}")
        work.save(FollowUp(call_id, conference.case_id, conference.office, number, due_at, step.by))
        work.remind(FollowUpCallDue(case_id=conference.case_id, step=number), due_at)
        work.tell(FollowUpPlanned(case_id=conference.case_id, step=number, due_on=due_at.date()))
    if not conference.policy.follow_up:
        work.tell(FollowUpEnded(case_id=conference.case_id, steps=0))
