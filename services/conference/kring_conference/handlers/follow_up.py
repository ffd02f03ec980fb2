"""The calls afterwards."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp, of_step
from kring_conference.process import CONFERENCE, FOLLOW_UP
from kring_shared.contracts.conference import (
    FollowUpCallDue,
    FollowUpCompleted,
    FollowUpDue,
    FollowUpEnded,
    RecordFollowUp,
    RecordFollowUpAttempt,
)
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.work import Work


def call_is_due(message: FollowUpCallDue, work: Work) -> None:
    """The day of a call came; while the case is paused nobody is asked to call, that is told when it goes on."""
    conference = work.need(Conference, message.case_id)
    call = of_step(work.all(FollowUp, message.case_id), message.step)
    if conference.paused_at is None and FOLLOW_UP.knows(call.stage, FollowUpCallDue):
        ask_to_call(call, conference, work)


def ask_for_what_is_due(conference: Conference, work: Work) -> None:
    """Tell the coordinator of every call whose day came while the case waited, for whatever it waited."""
    for call in work.all(FollowUp, conference.case_id):
        if call.has_come(work.now):
            ask_to_call(call, conference, work)


def ask_to_call(call: FollowUp, conference: Conference, work: Work) -> None:
    """Tell the coordinator that it is time; while there is none, the call waits for whoever comes."""
    if conference.coordinator_id is not None:
        work.save(call.moved(FollowUpCallDue))
        work.tell(FollowUpDue(case_id=call.case_id, step=call.step, coordinator_id=conference.coordinator_id))


def record_follow_up(message: RecordFollowUp, work: Work) -> None:
    """The call was made; after the last one the coordinator's part is done."""
    conference = work.need(Conference, message.case_id)
    planned = work.all(FollowUp, message.case_id)
    if not planned:
        possible = CONFERENCE.possible(conference.stage)
        raise NotAllowedNow(asked=message.name, stage=conference.stage.value, possible=possible)
    call = of_step(planned, message.step)
    work.save(call.recorded(message.result))
    work.tell(FollowUpCompleted(case_id=message.case_id, step=call.step, result=message.result))
    calls = work.all(FollowUp, message.case_id)
    if not any(call.is_open for call in calls):
        work.tell(FollowUpEnded(case_id=message.case_id, steps=len(calls)))


def record_follow_up_attempt(message: RecordFollowUpAttempt, work: Work) -> None:
    raise NotImplementedError
