"""What the circle asks of professionals, and whether they answer."""

from dataclasses import replace

from kring_conference.domain.plan import HelpAnswer, Plan
from kring_conference.handlers.finding import the_plan
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AnswerHelp,
    HelpAnswerDue,
    HelpAnswered,
    HelpAnswerOverdue,
    HelpAsked,
    PlanText,
)
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady
from kring_shared.kernel.work import Work


def answer_help(message: AnswerHelp, work: Work) -> None:
    """Whoever was asked says yes or no, and from when: on the day itself, or when the plan reached them.

    A later answer takes the place of an earlier one.

    Raises:
        NotReady: no version counts now, so nothing is asked yet.
        InvalidFields: nothing was asked under that number, or it begins on a day though it is a no.
        NotPermitted: it was asked of somebody else.
    """
    plan = the_plan(message, message.case_id, work)
    if not plan.stands:
        raise NotReady("nothing is asked before everyone agrees with the plan (confirm-plan)")
    asked = _asked(message, plan, work)
    actor = work.actor
    if actor is not None and actor.role is not Role.COORDINATOR and actor.id != asked.person_id:
        raise NotPermitted(
            "this was asked of somebody else; let them answer, or the coordinator note what they said"
        ).because("asked-of-somebody-else")
    if message.starts_on is not None and not message.granted:
        raise InvalidFields(
            ("/startsOn",), "a no does not begin on a day; leave the day out, or say yes from that day"
        ).because("no-has-no-day")
    answer = HelpAnswer(message.item, message.granted, message.starts_on, plan.plan_version)
    if answer in plan.help_answers:
        return  # said before; nobody needs to hear that twice
    others = (kept for kept in plan.help_answers if kept.item != message.item)
    work.save(replace(plan, help_answers=tuple(sorted((*others, answer), key=lambda each: each.item))))
    work.tell(
        HelpAnswered(case_id=message.case_id, item=message.item, granted=message.granted, starts_on=message.starts_on)
    )


def help_is_overdue(message: HelpAnswerDue, work: Work) -> None:
    """The time to answer is over; the regional manager asks after what nobody answered."""
    plan = work.get(Plan, message.case_id)
    if plan is None or plan.let_go or plan.distributed_on is None or not plan.stands:
        return  # the plan is no more, or the circle's alone: nobody waits for an answer
    text = work.open(plan.text, PlanText)
    if isinstance(text, Erased):
        return  # erased: what was asked is gone with it
    waiting = plan.unanswered(text)
    if not waiting:
        return  # all answered in time
    work.tell(HelpAnswerOverdue(case_id=message.case_id, items=len(waiting)))


def _asked(message: AnswerHelp, plan: Plan, work: Work) -> HelpAsked:
    text = work.open(plan.text, PlanText)
    asked = () if isinstance(text, Erased) else text.help_asked
    if message.item > len(asked):
        raise InvalidFields(
            ("/item",), f"the circle asks {len(asked)} things of professionals; show-plan numbers them"
        ).because("no-such-help")
    return asked[message.item - 1]
