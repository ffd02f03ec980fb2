"""What each service declares on FastStream is in the AsyncAPI, with whoever tells it."""

from collections.abc import Iterator
from typing import Any

import pytest
from faststream.specification import AsyncAPI

from kring_shared.contracts.envelope import Command, Fact, Named, Query
from kring_shared.contracts.every_service import (
    CaseFacts,
    ListDeadLetters,
    ListEmergencies,
    PersonData,
    Ready,
    RetryDeadLetter,
    WhoLooked,
)
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Origin
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.published import publishing
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.blueprint import declared

GENERIC: set[type[Named]] = {
    Ready,
    CaseFacts,
    ListDeadLetters,
    RetryDeadLetter,
    WhoLooked,
    ListEmergencies,
    PersonData,
}
NAMES = plugins.service_names()


@pytest.fixture(scope="module")
def services() -> dict[str, tuple[Service, LaneBroker]]:
    return {service.name: (service, broker) for service, broker in declared()}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return publishing.asyncapi()


def asked(broker: LaneBroker) -> set[type[Named]]:
    commands = {route.model for route in broker.routes.of(Origin.COMMAND).values()}
    return commands | {asked.model for asked in broker.routes.queries.values()}


@pytest.mark.parametrize("name", NAMES)
def test_a_service_answers_its_whole_contract_and_what_every_service_answers(
    name: str, services: dict[str, tuple[Service, LaneBroker]]
) -> None:
    service, broker = services[name]
    assert asked(broker) == {*service.own(Command), *service.own(Query), *GENERIC}


@pytest.mark.parametrize("name", NAMES)
def test_faststream_knows_every_one_of_them_with_its_fields(
    name: str, services: dict[str, tuple[Service, LaneBroker]]
) -> None:
    _, broker = services[name]
    drawn = AsyncAPI(broker.faststream).to_specification().to_jsonable()
    receiving = {
        operation["channel"]["$ref"] for operation in drawn["operations"].values() if operation["action"] == "receive"
    }
    addresses = {drawn["channels"][channel.removeprefix("#/channels/")]["address"] for channel in receiving}
    for model in {*broker.routes.heard(), *asked(broker)}:
        assert issubclass(model, Fact | Command | Query)
        assert model.address() in addresses
        properties = drawn["components"]["schemas"][model.__name__].get("properties", {})
        assert set(properties) == {field.alias for field in model.model_fields.values()}


@pytest.mark.parametrize("name", NAMES)
def test_who_tells_and_who_hears_a_fact_stand_in_the_document(
    name: str, services: dict[str, tuple[Service, LaneBroker]], document: dict[str, Any]
) -> None:
    service, broker = services[name]
    told = set(operations(document, name, "send"))
    assert {fact.__name__ for fact in service.own(Fact)} <= told
    received = set(operations(document, name, "receive"))
    assert {model.__name__ for model in {*broker.routes.heard(), *asked(broker)}} <= received


def test_every_question_says_how_it_is_answered(document: dict[str, Any]) -> None:
    without = [
        title
        for title, operation in document["operations"].items()
        if any(verb in address(document, operation).split(".") for verb in ("do", "ask")) and "reply" not in operation
    ]
    assert without == []


def test_what_every_service_answers_is_asked_of_each_at_its_own_address(document: dict[str, Any]) -> None:
    addresses = {channel["address"] for channel in document["channels"].values()}
    for name in NAMES:
        assert f"kring.{{office}}.ask.{name}.ready.v1" in addresses
        assert f"kring.{{office}}.do.{name}.retry-dead-letter.v1" in addresses
    assert not any(".every." in (found or "") for found in addresses)


def operations(document: dict[str, Any], service: str, action: str) -> Iterator[str]:
    for title, operation in document["operations"].items():
        if title.startswith(f"{service}.") and operation["action"] == action:
            yield from (message["$ref"].rpartition("/")[2] for message in operation["messages"])


def address(document: dict[str, Any], operation: dict[str, Any]) -> str:
    found = document["channels"][operation["channel"]["$ref"].removeprefix("#/channels/")]["address"]
    return found or ""
