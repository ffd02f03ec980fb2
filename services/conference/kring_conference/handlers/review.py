"""The circle's own review, and calling it together again: whom the plan names comes first, then the office."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.review import (
    ENDS_REMINDERS,
    convener_of,
    must_have_an_end,
    must_have_been,
    remind_at,
    review_day,
)
from kring_conference.handlers.finding import the_plan
from kring_shared.contracts.conference import (
    AskReviewReminders,
    ConvenerAsked,
    ConvenerHadTime,
    MeetingAgainOffered,
    PlanReviewed,
    PlanStalls,
    PlanText,
    RecordReview,
    ReviewComing,
    ReviewNear,
    ReviewOutcome,
    ReviewReminderSet,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotReady, Refused
from kring_shared.kernel.work import Work

NEXT_DAY: Final = timedelta(days=1)
ASK_AGAIN: Final = (
    "a next conference is a new request that names this one (take-request, with this case as previousCaseId): "
    "the main person asks the regional manager, and gives consent anew"
)


def plan_stalls(conference: Conference, work: Work) -> None:
    """Ask whom the plan names to call the circle together; when it names nobody who can, the office offers to.

    While the case is paused nobody is drawn further in: it is looked at again the next day.
    """
    case_id = conference.case_id
    if conference.paused_at is not None:
        work.remind(PlanStalls(case_id=case_id), work.now + NEXT_DAY)
        return
    plan = work.get(Plan, case_id)
    if plan is None or not plan.knows(ConvenerAsked):
        return  # whom the plan names was asked already, and still has time
    convener = _convener(plan, work)
    if convener is None:
        work.tell(MeetingAgainOffered(case_id=case_id))
        return
    work.save(plan.moved(ConvenerAsked))
    work.tell(ConvenerAsked(case_id=case_id, person_id=convener.id))
    work.remind(ConvenerHadTime(case_id=case_id), work.now + timedelta(days=conference.policy.convener_days))


def stalls_after_a_pause(message: PlanStalls, work: Work) -> None:
    """It was heard in a pause that the plan stalls; now the circle hears so, if it did not look itself meanwhile."""
    plan = work.need(Plan, message.case_id)
    if not plan.let_go:
        plan_stalls(work.need(Conference, message.case_id), work)


def offer_to_meet_again(message: ConvenerHadTime, work: Work) -> None:
    """Whom the plan names had time; if the circle did not look at its plan since, the office offers once, and rests."""
    conference, plan = work.need(Conference, message.case_id), work.need(Plan, message.case_id)
    if plan.let_go or not plan.knows(MeetingAgainOffered):
        return  # the request was stopped, or the circle looked at its plan itself
    if conference.paused_at is not None:
        work.remind(message, work.now + NEXT_DAY)  # nobody is drawn further in
        return
    work.save(plan.moved(MeetingAgainOffered))
    work.tell(MeetingAgainOffered(case_id=message.case_id))


def record_review(message: RecordReview, work: Work) -> None:
    """Keep what the circle decided; whether it meets again is its own, and a next conference is a new request."""
    plan = _the_circles_plan(message, work).moved(RecordReview)
    must_have_been(message.reviewed_on, work.now.date())
    plan = replace(plan, last_review=message.outcome)
    work.forget((ConvenerHadTime, PlanStalls), message.case_id)
    if message.outcome in ENDS_REMINDERS:
        work.forget((ReviewNear,), message.case_id)
        plan = replace(plan, reminders_until=None)
    work.save(plan)
    work.tell(PlanReviewed(case_id=message.case_id, plan_version=plan.plan_version, outcome=message.outcome))
    if message.outcome is ReviewOutcome.MEETS_AGAIN:
        work.answer = {"askAgain": ASK_AGAIN}


def ask_review_reminders(message: AskReviewReminders, work: Work) -> None:
    """Remind the circle of its review, because it asked so; asked again, the newest wish counts.

    Raises:
        NotReady: the plan did not go out yet, names no day that is still to come, or its words were erased.
        InvalidFields: the wish has no sensible end.
    """
    plan = _the_circles_plan(message, work)
    plan.moved(RecordReview)  # only a plan that went out is looked at
    text = work.open(plan.text, PlanText)
    if isinstance(text, Erased):
        raise NotReady("the words of this plan were erased; the circle has its own copy, and reminds itself")
    today = work.now.date()
    review_on = review_day(text, today)
    must_have_an_end(message.until, review_on, today)
    work.save(replace(plan, reminders_until=message.until))
    work.forget((ReviewNear,), message.case_id)
    near = ReviewNear(case_id=message.case_id, review_on=review_on)
    work.remind(near, max(work.now, remind_at(review_on)))
    work.tell(ReviewReminderSet(case_id=message.case_id, until=message.until))


def review_is_near(message: ReviewNear, work: Work) -> None:
    """Remind the circle, as it asked; not when it wants no more, nor after the day it named, nor after the review."""
    conference, plan = work.need(Conference, message.case_id), work.need(Plan, message.case_id)
    today = work.now.date()
    if plan.reminders_until is None or today > min(plan.reminders_until, message.review_on):
        return
    if conference.paused_at is not None:
        work.remind(message, work.now + NEXT_DAY)  # somebody died, perhaps: it waits, and lapses after the review
        return
    work.tell(ReviewComing(case_id=message.case_id, review_on=message.review_on))


def _the_circles_plan(message: RecordReview | AskReviewReminders, work: Work) -> Plan:
    """Give the plan, unless the request was stopped after it went out.

    Raises:
        Refused: the plan is the circle's own by now; nothing of it is kept any more.
    """
    plan = the_plan(message, message.case_id, work)
    if plan.let_go:
        raise Refused(
            "this request was stopped: the plan is the circle's own, and nothing is kept or sent about it any more"
        ).because("plan-is-the-circles-own")
    return plan


def _convener(plan: Plan, work: Work) -> Participant | None:
    """Find whom the plan names; nobody when its words, or how to reach that person, were erased."""
    text = work.open(plan.text, PlanText)
    if isinstance(text, Erased):
        return None
    convener = convener_of(text, work.all(Participant, plan.case_id))
    if convener is None or isinstance(work.open(convener.card.contact, Contact), Erased):
        return None
    return convener
