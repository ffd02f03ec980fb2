"""What the demo tells of the desks comes from facts alone; and played people keep office hours."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.demo.desk import Desks
from kring_shared.contracts import intake as i
from kring_shared.contracts.envelope import Fact
from kring_shared.testing.audit import Kept
from kring_shared.testing.people.agenda import in_office_hours

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
ONE, OTHER = "019aa0000000700080000000000000a1", "019aa0000000700080000000000000a2"


def told(*facts: Fact) -> list[str]:
    """Keep facts as a stream would, a day apart, and give what is told of them."""
    kept = [Kept(n, str(n), fact.kind(), "", "", stamped(fact, n).to_json()) for n, fact in enumerate(facts, 1)]
    return [line.words for line in Desks(kept).lines()]


def stamped(fact: Fact, days: int) -> Fact:
    """Give a fact its office and its moment."""
    moment = MONDAY + timedelta(days=days - 1)
    return fact.model_copy(update={"office": "gent", "occurred_at": moment})


def closed(case_id: str, outcome: i.Outcome = i.Outcome.MEETING_WITH_PLAN) -> Fact:
    """Close a request."""
    return i.RequestClosed(case_id=case_id, outcome=outcome, lead_time_days=70)


def test_a_merge_is_told_with_what_made_them_look_alike() -> None:
    suspected = i.DuplicateSuspected(case_id=ONE, other_id=OTHER, strength=97, reasons=("same-name", "same-area"))
    merged = i.RequestMerged(case_id=ONE, into_id=OTHER)
    assert told(suspected, merged, closed(OTHER)) == [
        "Two requests alike (same name, same area): merged into one. A plan was made."
    ]
    undone = i.MergeUndone(case_id=ONE, from_id=OTHER)
    assert told(suspected, merged, undone, closed(ONE), closed(OTHER)) == [
        "Two requests alike (same name, same area): merged; undone Wed 25 Nov. Each made a plan."
    ]


def test_an_offer_that_was_not_taken_up_is_told_as_such() -> None:
    offered = i.RequestTransferOffered(case_id=ONE, to_office="utrecht", reason=i.TransferReason.FAMILY_MOVED)
    assert told(offered) == ["The family moved: Utrecht was asked, and did not take it over."]


def test_what_nobody_took_on_is_told_as_such() -> None:
    apart = i.ReferralQuarantined(case_id=ONE, system="wijkteam", code="kring.national-number")
    assert told(apart) == ["A referral held a national number: masked, set apart; nobody took it on."]
    released = i.QuarantineReleased(case_id=ONE, request_id=OTHER)
    assert told(apart, released, closed(OTHER, i.Outcome.STOPPED_IN_PREPARATION)) == [
        "A referral held a national number: masked, set apart, taken on Tue 24 Nov. It ended: stopped-in-preparation."
    ]


@pytest.mark.parametrize(
    ("hours", "acts_at"),
    [(0, "Mon 08"), (1, "Mon 11"), (9, "Mon 17"), (10, "Tue 08"), (24 * 4 + 10, "Mon 08"), (24 * 5, "Mon 08")],
)
def test_people_get_to_what_waits_for_them_in_office_hours(hours: int, acts_at: str) -> None:
    assert f"{in_office_hours(MONDAY + timedelta(hours=hours)):%a %H}" == acts_at


def test_a_minute_past_an_office_hour_waits_for_the_next() -> None:
    assert in_office_hours(MONDAY + timedelta(minutes=1)) == MONDAY + timedelta(hours=3)
