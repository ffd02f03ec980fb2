"""Breaking off for the day, a rule that was broken, and the end of a meeting."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.attendance import expected_again, there
from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import BY_NATURE_OF_PRIVATE_TIME, demand_honest_end
from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.domain.plan import Plan
from kring_conference.process import PlanStage, Stage
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
    StillBecause,
)
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.work import Work

STOPS_PRIVATE_TIME: Final = frozenset(
    {StillBecause.CIRCLE_WANTS_MORE_TIME, StillBecause.CIRCLE_ASKS, StillBecause.SAFETY}
)
"""Why a coordinator may break private time off: the circle says so, or somebody is not safe. Never a clock."""


def adjourn_conference(message: AdjournConference, work: Work) -> None:
    """Stop for today; the plan stays where it is, the day is let go, and everybody is expected again.

    Raises:
        NotReady: the plan is with who checks it, or accepted, so no second meeting is needed; or a coordinator would
            end private time, which only the circle does.
        InvalidFields: that nobody coordinates is seen by itself, and by nobody noted.
    """
    conference = work.need(Conference, message.case_id)
    adjourned = conference.adjourned(work.now)
    if message.because is StillBecause.NO_COORDINATOR:
        words = "that nobody coordinates needs no note; say why the circle stops for today"
        raise InvalidFields(("/because",), words)
    by_coordinator = work.actor is not None and work.actor.role is Role.COORDINATOR
    if conference.stage is Stage.PRIVATE_TIME and by_coordinator and message.because not in STOPS_PRIVATE_TIME:
        words = "only the circle ends private time; it may ask to go on another day, and you may stop for safety"
        raise NotReady(words)
    plan = work.get(Plan, message.case_id)
    on_its_way = plan is not None and plan.stage in {PlanStage.SUBMITTED, PlanStage.ACCEPTED}
    if conference.stage is Stage.PRESENTATION_PHASE and on_its_way:
        words = "the plan is on its way: close the meeting (conclude-conference); sent back, it gets a second one"
        raise NotReady(words)
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
    demand_honest_end(plan, without_plan=message.without_plan)
    noted = len(of_the_circle(there(work.all(Participant, message.case_id))))
    if message.present_count < noted:
        words = f"{noted} people of the circle were noted as present; count them as well"
        raise InvalidFields(("/presentCount",), words)
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
