"""The three parts. Of part two nothing is kept but that it began and ended."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.readiness import Preparation, demand_ready
from kring_shared.contracts.conference import (
    ConcludeConference,
    ConferenceConcluded,
    EndPrivateTime,
    FollowUpEnded,
    InformationPhaseStarted,
    PlanOutcome,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    StartInformationPhase,
    StartPrivateTime,
)
from kring_shared.kernel.work import Work


def start_information_phase(message: StartInformationPhase, work: Work) -> None:
    """Open the meeting; what changed since it was declared ready is looked at once more."""
    conference = work.need(Conference, message.case_id)
    opened = conference.opened(work.now)
    demand_ready(Preparation(conference, work.all(Participant, message.case_id), work.now, on_the_day=True))
    work.save(opened)
    work.tell(InformationPhaseStarted(case_id=message.case_id))


def start_private_time(message: StartPrivateTime, work: Work) -> None:
    """Leave the circle alone, for the first time or again; a plan it wants to change goes with it."""
    conference = work.need(Conference, message.case_id)
    alone = conference.left_alone(
        work.now,
        professionals_left=message.professionals_left,
        coordinator_left=message.coordinator_left,
    )
    if plan := work.get(Plan, message.case_id):
        work.save(plan.moved(StartPrivateTime))
    work.save(alone)
    work.tell(PrivateTimeStarted(case_id=message.case_id))


def end_private_time(message: EndPrivateTime, work: Work) -> None:
    """The circle gave the sign; the rights table lets nobody else give it."""
    work.save(work.need(Conference, message.case_id).joined_again(work.now))
    work.tell(PrivateTimeEnded(case_id=message.case_id), PresentationStarted(case_id=message.case_id))


def conclude(message: ConcludeConference, work: Work) -> None:
    """Close the meeting, with the plan or honestly without one; without one nobody is called afterwards."""
    conference = work.need(Conference, message.case_id).moved(ConcludeConference)
    outcome = PlanOutcome.NO_PLAN
    if plan := work.get(Plan, message.case_id):
        plan = plan.concluded(needs_acceptance=conference.needs_acceptance)
        outcome = plan.outcome
        work.save(plan)
    work.save(conference)
    work.tell(
        ConferenceConcluded(
            case_id=message.case_id,
            outcome=outcome,
            present_count=message.present_count,
            held_on=conference.held_on,
        ),
    )
    if outcome is PlanOutcome.NO_PLAN:
        work.tell(FollowUpEnded(case_id=message.case_id, steps=0))
