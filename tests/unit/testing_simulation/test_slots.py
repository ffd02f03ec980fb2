"""Slots: many acts at one moment, never on another day than was meant, and a clock that only stops there."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.simulation.slots import SLOTS, SlotAgenda, slot_after, slot_before

FIRST = datetime(2022, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(MOMENTS)
def test_a_moment_lies_between_its_two_slots(moment: datetime) -> None:
    before, after = slot_before(moment), slot_after(moment)
    assert before <= moment <= after
    assert {before.hour, after.hour} <= set(SLOTS)
    assert after - before < timedelta(days=1)


async def test_what_is_meant_for_an_hour_is_done_in_the_slot_it_falls_in() -> None:
    clock = DrivenClock(datetime(2022, 1, 3, 8, tzinfo=UTC))
    agenda = SlotAgenda(clock)

    async def act() -> None:
        return None

    agenda.plan_at(datetime(2022, 1, 3, 17, tzinfo=UTC), "one", act)
    agenda.plan_at(datetime(2022, 1, 3, 18, 30, tzinfo=UTC), "other", act)
    assert set(agenda.due()) == {"one"}
    assert agenda.next() == datetime(2022, 1, 3, 18, tzinfo=UTC)
