"""What FastStream is told: it documents every message, and its own test client can drive the lane without a bus."""

from pathlib import Path

import pytest
from faststream.nats import TestNatsBroker
from faststream.specification import AsyncAPI

from kring_shared.contracts.envelope import Command, Fact, Named, Query
from kring_shared.contracts.every_service import (
    CaseFacts,
    ListDeadLetters,
    ListEmergencies,
    PersonData,
    RetryDeadLetter,
    WhoLooked,
)
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.testing.declared import asked
from tests.integration.lane.desk import CASE, COORDINATOR, OFFICE, START, Desk, a_command, a_desk, a_fact
from tests.integration.lane.guestbook import open_door
from tests.integration.lane.messages import DoorOpened, GuestCame, SignBook


async def test_faststreams_test_client_settles_one_message_at_a_time(tmp_path: Path) -> None:
    with a_desk("sqlite", tmp_path) as desk:
        broker = desk.running.broker
        seen: list[Origin] = []

        async def settle_here(message: Named, origin: Origin) -> None:
            seen.append(origin)
            desk.settle(delivery_of(desk, message))

        broker.routes.settle_here = settle_here
        async with TestNatsBroker(broker.faststream) as client:
            opened, came = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR), GuestCame(case_id=CASE, mark=1)
            for fact in (opened, came):
                told = fact.stamped(OFFICE, START, "system")
                await client.publish(told.to_json(), told.address(OFFICE, CASE))
            sign = SignBook(case_id=CASE, mark=2, full_name="Rachel")
            await client.publish(sign.to_json(), sign.address(OFFICE))
        assert seen == [Origin.FACT, Origin.FACT, Origin.COMMAND]
        assert desk.marks() == (1, 2)


def delivery_of(desk: Desk, message: Named) -> Delivery:
    if isinstance(message, Fact):
        return a_fact(message)
    assert isinstance(message, Command)
    return a_command(message, desk.signed())


def test_every_message_the_service_hears_does_and_answers_is_in_its_asyncapi(tmp_path: Path) -> None:
    with a_desk("sqlite", tmp_path) as desk:
        document = AsyncAPI(desk.running.broker.faststream).to_specification().to_jsonable()
    declared = {channel["address"]: channel for channel in document["channels"].values()}
    generic = (CaseFacts, ListDeadLetters, RetryDeadLetter, WhoLooked, ListEmergencies, PersonData)
    expected: set[type[Named]] = {*desk.running.broker.routes.heard(), *asked(desk.service), *generic}
    assert set(declared) == {address_of(message) for message in expected}
    for message in expected:
        assert declared[address_of(message)]["description"] == (message.__doc__ or "").strip()
    schema = document["components"]["schemas"]["SignBook"]
    assert set(schema["properties"]) == {"caseId", "mark", "fullName"}


def address_of(message: type[Named]) -> str:
    assert issubclass(message, Fact | Command | Query)
    return message.address()


def test_a_message_is_declared_once() -> None:
    broker = LaneBroker("nats://127.0.0.1:1")
    broker.hears(DoorOpened, open_door)
    with pytest.raises(ValueError, match=r"hall\.door-opened\.v1 is declared twice"):
        broker.hears(DoorOpened, open_door)
