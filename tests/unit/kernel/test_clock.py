"""A clock that is driven by hand stands still between two moves, and never goes back."""

from datetime import UTC, datetime, timedelta

from kring_shared.kernel.clock import DrivenClock, SystemClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_it_stands_still_until_it_is_moved() -> None:
    clock = DrivenClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.move_by(timedelta(weeks=8))
    assert clock.now() == NOON + timedelta(weeks=8)


def test_it_never_goes_back() -> None:
    clock = DrivenClock(NOON)
    clock.move_to(NOON - timedelta(days=1))
    clock.move_by(-timedelta(days=1))
    assert clock.now() == NOON


def test_the_wall_clock_knows_its_zone() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
