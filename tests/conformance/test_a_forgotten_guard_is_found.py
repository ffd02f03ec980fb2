"""Services that forget one thing do everything else right, and hear what it was."""

import sys
from pathlib import Path

import pytest

from kring_shared.testing.conformance import variations
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.scenarios import conference, intake, notifications, registry
from kring_shared.testing.conformance.stage import a_stage
from kring_shared.testing.conformance.steps import Scenario

WRONG = str(Path(__file__).with_name("wrong_ours.py"))
KEPT_AWAY = Scenario("somebody is left out", conference.somebody_is_left_out)
WITHDRAWN = Scenario("it is withdrawn", conference.it_is_withdrawn)
ERASED = Scenario("an erasure", registry.an_erasure)
HELD = Scenario("a hold", registry.a_hold)
COMES_AGAIN = Scenario("it comes again", intake.it_comes_again)
REFUSED = Scenario("they do not want it", intake.they_do_not_want_it)
STOPS = Scenario("it stops", notifications.it_stops)
ONCE = Scenario("each letter once", notifications.each_letter_once)


async def reason(folder: Path, service: str, wrong: Scenario, right: Scenario) -> str:
    """Hold a candidate to do one thing right and another not, and give what is said of it."""
    async with a_stage(folder, service, (sys.executable, WRONG, service)) as stage:
        await variations.as_it_is(right, stage)
        with pytest.raises(NotConform) as said:
            await variations.as_it_is(wrong, stage)
    return str(said.value)


async def test_a_conference_that_invites_who_is_kept_away_is_told_so(tmp_path: Path) -> None:
    said = await reason(tmp_path / "bus", "conference", KEPT_AWAY, WITHDRAWN)
    assert said.startswith("the command conference.invite-participant.v1 was sent by coordinator/")
    assert 'expected a receipt with kring.not-ready; came {"status":"done","code":"kring.done"' in said
    assert said.endswith("see docs/contracts/commands/conference.invite-participant.v1.json")


async def test_a_registry_that_does_not_wait_for_every_answer_to_an_order_is_told_so(tmp_path: Path) -> None:
    said = await reason(tmp_path / "bus", "registry", ERASED, HELD)
    assert said == (
        "after the fact conference.circle-erased.v1 was told: expected no registry.erasure-executed.v1, "
        "registry.erasure-ordered.v1; the candidate told registry.erasure-executed.v1"
    )


async def test_an_intake_that_knows_no_referral_again_is_told_so(tmp_path: Path) -> None:
    said = await reason(tmp_path / "bus", "intake", COMES_AGAIN, REFUSED)
    assert said == (
        "after a referral was handed in over the bus: expected a receipt with kring.repeated on "
        "kring.utrecht.receipts.svo; came kring.received, kring.received; see docs/contracts/referrals"
    )


async def test_a_notifications_that_writes_in_a_case_that_stopped_is_told_so(tmp_path: Path) -> None:
    said = await reason(tmp_path / "bus", "notifications", STOPS, ONCE)
    assert said == (
        "after the fact intake.funding-refused.v1 was told: expected no notifications.notification-queued.v1, "
        "notifications.notification-sent.v1, notifications.notification-to-tell.v1; "
        "the candidate told notifications.notification-queued.v1"
    )
