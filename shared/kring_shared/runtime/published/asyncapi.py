"""FastStream's AsyncAPI of each service, put together into one document: channels shared, operations apart.

FastStream describes one application; Kring is several over one bus. The same fact is one channel here, sent by one
service and received by others. What FastStream cannot know is added: who tells, what is answered, and the open parts of
an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI
from pydantic import BaseModel

from kring_shared.contracts.envelope import Fact, Receipt
from kring_shared.contracts.every_service import Ready

Json = dict[str, Any]
EVERY: Final = Ready.service
IN_COMPONENTS: Final = "#/components/schemas/{model}"
OPEN: Final = {
    "office": "The regional office.",
    "case": "The case, or what else the fact is about: an opaque id.",
    "system": "The outside system, under the name the office knows it by.",
}


@dataclass(frozen=True)
class Spoken:
    """One service: its name, its declarations, what it tells, the answer to each query by kind, and what it hears."""

    service: str
    broker: NatsBroker
    tells: Sequence[type[Fact]]
    answers: Mapping[str, type[BaseModel]]
    hears: Sequence[type[Fact]] = ()


@dataclass(frozen=True)
class Door:
    """Where outside systems meet a service: what it receives or sends there, a CloudEvent with this data."""

    service: str
    action: str
    address: str
    data: type[BaseModel]


def document_of(spoken: Sequence[Spoken], doors: Sequence[Door] = ()) -> Json:
    """Give one AsyncAPI 3 document, sorted throughout."""
    document: Json = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kring",
            "version": version("kring-shared"),
            "description": "The messages of the Eigen Kracht route. Facts are CloudEvents 1.0 in binary mode.",
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": "application/json",
        "channels": {},
        "operations": {},
        "components": {"messages": {}, "schemas": {}},
    }
    for one in spoken:
        _add(document, one)
    for door in doors:
        _add_door(document, door)
    sorted_document: Json = _sorted(document)
    return sorted_document


def _add(document: Json, one: Spoken) -> None:
    to_itself = [fact for fact in one.tells if fact in one.hears]  # FastStream would draw one of the two only
    for fact in (
        f for f in one.tells if f not in to_itself
    ):  # for this document only: the outbox tells, not FastStream
        one.broker.publisher(fact.address(), schema=fact, title=fact.__name__, description=fact.__doc__)
    drawn: Json = AsyncAPI(one.broker).to_specification().to_jsonable()
    parts = document["components"]
    parts["schemas"] |= drawn["components"]["schemas"]
    for title, channel in drawn["channels"].items():
        action = drawn["operations"][title]["action"]
        address = channel["address"].replace(f".{EVERY}.", f".{one.service}.")
        name = f"{one.service}.{title}" if address != channel["address"] else title
        (message,) = channel["messages"]
        drawing = drawn["components"]["messages"][f"{title}:{message}"]
        parts["messages"][title] = {"name": title, "title": title, "payload": drawing["payload"]}
        document["channels"][name] = _channel(address, title, channel.get("description", ""))
        document["operations"][f"{one.service}.{title}.{action}"] = _operation(
            document, one, name, title, address, action
        )
    for fact in to_itself:
        title = fact.__name__
        send = _operation(document, one, title, title, fact.address(), "send")
        document["operations"][f"{one.service}.{title}.send"] = send


def _add_door(document: Json, door: Door) -> None:
    title = door.data.__name__
    _describe(document, door.data)
    about = f"{door.data.__doc__ or ''} One CloudEvent 1.0, in either encoding; the payload is its data."
    document["channels"][title] = _channel(door.address, title, about, last="system")
    document["operations"][f"{door.service}.{title}.{door.action}"] = {
        "action": door.action,
        "channel": {"$ref": f"#/channels/{title}"},
        "messages": [{"$ref": f"#/channels/{title}/messages/{title}"}],
    }


def _channel(address: str | None, title: str, about: str, *, last: str = "case") -> Json:
    channel: Json = {"address": address, "messages": {title: {"$ref": f"#/components/messages/{title}"}}}
    if about:
        channel["description"] = about
    if address is not None:
        first, *rest = address.split(".")
        named = [first, "{office}", *rest[1:-1], f"{{{last}}}" if rest[-1] == "*" else rest[-1]]
        channel["address"] = ".".join(named)
        channel["parameters"] = {n: {"description": OPEN[n]} for n in OPEN if f"{{{n}}}" in named}
    return channel


def _operation(document: Json, one: Spoken, name: str, title: str, address: str, action: str) -> Json:
    operation: Json = {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{title}"}],
    }
    _, _, verb, *rest = address.split(".")
    if verb in {"do", "ask"}:
        kind = ".".join([rest[0] if name == title else EVERY, *rest[1:]])
        answer: type[BaseModel] = Receipt if verb == "do" else one.answers[kind]
        operation["reply"] = _reply(document, answer)
    return operation


def _reply(document: Json, answer: type[BaseModel]) -> Json:
    """Say how it is answered: to the address that NATS puts beside the request."""
    title = answer.__name__
    _describe(document, answer)
    document["channels"][f"{title}.reply"] = _channel(None, title, answer.__doc__ or "")
    channel = f"#/channels/{title}.reply"
    return {"channel": {"$ref": channel}, "messages": [{"$ref": f"{channel}/messages/{title}"}]}


def _describe(document: Json, model: type[BaseModel]) -> None:
    title = model.__name__
    schema = model.model_json_schema(ref_template=IN_COMPONENTS)
    document["components"]["schemas"] |= schema.pop("$defs", {}) | {title: schema}
    payload = {"$ref": f"#/components/schemas/{title}"}
    document["components"]["messages"][title] = {"name": title, "title": title, "payload": payload}


def _sorted(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
