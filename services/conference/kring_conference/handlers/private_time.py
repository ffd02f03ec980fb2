"""Part two. Nothing of it is kept but that it began and ended."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.private_time import asked_to_meet, joined_again, left_alone
from kring_conference.process import PlanStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AskToMeet,
    EndPrivateTime,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    Side,
    StartPrivateTime,
)
from kring_shared.contracts.intake import Outcome
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotPermitted, NotReady
from kring_shared.kernel.work import Work


def ask_to_meet(message: AskToMeet, work: Work) -> None:
    """One of the two circles asks to be with the other in private time; nobody is told who asked.

    Raises:
        InvalidFields: this conference has one circle.
        NotPermitted: somebody asks for a side that is not their own.
    """
    asked = asked_to_meet(work.need(Conference, message.case_id), message.side)
    _own_side(message, work, message.side)
    work.save(asked)


def start_private_time(message: StartPrivateTime, work: Work) -> None:
    """Leave the circle alone, for the first time or again; a plan it wants to change goes with it.

    Raises:
        NotReady, InvalidFields: see `left_alone`.
    """
    alone = left_alone(work.need(Conference, message.case_id), work.now, message)
    plan = work.get(Plan, message.case_id)
    if plan is not None and plan.stage is not PlanStage.WITH_CIRCLE:  # there already, when a meeting was broken off
        work.save(plan.moved(StartPrivateTime))
    work.save(alone)
    work.tell(PrivateTimeStarted(case_id=message.case_id))


def end_private_time(message: EndPrivateTime, work: Work) -> None:
    """The circle gave the sign, itself or through the coordinator whom it called; of two circles, both did.

    Raises:
        NotReady: the coordinator was not called back.
        NotPermitted: somebody gives the sign of a side that is not their own.
        InvalidFields: see `joined_again`.
    """
    conference = work.need(Conference, message.case_id)
    side = message.side
    if work.actor is not None and work.actor.role is Role.COORDINATOR:
        if not message.circle_called:
            raise NotReady(
                "only the circle says when it is done; wait until it calls you back, however long that takes"
            )
    elif conference.has_two_circles:
        side = _own_side(message, work, side)
    again = joined_again(conference, work.now, side)
    work.save(again)
    if again.stage is not conference.stage:
        work.tell(PrivateTimeEnded(case_id=message.case_id), PresentationStarted(case_id=message.case_id))


def forget_when(message: RegistrationLocked, work: Work) -> None:
    """Forget when the circle was alone: the registration is locked, and nobody needs it any more.

    Raises:
        NotYet: the lock was heard before the conference it is about.
    """
    if message.outcome is Outcome.STOPPED_BEFORE_START:
        return  # nobody ever coordinated, so no circle was alone; it may never have become a conference at all
    work.save(work.need(Conference, message.case_id).without_stamps())


def _own_side(message: AskToMeet | EndPrivateTime, work: Work, side: Side | None) -> Side | None:
    """Hold a side against who speaks for it, and give theirs; the coordinator notes what either circle says."""
    actor = work.actor
    if actor is None or actor.role is Role.COORDINATOR:
        return side
    person = next(p for p in work.all(Participant, message.case_id) if p.id == actor.id)
    if person.side is None or side not in {None, person.side}:
        raise NotPermitted("you speak for your own circle only; the coordinator notes what the other one says").because(
            "own-circle-only"
        )
    return person.side
