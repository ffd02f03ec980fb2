"""Part two. Nothing of it is kept but that it began and ended."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.plan import Plan
from kring_shared.contracts.conference import (
    AskToMeet,
    EndPrivateTime,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    StartPrivateTime,
)
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.work import Work


def ask_to_meet(message: AskToMeet, work: Work) -> None:
    raise NotImplementedError


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
    """The circle gave the sign."""
    work.save(work.need(Conference, message.case_id).joined_again(work.now))
    work.tell(PrivateTimeEnded(case_id=message.case_id), PresentationStarted(case_id=message.case_id))


def forget_when(message: RegistrationLocked, work: Work) -> None:
    """Forget when the circle was alone: the registration is locked, and nobody needs it any more."""
    conference = work.get(Conference, message.case_id)
    if conference is not None:  # a request that stopped early never had one
        work.save(conference.without_stamps())
