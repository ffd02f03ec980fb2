"""A circle that holds that its plan meets what was asked is heard, by the regional manager."""

from kring_conference.domain.acceptance import acceptors
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.plan import Plan
from kring_conference.handlers.acceptance import give_back
from kring_conference.handlers.finding import the_plan
from kring_conference.handlers.submitting import lay_before
from kring_shared.contracts.conference import (
    ContestRefusal,
    PlanRefusalContested,
    PlanRefusalReviewed,
    PlanSubmitted,
    Reviewed,
    ReviewRefusal,
)
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def contest_refusal(message: ContestRefusal, work: Work) -> None:
    """The circle says that its plan is safe and lawful and meets the conditions; its words stay as they are.

    Raises:
        NotAllowedNow: the plan was not sent back.
    """
    plan = the_plan(message, message.case_id, work)
    work.save(plan.moved(ContestRefusal))
    work.tell(PlanRefusalContested(case_id=plan.case_id, plan_version=plan.plan_version, unmet=plan.unmet))


def review_refusal(message: ReviewRefusal, work: Work) -> None:
    """The regional manager has it looked at once more, by the same professional or another, or gives it back.

    Raises:
        NotAllowedNow: nobody contests anything.
        NotReady: another is to look at it, and nobody else was named yet.
    """
    plan = the_plan(message, message.case_id, work)
    reviewed = PlanRefusalReviewed(case_id=plan.case_id, plan_version=plan.plan_version, decision=message.decision)
    if message.decision is Reviewed.BACK_TO_CIRCLE:
        work.save(plan.moved(PlanRefusalReviewed))
        work.tell(reviewed)
        give_back(work.need(Conference, plan.case_id), work)
        return
    plan.moved(PlanSubmitted)
    if message.decision is Reviewed.ANOTHER_CHECKS:
        _let_go(plan, work)
    work.tell(reviewed)
    lay_before(plan, PlanSubmitted, work)


def _let_go(plan: Plan, work: Work) -> None:
    """Go on without whoever sent the plan back; somebody named since looks at it in their place."""
    people = work.all(Participant, plan.case_id)
    if not set(acceptors(people)) - set(plan.asked):
        raise NotReady(
            "name first who looks at the plan instead (appoint-acceptor); then say again that another does",
            "acceptor-named",
        )
    if plan.sent_back_by is not None:
        work.save(one_of(people, plan.sent_back_by).goes_on(with_them=False))
