"""Part two: the circle is alone, and only the circle knows when it is done."""

from dataclasses import replace
from datetime import datetime

from kring_conference.domain.conference import Conference
from kring_conference.domain.sides import must_have_two_circles
from kring_shared.contracts.conference import AskToMeet, EndPrivateTime, Side, StartPrivateTime
from kring_shared.kernel.errors import InvalidFields, NotReady


def asked_to_meet(conference: Conference, side: Side) -> Conference:
    """Note that one of the two circles asks to be with the other; alone, that does nothing yet.

    Raises:
        InvalidFields: this conference has one circle.
    """
    moved = conference.moved(AskToMeet)
    must_have_two_circles(conference.kind, "/side")
    return replace(moved, room=replace(conference.room, asked_to_meet=conference.room.asked_to_meet | {side}))


def left_alone(conference: Conference, at: datetime, message: StartPrivateTime) -> Conference:
    """Begin private time (besloten tijd); the two circles of a restorative conference each in a room of their own.

    Raises:
        NotReady: somebody who is not of the circle is still there, the conditions were not explained, or one of two
            circles did not ask to be with the other. No policy, plugin or role changes that.
        InvalidFields: one circle cannot be `together` with another.
    """
    moved = conference.moved(StartPrivateTime)
    still_there = (
        *(() if message.professionals_left else ("every professional",)),
        *(() if message.coordinator_left else ("the coordinator",)),
    )
    if still_there:
        raise NotReady(
            f"private time belongs to the circle alone: {' and '.join(still_there)} must leave the room first"
        )
    if message.interpreters_stay and not conference.policy.interpreter_may_stay:
        raise NotReady(
            "in this organisation interpreters leave as well: let the circle choose who translates among them"
        )
    if conference.conditions and not (conference.room.conditions_explained or conference.room.was_private):
        raise NotReady("explain the conditions in the room first (explain-conditions): a plan has to meet them")
    if message.together:
        must_have_two_circles(conference.kind, "/together")
        if not conference.room.both_asked_to_meet:
            raise NotReady(
                "the two circles are together only when both ask it (ask-to-meet); until then each has a room"
            )
    return replace(moved, room=conference.room.emptied(at, together=message.together))


def joined_again(conference: Conference, at: datetime, side: Side | None = None) -> Conference:
    """End private time on the circle's own sign; in separate rooms, on the sign of both.

    Raises:
        InvalidFields: it does not say which of two circles is done, or names one where there is only one.
    """
    moved = conference.moved(EndPrivateTime)
    if side is not None:
        must_have_two_circles(conference.kind, "/side")
    if conference.has_two_circles and not conference.room.together:
        if side is None:
            raise InvalidFields(
                ("/side",), "say which of the two circles is done (side); each has a room, and gives its own sign"
            ).because("which-circle")
        room = replace(conference.room, sides_done=conference.room.sides_done | {side})
        if not room.is_done:
            return replace(conference, room=room)
        moved = replace(moved, room=room)
    return replace(moved, room=moved.room.joined(at))
