"""One message goes where its table says, and nowhere else."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_notifications.domain import Notification
from kring_notifications.handlers.stopping import BECAUSE
from kring_notifications.process import MESSAGE, Status
from kring_shared.contracts.conference import ConferenceCancelled, ParticipantNotInvited, ParticipantSteppedOut
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    ConsentRefused,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestRejected,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.contracts.notifications import (
    ContactWishesRecorded,
    Moment,
    NotificationDelayed,
    NotificationDelivered,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
    NotificationTold,
    NotificationToTell,
    NotificationUnreached,
    SuppressedBecause,
)
from kring_shared.kernel.errors import NotAllowedNow
from tests.unit.notifications.cases import Story, deliveries
from tests.unit.notifications.facts import (
    CANCELLED,
    CASE,
    FILIP,
    MERGED,
    MOVED,
    PAUSED,
    RACHEL,
    REFUSED,
    REJECTED,
    RESUMED,
    WITHDRAWN,
    received,
)

CALLS_BACK: tuple[type[Named], ...] = (
    RequestWithdrawn,
    RequestRejected,
    ConsentRefused,
    RequestPaused,
    RequestTransferred,
    RequestMerged,
    RequestLapsed,
    ConferenceCancelled,
)
LETS_BE: tuple[type[Named], ...] = (ParticipantSteppedOut, ParticipantNotInvited)
ENDS_ACCESS: tuple[type[Named], ...] = (AssignmentFrozen, AssignmentHandedOver)
EVENTS: tuple[type[Named], ...] = (
    NotificationQueued,
    NotificationSent,
    NotificationDelayed,
    NotificationDelivered,
    NotificationFailed,
    NotificationToTell,
    NotificationTold,
    NotificationUnreached,
    NotificationSuppressed,
    ContactWishesRecorded,
    *CALLS_BACK,
    *ENDS_ACCESS,
    *LETS_BE,
)
CODES = ("kring.done", "kring.erased", "kring.unclear", "kring.channel-away")


def a_notification(status: Status) -> Notification:
    return Notification(RACHEL, CASE, FILIP, "utrecht", Moment.PLAN, "nl", "smtp", status, teller=FILIP)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.name)
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(status: Status, event: type[Named]) -> None:
    before = a_notification(status)
    if MESSAGE.knows(status, event):
        assert before.moved(event).status is MESSAGE.next(status, event)
        return
    with pytest.raises(NotAllowedNow):
        before.moved(event)
    assert before == a_notification(status)


def test_what_was_sent_is_never_carried_out_again_unless_it_came_back() -> None:
    for arrived in (Status.SENT, Status.DELIVERED, Status.TOLD):
        assert not MESSAGE.knows(arrived, NotificationQueued)
        assert not MESSAGE.knows(arrived, NotificationSuppressed)
    assert MESSAGE.knows(Status.DELIVERED, NotificationFailed)
    assert not MESSAGE.is_open(Status.TOLD)
    assert set(MESSAGE.stages()) == set(Status)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.TO_TELL}))
def test_only_what_waits_to_be_told_is_found_by_who_tells_it(status: Status) -> None:
    waiting = a_notification(Status.TO_TELL)
    assert FILIP in waiting.keys()
    ways = [event for event in EVENTS if MESSAGE.knows(Status.TO_TELL, event)]
    moved = [waiting.moved(event) for event in ways if MESSAGE.next(Status.TO_TELL, event) is status]
    assert all(note.teller == "" and FILIP not in note.keys() for note in moved)
    assert ways


def test_whatever_ends_or_pauses_a_case_calls_back_what_did_not_leave_yet_and_nothing_else() -> None:
    assert set(BECAUSE) == {*CALLS_BACK, *ENDS_ACCESS, *LETS_BE, ContactWishesRecorded}
    assert len({BECAUSE[event] for event in BECAUSE if event in CALLS_BACK}) == len(CALLS_BACK)
    assert {BECAUSE[event] for event in BECAUSE if event in ENDS_ACCESS} == {SuppressedBecause.ACCESS_ENDED}
    assert {BECAUSE[event] for event in BECAUSE if event in LETS_BE} == {SuppressedBecause.TAKES_NO_PART}
    for event in BECAUSE:
        called_back = [status for status in Status if MESSAGE.knows(status, event)]
        assert called_back == [Status.QUEUED, Status.DELAYED, Status.TO_TELL]


STOPS: dict[str, Fact] = {
    fact.name: fact for fact in (WITHDRAWN, REJECTED, REFUSED, PAUSED, RESUMED, MERGED, MOVED, CANCELLED)
}


@given(st.lists(st.sampled_from([*STOPS, *CODES]), max_size=8))
def test_in_whatever_order_outcomes_and_stops_arrive_the_table_is_followed(events: list[str]) -> None:
    story = Story()
    delivery = deliveries(story.hears(received()))[0]
    for event in events:
        before = story.notifications[0].status
        work = story.hears(STOPS[event]) if event in STOPS else story.ends(delivery, event)
        after = story.notifications[0].status
        told = [type(t.fact) for t in work.told if getattr(t.fact, "message_id", "") == delivery.message_id]
        moves = [type(STOPS[event])] if event in STOPS and told else told
        reached = before
        for move in moves:
            reached = MESSAGE.next(reached, move)
        assert after is reached
