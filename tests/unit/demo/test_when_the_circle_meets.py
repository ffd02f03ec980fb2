"""The circle that the desks show before its day has not met yet, whatever the hour somebody looks at them."""

from datetime import UTC, datetime, timedelta

import pytest

from kring_shared.testing.demo.coming_in import requests

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=300)


@pytest.mark.parametrize("hour", range(24))
def test_a_circle_meets_in_an_hour_or_two_from_every_hour_of_a_day(hour: int) -> None:
    for minute in (0, 1, 30, 59):
        now = MONDAY + timedelta(hours=hour, minutes=minute)
        today = next(one for one in requests(now) if one.reference == "today-1")
        meets = today.temper.course.day(today.at, LONG_AGO)
        assert timedelta(hours=1) < meets - now <= timedelta(hours=2), now
        assert today.at < now
