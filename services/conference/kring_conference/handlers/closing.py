"""Breaking off for the day, a rule that was broken, and the end of a meeting."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.plan import Plan
from kring_shared.contracts.conference import (
    AdjournConference,
    ConcludeConference,
    ConferenceConcluded,
    FollowUpEnded,
    PlanOutcome,
    RecordViolation,
)
from kring_shared.kernel.work import Work


def adjourn_conference(message: AdjournConference, work: Work) -> None:
    raise NotImplementedError


def record_violation(message: RecordViolation, work: Work) -> None:
    raise NotImplementedError


def conclude_conference(message: ConcludeConference, work: Work) -> None:
    """Close the meeting, with the plan or honestly without one; without one nobody is called afterwards."""
    conference = work.need(Conference, message.case_id).moved(ConcludeConference)
    outcome = PlanOutcome.NO_PLAN
    if plan := work.get(Plan, message.case_id):
        plan = plan.moved(ConcludeConference)
        outcome = plan.outcome
        work.save(plan)
    work.save(conference)
    work.tell(
        ConferenceConcluded(
            case_id=message.case_id,
            outcome=outcome,
            present_count=message.present_count,
            held_on=conference.held_on,
            meeting=conference.room.meeting,
        ),
    )
    if outcome is PlanOutcome.NO_PLAN:
        work.tell(FollowUpEnded(case_id=message.case_id, steps=0))
