"""The calls afterwards: when they are due, who makes them, and what was heard, as a code."""

from datetime import datetime, timedelta

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp, of_step
from kring_conference.handlers.review import plan_stalls
from kring_conference.process import CONFERENCE
from kring_shared.contracts.conference import (
    FollowUpAttempted,
    FollowUpCallDue,
    FollowUpCompleted,
    FollowUpDue,
    FollowUpEnded,
    FollowUpPlanned,
    FollowUpResult,
    RecordFollowUp,
    RecordFollowUpAttempt,
)
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.work import Work


def plan_calls(conference: Conference, work: Work, since: datetime | None = None) -> None:
    """Plan the calls the policy asks for, from now or from when the plan went out; where it asks none, it is done."""
    for number, step in enumerate(conference.policy.follow_up, start=1):
        due_at = (since or work.now) + timedelta(days=step.after_days)
        call_id = work.new_id(f"follow-up/{number}")
        work.save(FollowUp(call_id, conference.case_id, conference.office, number, due_at, step.by))
        work.remind(FollowUpCallDue(case_id=conference.case_id, step=number), due_at)
        work.tell(FollowUpPlanned(case_id=conference.case_id, step=number, due_on=due_at.date()))
    if not conference.policy.follow_up:
        work.tell(FollowUpEnded(case_id=conference.case_id, steps=0))


def call_is_due(message: FollowUpCallDue, work: Work) -> None:
    """The day of a call came; while the case is paused nobody is asked to call, that is told when it goes on."""
    conference = work.need(Conference, message.case_id)
    call = of_step(work.all(FollowUp, message.case_id), message.step)
    if conference.paused_at is None and call.knows(FollowUpCallDue):
        ask_to_call(call, conference, work)


def ask_for_what_is_due(conference: Conference, work: Work) -> None:
    """Ask for every call whose day came while the case waited, for whatever it waited."""
    for call in work.all(FollowUp, conference.case_id):
        if call.has_come(work.now):
            ask_to_call(call, conference, work)


def ask_to_call(call: FollowUp, conference: Conference, work: Work) -> None:
    """Tell whose call it is that it is time.

    A coordinator's call waits for whoever comes while there is none; a regional manager's waits for nobody.
    """
    caller = conference.coordinator_id if call.needs_coordinator else None
    if call.needs_coordinator and caller is None:
        return
    work.save(call.moved(FollowUpCallDue))
    work.tell(FollowUpDue(case_id=call.case_id, step=call.step, coordinator_id=caller))


def record_follow_up(message: RecordFollowUp, work: Work) -> None:
    """The call was made; after the last one the coordinator's part is done."""
    conference = work.need(Conference, message.case_id)
    call = _the_call(message, conference, work)
    _complete(call, message.result, conference, work)


def record_follow_up_attempt(message: RecordFollowUpAttempt, work: Work) -> None:
    """Nobody answered; after as many calls as the policy says people are left alone, and nothing is sent to them."""
    conference = work.need(Conference, message.case_id)
    call = _the_call(message, conference, work).attempted()
    work.save(call)
    work.tell(FollowUpAttempted(case_id=message.case_id, step=call.step, attempt=call.attempts))
    if call.attempts >= conference.policy.follow_up_attempts:
        _complete(call, FollowUpResult.UNREACHABLE, conference, work)


def _the_call(message: RecordFollowUp | RecordFollowUpAttempt, conference: Conference, work: Work) -> FollowUp:
    """Find the call that something is noted about, by whoever makes it.

    Raises:
        NotAllowedNow: no call is planned at all; the plan did not go out, or the policy asks for none.
        NotFound: there is no such call.
        NotPermitted: it is somebody else's call.
    """
    planned = work.all(FollowUp, message.case_id)
    if not planned:
        possible = CONFERENCE.possible(conference.stage)
        raise NotAllowedNow(asked=message.name, stage=conference.stage.value, possible=possible)
    call = of_step(planned, message.step)
    call.must_be_made_by(work.actor)
    return call


def _complete(call: FollowUp, result: FollowUpResult, conference: Conference, work: Work) -> None:
    """Keep what came of a call: a plan that stalls is told to its circle; after the last call nobody calls again."""
    work.save(call.recorded(result, conference.policy.follow_up_attempts))
    work.tell(FollowUpCompleted(case_id=call.case_id, step=call.step, result=result))
    if result is FollowUpResult.STALLED:
        plan_stalls(conference, work)
    calls = work.all(FollowUp, call.case_id)
    if not any(call.is_open for call in calls):
        work.tell(FollowUpEnded(case_id=call.case_id, steps=len(calls)))
