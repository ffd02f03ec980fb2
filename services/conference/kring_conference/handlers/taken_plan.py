"""The plan of a case that ran before Kring: it counts because everyone agreed on it, on the day that is given."""

from dataclasses import replace
from datetime import date
from typing import Final

from kring_conference.domain.acceptance import acceptors, must_know_the_conditions
from kring_conference.domain.conference import Conference
from kring_conference.domain.counts import own_strengths, professional_help
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Draft, Plan
from kring_conference.domain.recipients import recipients
from kring_conference.domain.takeover import moment_of
from kring_conference.handlers.follow_up import plan_calls
from kring_shared.contracts.conference import (
    Agreement,
    ConferenceConcluded,
    DistributePlan,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanText,
    PlanWrittenOut,
    SubmitPlan,
    TakeOverConference,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Work

ON_PAPER: Final = PlanText(
    agreements=(
        Agreement(
            who="De kring",
            what="Dit plan staat op papier, van voor het kantoor met Kring werkte. Daarop staan de afspraken.",
        ),
    )
)
"""What stands in the place of a plan that the office keeps on paper; nobody types a circle's words over for it."""


def take_over_plan(
    message: TakeOverConference, conference: Conference, concluded: ConferenceConcluded, work: Work
) -> None:
    """Keep the plan, or that it is on paper, as far as it was: agreed, accepted, or given out.

    Raises:
        NotReady: it was accepted, and somebody who takes part does not know every condition.
        InvalidFields: it was accepted, and nobody is known who did so.
    """
    case_id, agreed_on = message.case_id, message.agreed_on or concluded.held_on
    at = moment_of(agreed_on, work.now)
    text = message.plan or ON_PAPER
    sealed = work.seal(scope_of(Scope.PLAN, case_id), text)
    plan = Plan(case_id, work.office, (Draft(1, sealed, at),)).confirmed(1, IMPORTED, at)
    if message.plan is not None:  # of what is on paper nothing can be counted
        own, helped = own_strengths(text), professional_help(text)
        work.tell(PlanAgreed(case_id=case_id, plan=sealed, plan_version=1, own_strengths=own, professional_help=helped))
    if message.accepted_on is not None:
        plan = _accepted(plan, conference, work)
        work.tell(PlanAccepted(case_id=case_id, plan_version=1, accepted_on=message.accepted_on))
    work.tell(concluded)
    if message.distributed_on is not None:
        plan = replace(plan.moved(WriteOutPlan), written_out_on=message.distributed_on)
        plan = replace(plan.moved(DistributePlan), distributed_on=message.distributed_on)
        _given_out(plan, conference, message.distributed_on, work)
    work.save(plan)


def _accepted(plan: Plan, conference: Conference, work: Work) -> Plan:
    people = work.all(Participant, plan.case_id)
    must_know_the_conditions(conference, people)
    checks = acceptors(people)
    if not checks:
        raise InvalidFields(("/acceptedOn",), "say who accepted the plan: nobody is known who checks it").because(
            "acceptor-unknown"
        )
    plan = plan.laid_before(checks, SubmitPlan)
    for acceptor_id in checks:
        plan = plan.accepted(acceptor_id, checks)
    return plan


def _given_out(plan: Plan, conference: Conference, on: date, work: Work) -> None:
    """Tell who was given it, with no receipts made up, and plan the calls from that day; one that passed is due now."""
    people = work.all(Participant, plan.case_id)
    whole = recipients(people, conference)
    work.tell(
        PlanWrittenOut(case_id=plan.case_id, plan_version=plan.plan_version),
        PlanDistributed(
            case_id=plan.case_id,
            plan_version=plan.plan_version,
            recipients=whole,
            plan=plan.text,
            distributed_on=on,
        ),
    )
    plan_calls(conference, work, moment_of(on, work.now))
