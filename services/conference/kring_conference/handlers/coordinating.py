"""Who coordinates: one begins, is kept away, goes on, hands over, or is done. What the family agreed to stays."""

from kring_conference.domain.attendance import expected_again
from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import is_over
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.handlers.follow_up import ask_for_what_is_due
from kring_conference.process import Stage
from kring_shared.contracts.conference import ConferenceAdjourned, PreparationStarted, StillBecause
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
)
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def let_in(message: AssignmentActivated | AssignmentRestored, work: Work) -> None:
    """The coordinator whom the main person agreed to begins, or goes on where the one before left it.

    Told too late, when all was stopped or somebody else coordinates, it lets nobody in.
    """
    before = work.need(Conference, message.case_id)
    if before.stage is Stage.CANCELLED:
        return
    conference = before.coordinated(message)
    work.save(conference)
    coordinator_id = conference.coordinator_id
    if coordinator_id is None or coordinator_id == before.coordinator_id:
        return
    if before.stage is Stage.AWAITING_COORDINATOR:
        work.tell(PreparationStarted(case_id=message.case_id, coordinator_id=coordinator_id))
    if conference.paused_at is None:
        ask_for_what_is_due(conference, work)


def keep_out(message: AssignmentFrozen | AssignmentHandedOver, work: Work) -> None:
    """The coordinator is out from this moment; what needs one waits, and calls they were asked for are asked anew.

    Also a conference that is off, or over, is not theirs to see any more.
    """
    before = work.need(Conference, message.case_id)
    conference = before.coordinated(message)
    work.save(conference)
    if conference.coordinator_id == before.coordinator_id:
        return  # it is about somebody who does not coordinate: asked and never begun, or out already
    calls = work.all(FollowUp, message.case_id)
    work.save(*(call.moved(type(message)) for call in calls if call.waits_after(type(message))))
    if before.stage is Stage.INFORMATION_PHASE:
        work.save(*expected_again(work.all(Participant, message.case_id)))
        # In a second meeting the circle has met before, which other steps read from why this one was broken off.
        first = before.room.meeting == 1
        because = StillBecause.NO_COORDINATOR if first else StillBecause.SOMEBODY_MISSING
        work.tell(ConferenceAdjourned(case_id=message.case_id, because=because))


def end(message: AssignmentCompleted, work: Work) -> None:
    """Their part is done, so the case is closed to the coordinator; nothing else of it changes, and no call comes back.

    The digital registration is still theirs to complete; for that they need nothing of what is kept here.

    Raises:
        NotYet: something of it is not over, so this came before its time.
    """
    conference = work.need(Conference, message.case_id)
    if not is_over(conference, work.get(Plan, message.case_id), work.all(FollowUp, message.case_id)):
        raise NotYet(f"{message.name} came while the conference is {conference.stage}")
    work.save(conference.coordinated(message))
