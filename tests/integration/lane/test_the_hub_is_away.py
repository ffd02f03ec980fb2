"""An office whose hub cannot be reached: it works as ever, keeps what is for others, and says so."""

import asyncio
from pathlib import Path

from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, OTHER, START
from tests.integration.lane.inn import inn
from tests.integration.lane.inn_guests import DOOR, rang
from tests.integration.lane.inn_messages import GuestRang, OfferGuest
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
OFFER = OfferGuest(case_id=CASE, offer_id=OTHER, to_office="gent")
AT_ONCE_SECONDS = 2.0
"""Well below the five a service gives itself to tell what it has to."""


async def shown(stage: Stage) -> ReadyShown:
    """Ask the service what it says of itself."""
    subject = Ready.address("utrecht").replace(".every.", ".inn.")
    return ReadyShown.model_validate_json((await stage.bus.request(subject, b"{}", timeout=5)).data)


def places(stage: Stage, reach: str) -> list[int | None]:
    """Read the places of what may leave the office, or of what stays."""
    return [row.place for row in stage.rows(OUTBOX) if f".{reach}." in row.subject]


async def test_a_service_works_tells_its_own_and_stops_at_once(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), serves=("utrecht",), backbone_domain="nowhere") as stage:
        await stage.tell(GuestRang(case_id=CASE, door_id=DOOR))
        await until(lambda: stage.rows(OUTBOX), "the guest is noted")
        assert (await stage.do(OFFER)).status == "done"
        await stage.tell(GuestRang(case_id=CASE, door_id=DOOR))
        await until(lambda: len(places(stage, "office")) == 2, "the guest came once more")
        await stage.rest()
        assert places(stage, "office") == [2, 4]  # told in between, though the offer was there first
        assert places(stage, "backbone") == [None]
        said = await shown(stage)
        assert (said.ready, said.line, said.unsent, said.waits_for) == (True, "away", 1, ())
        loop = asyncio.get_running_loop()
        began = loop.time()
        await stage.stop()
        assert loop.time() - began < AT_ONCE_SECONDS


async def test_a_service_starts_with_what_it_could_not_tell_before(kind: str, tmp_path: Path) -> None:
    async with on_stage(
        kind, tmp_path, service=inn(), serves=("utrecht",), backbone_domain="nowhere", started=False
    ) as stage:
        stage.settle(rang())
        for _ in range(2):
            await stage.start()
            await stage.do(OFFER, command_id=new_id(START))
            await stage.rest()
            await stage.stop()
        assert places(stage, "backbone") == [None, None]
        assert places(stage, "office") == [1]
        assert stage.rows(PARKED) == []


async def test_an_office_has_only_its_own_streams_and_consumers(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), serves=("utrecht",), backbone_domain="nowhere") as stage:
        js = stage.bus.jetstream()
        assert {info.config.name for info in await js.streams_info()} == {"KRING", "REFERRALS", "RECEIPTS"}
        assert [info.name for info in await js.consumers_info(FACTS)] == ["inn_utrecht"]
