"""The document of what is sent and received, where one service does both with one fact."""

from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.published.asyncapi import Spoken, document_of


class RoomOffered(Fact, service="inn"):
    """A room is offered."""


class RoomTaken(Fact, service="inn"):
    """A room is taken."""


def ignore(_message: Fact, _work: object) -> None:
    """Do nothing."""


def test_a_fact_that_a_service_tells_to_itself_is_sent_and_received() -> None:
    broker = LaneBroker("nats://127.0.0.1:1")
    broker.hears(RoomOffered, ignore)
    told = [RoomOffered, RoomTaken]
    document = document_of([Spoken("inn", broker.faststream, told, {}, [RoomOffered])])
    operations = {title: operation["action"] for title, operation in document["operations"].items()}
    assert operations == {
        "inn.RoomOffered.receive": "receive",
        "inn.RoomOffered.send": "send",
        "inn.RoomTaken.send": "send",
    }
    for operation in document["operations"].values():
        channel = operation["channel"]["$ref"].removeprefix("#/channels/")
        assert operation["messages"] == [{"$ref": f"#/channels/{channel}/messages/{channel}"}]
        assert channel in document["channels"]
