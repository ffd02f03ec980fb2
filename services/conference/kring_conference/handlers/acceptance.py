"""The answer of whoever checks the plan: it is accepted, or goes back to the circle."""

from kring_conference.domain.acceptance import (
    must_all_be_there,
    must_be_one_of,
    must_be_reasons,
    must_know_the_conditions,
    still_asked,
)
from kring_conference.domain.attendance import expected_again
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.handlers.finding import the_plan
from kring_conference.handlers.submitting import CLOCK
from kring_conference.process import PREPARATION, PlanStage, Stage
from kring_shared.contracts.conference import (
    AcceptPlan,
    ConferenceAdjourned,
    ConferenceConcluded,
    PlanAccepted,
    PlanOutcome,
    PlanSentBack,
    SendPlanBack,
    StillBecause,
)
from kring_shared.kernel.work import Work


def accept_plan(message: AcceptPlan, work: Work) -> None:
    """A professional accepts. Where conditions of several bind the plan, it waits for each of them.

    Raises:
        NotPermitted: the plan does not lie before them.
        NotReady: somebody who takes part was not told every condition beforehand; or one of several who set them fell
            out, and nobody looks in their place.
    """
    before = work.need(Conference, message.case_id)
    conference = before.moved(AcceptPlan)
    plan = the_plan(message, message.case_id, work)
    by, people = work.actor.id if work.actor else "", work.all(Participant, message.case_id)
    asked = still_asked(plan, people)
    plan.moved(AcceptPlan)
    must_be_one_of(asked, by)
    must_all_be_there(conference, asked)
    must_know_the_conditions(conference, people)
    after = plan.accepted(by, asked if conference.is_mandatory else (by,))
    work.save(after)
    if after.stage is PlanStage.SUBMITTED:
        work.answer = {"stillToAccept": len(after.waiting_for(asked))}
        return
    work.forget(CLOCK, message.case_id)
    work.tell(PlanAccepted(case_id=message.case_id, plan_version=plan.plan_version))
    if before.stage not in PREPARATION:
        work.save(conference)
        return
    work.save(conference.without_day())  # the second meeting is not needed
    if before.room.meeting and not before.room.closed:
        present = sum(person.is_expected for person in of_the_circle(people))
        work.tell(_held(before, present))


def _held(conference: Conference, present: int) -> ConferenceConcluded:
    """Say that a meeting which was broken off led to a plan, with those of the circle who were to come."""
    return ConferenceConcluded(
        case_id=conference.case_id,
        outcome=PlanOutcome.PLAN,
        present_count=present or 1,
        held_on=conference.held_on,
        meeting=conference.room.meeting,
    )


def send_plan_back(message: SendPlanBack, work: Work) -> None:
    """The plan goes back to the circle, which talks again once everyone else has left (`StartPrivateTime`).

    After the day that takes a second meeting, to which those who were there are expected again.

    Raises:
        NotPermitted: the plan does not lie before them.
        InvalidFields: something that cannot be a reason.
    """
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work)
    by, people = work.actor.id if work.actor else "", work.all(Participant, message.case_id)
    plan.moved(SendPlanBack)
    must_be_one_of(still_asked(plan, people), by)
    unmet = must_be_reasons(conference, message.unmet)
    work.save(plan.sent_back(unmet, by))
    work.forget(CLOCK, message.case_id)
    work.tell(PlanSentBack(case_id=message.case_id, plan_version=plan.plan_version, unmet=unmet))
    give_back(conference, work)


def give_back(conference: Conference, work: Work) -> None:
    """Let the circle go on with its plan: in the room, or after the day in a second meeting."""
    moved = conference.moved(SendPlanBack)
    if conference.stage is not Stage.CONCLUDED:
        work.save(moved)
        return
    work.save(moved.without_day(), *expected_again(work.all(Participant, conference.case_id)))
    work.tell(ConferenceAdjourned(case_id=conference.case_id, because=StillBecause.PLAN_SENT_BACK))
