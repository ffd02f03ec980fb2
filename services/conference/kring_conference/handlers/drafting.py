"""The circle's words, version by version; the one it confirmed counts."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.plan import Draft, Plan
from kring_shared.contracts.conference import ConfirmPlan, DraftPlan, MakePlanWithoutMeeting, PlanAgreed, PlanDrafted
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def draft_plan(message: DraftPlan, work: Work) -> None:
    """Write the circle's words down as a new version; it does not count yet."""
    conference = work.need(Conference, message.case_id).moved(DraftPlan)
    text = work.seal(scope_of(Scope.CASE, message.case_id), message.plan)
    before = work.get(Plan, message.case_id)
    number = before.latest.number + 1 if before else 1
    draft = Draft(number, text, work.now)
    plan = replace(before.moved(DraftPlan), drafts=(*before.drafts, draft)) if before else None
    work.save(conference, plan or Plan(message.case_id, work.office, (draft,)))
    work.tell(PlanDrafted(case_id=message.case_id, plan_version=number))
    work.answer = {"planVersion": number}


def confirm_plan(message: ConfirmPlan, work: Work) -> None:
    """Everyone present agrees; who did not, and about what, is never written down."""
    conference = work.need(Conference, message.case_id).moved(ConfirmPlan)
    if not message.everyone_agrees:
        raise NotReady(
            "a plan holds what everyone present agrees with; leave out what is not agreed, or let the circle talk again"
        )
    plan = work.need(Plan, message.case_id).moved(ConfirmPlan)
    chosen = plan.draft(message.plan_version)
    confirmed = replace(chosen, confirmed_at=work.now, confirmed_by=message.said_by)
    plan = replace(plan, drafts=tuple(confirmed if d.number == chosen.number else d for d in plan.drafts))
    work.save(conference, plan)
    work.tell(PlanAgreed(case_id=message.case_id, plan=chosen.text, plan_version=chosen.number))


def make_plan_without_meeting(message: MakePlanWithoutMeeting, work: Work) -> None:
    raise NotImplementedError
