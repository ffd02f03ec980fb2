"""Breaking off for the day, a rule that was broken, and the end of a meeting."""

from dataclasses import replace

from kring_conference.domain.attendance import expected_again, there
from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import BY_NATURE_OF_PRIVATE_TIME, must_be_free_to_stop, must_end_honestly
from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.domain.plan import Plan
from kring_conference.process import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AdjournConference,
    ConcludeConference,
    ConferenceAdjourned,
    ConferenceConcluded,
    FollowUpEnded,
    PhaseRuleViolated,
    PlanOutcome,
    RecordViolation,
)
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Work


def adjourn_conference(message: AdjournConference, work: Work) -> None:
    """Stop for today; the plan stays where it is, the day is let go, and everybody is expected again.

    Raises:
        NotReady, InvalidFields: see `must_be_free_to_stop`.
    """
    conference = work.need(Conference, message.case_id)
    adjourned = conference.adjourned(work.now)
    by_coordinator = work.actor is not None and work.actor.role is Role.COORDINATOR
    must_be_free_to_stop(conference, work.get(Plan, message.case_id), message.because, by_coordinator=by_coordinator)
    work.save(adjourned, *expected_again(work.all(Participant, message.case_id)))
    work.tell(ConferenceAdjourned(case_id=message.case_id, because=message.because))


def record_violation(message: RecordViolation, work: Work) -> None:
    """Note that a rule of the three parts was broken: which, and in which part. Whoever says so is not told either."""
    conference = work.need(Conference, message.case_id).moved(RecordViolation)
    stage = Stage.PRIVATE_TIME if message.rule in BY_NATURE_OF_PRIVATE_TIME else conference.stage
    work.by = "system"  # in a circle of nine, who complained is soon whoever it was about
    work.tell(PhaseRuleViolated(case_id=message.case_id, rule=message.rule, stage=stage.value))


def conclude_conference(message: ConcludeConference, work: Work) -> None:
    """Close the meeting, with the plan or honestly without one; without one nobody is called afterwards.

    Raises:
        NotReady: there is no plan, or none that counts, and it is not said that there is none; or there is one.
        InvalidFields: fewer people than were noted as there.
    """
    conference = work.need(Conference, message.case_id).moved(ConcludeConference)
    plan = work.get(Plan, message.case_id)
    must_end_honestly(plan, without_plan=message.without_plan)
    noted = len(of_the_circle(there(work.all(Participant, message.case_id))))
    if message.present_count < noted:
        raise InvalidFields(
            ("/presentCount",), f"{noted} people of the circle were noted as present; count them as well"
        ).because("more-were-present", n=noted)
    outcome = PlanOutcome.NO_PLAN
    if plan is not None:
        plan = plan.moved(ConcludeConference)
        outcome = plan.outcome
        work.save(plan)
    work.save(replace(conference, room=replace(conference.room, closed=True)))
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
