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
    Moment,
    NotificationFailed,
    NotificationSent,
    NotificationSuppressed,
    SuppressedBecause,
)
from kring_shared.kernel.errors import NotAllowedNow
from tests.unit.notifications.cases import (
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
    Story,
    deliveries,
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
    NotificationSent,
    NotificationFailed,
    NotificationSuppressed,
    *CALLS_BACK,
    *ENDS_ACCESS,
    *LETS_BE,
)
CODES = ("kring.done", "kring.erased", "kring.unclear", "kring.channel-away")


def a_notification(status: Status) -> Notification:
    return Notification(RACHEL, CASE, FILIP, "utrecht", Moment.PLAN, "nl", "smtp", status)


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


def test_what_was_sent_or_failed_stays_so() -> None:
    assert not MESSAGE.is_open(Status.SENT)
    assert not MESSAGE.is_open(Status.FAILED)
    assert set(MESSAGE.stages()) == set(Status)


def test_whatever_ends_or_pauses_a_case_calls_back_what_did_not_leave_yet_and_nothing_else() -> None:
    assert set(BECAUSE) == {*CALLS_BACK, *ENDS_ACCESS, *LETS_BE}
    assert len({BECAUSE[event] for event in BECAUSE if event in CALLS_BACK}) == len(CALLS_BACK)
    assert {BECAUSE[event] for event in BECAUSE if event in ENDS_ACCESS} == {SuppressedBecause.ACCESS_ENDED}
    assert {BECAUSE[event] for event in BECAUSE if event in LETS_BE} == {SuppressedBecause.TAKES_NO_PART}
    for event in (*CALLS_BACK, *ENDS_ACCESS, *LETS_BE):
        assert [status for status in Status if MESSAGE.knows(status, event)] == [Status.QUEUED]


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
        moves = [t.fact for t in work.told if getattr(t.fact, "message_id", "") == delivery.message_id]
        assert len(moves) == (before is not after)
        if before is not after:
            fired = type(STOPS[event]) if event in STOPS else type(moves[0])
            assert after is MESSAGE.next(before, fired)
