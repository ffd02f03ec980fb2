"""The days of a played training follow one another, whatever the moment the play begins."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kring_shared.testing.people.careers import training_days

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize("day", range(7))
def test_the_days_of_a_training_follow_one_another_from_every_half_hour_of_a_week(day: int) -> None:
    for half_hour in range(48):
        now = MONDAY + timedelta(days=day, minutes=30 * half_hour)
        days = training_days(now)
        assert all(one.date() < other.date() for one, other in pairwise((now, *days))), f"planned at {now}"
        assert all(one.isoweekday() <= 5 for one in days), f"planned at {now}"
