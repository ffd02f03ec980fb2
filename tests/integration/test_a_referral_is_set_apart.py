"""A referral with a national number, on a real bus: a person sees it masked, its sender hears what became of it."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nats.aio.subscription import Subscription

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import (
    ListQuarantine,
    QuarantinedShown,
    QuarantineList,
    ReleaseQuarantined,
    ShowQuarantined,
)
from kring_shared.runtime.bus.client import RefusedAnswer
from tests.integration.lane.desk import MANAGER, OFFICE, START
from tests.integration.lane.stage import Stage, on_stage
from tests.resilience.books import readable
from tests.unit.intake.sent import an_event

BSN = "123456782"
EVENT = an_event("event-5", question=f"Hoe blijft Filip ({BSN}) veilig?")


async def refer(stage: Stage) -> Subscription:
    """Send the referral over the bus; give where its sender reads the receipts."""
    receipts = await stage.bus.subscribe(f"kring.{OFFICE}.receipts.wijkteam-noord")
    await stage.bus.jetstream().publish(f"kring.{OFFICE}.referrals.wijkteam-noord", EVENT.encode())
    return receipts


async def next_of(receipts: Subscription) -> dict[str, Any]:
    """Wait for the next receipt."""
    event: dict[str, Any] = json.loads((await receipts.next_msg(timeout=20)).data)
    assert event["inreplyto"] == "event-5"
    data: dict[str, Any] = event["data"]
    return data


async def waiting(stage: Stage) -> QuarantineList:
    """List what waits, as the manager."""
    actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
    return await stage.client.ask(ListQuarantine(office=OFFICE), actor, QuarantineList)


async def show(stage: Stage, quarantine_id: str) -> QuarantinedShown:
    """Look at one, as the manager."""
    actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
    return await stage.client.ask(ShowQuarantined(quarantine_id=quarantine_id), actor, QuarantinedShown)


async def test_a_person_sees_it_masked_and_takes_it_on_and_its_sender_hears_the_request(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        receipts = await refer(stage)
        assert (await next_of(receipts))["status"] == "quarantined"
        (line,) = (await waiting(stage)).quarantined
        assert (line.system, line.code, line.erased_at) == (
            "wijkteam-noord",
            "kring.national-number",
            START + timedelta(days=14),
        )
        shown = await show(stage, line.quarantine_id)
        assert "Hoe blijft Filip (*********) veilig?" in shown.text
        done = await stage.do(ReleaseQuarantined(quarantine_id=line.quarantine_id))
        assert done.status == "done"
        receipt = await next_of(receipts)
        assert receipt["status"] == "received"
        assert done.answer is not None
        assert receipt["requestId"] == done.answer["requestId"]
        assert (await waiting(stage)).quarantined == ()
        with pytest.raises(RefusedAnswer, match="nothing waits under that id"):
            await show(stage, line.quarantine_id)


async def test_after_fourteen_days_it_can_be_read_nowhere_and_its_sender_is_told(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        receipts = await refer(stage)
        await next_of(receipts)
        (line,) = (await waiting(stage)).quarantined
        stage.clock.move_by(timedelta(days=14, minutes=1))
        await stage.rest()
        receipt = await next_of(receipts)
        assert (receipt["status"], receipt["code"]) == ("refused", "kring.not-looked-at")
        assert (await waiting(stage)).quarantined == ()
        with pytest.raises(RefusedAnswer, match="nothing waits under that id"):
            await show(stage, line.quarantine_id)
        assert await asyncio.to_thread(readable, tmp_path, (BSN, "Filip", "Rachel")) == []
