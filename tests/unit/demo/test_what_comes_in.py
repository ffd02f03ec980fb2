"""The same requests come in on whatever day, and at whatever hour, a folder is filled."""

from datetime import UTC, datetime, timedelta

from kring_shared.testing.demo.coming_in import requests

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
HOURS_OF_A_WEEK = range(0, 7 * 24, 5)


def told(now: datetime) -> list[tuple[str, int, str, object]]:
    """Give what comes in, how many days before, who asks and how it goes; not the meeting that is soon."""
    return [
        (one.reference, (now.date() - one.at.date()).days, one.requester, one.temper.course)
        for one in requests(now)
        if one.reference.rpartition("-")[0] in {"utrecht", "amersfoort", "gent"}
    ]


def test_on_every_day_of_a_week_and_at_every_hour_the_same_requests_come_in_as_many_days_ago() -> None:
    on_monday = told(MONDAY)
    assert len(on_monday) >= 15
    for hours in HOURS_OF_A_WEEK:
        now = MONDAY + timedelta(hours=hours)
        assert told(now) == on_monday, f"{now:%A %H:%M}"
