"""Knowing what another matching knew: its facts, and those it heard, are read from the streams and told to nobody."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import nats.js.errors

from tests.example_service.folding import fold
from tests.example_service.settings import SERVICE, STREAMS

if TYPE_CHECKING:
    from nats.js.api import RawStreamMsg

    from tests.example_service.bus import Bus


async def take_over(bus: "Bus") -> str:
    """Read both streams, up to what the other one acknowledged, and say how much was known from them.

    Raises:
        SystemExit: the store is not empty, or the other one holds something that it did not acknowledge.
    """
    store, settings = bus.door.store, bus.door.settings
    if not store.is_empty():
        raise SystemExit("the store is not empty: a take-over begins with an empty one")
    read = 0
    with store.together():
        for stream in STREAMS:
            info = await bus.js.consumer_info(stream, settings.name)
            if info.num_ack_pending:
                raise SystemExit(f"{info.num_ack_pending} facts are under way: stop the other one in good order first")
            settled = info.ack_floor.stream_seq if info.ack_floor else 0
            heard = set(info.config.filter_subjects or [])
            async for message in _kept(bus, stream):
                is_new = (message.seq or 0) > settled or not _is_among(message.subject or "", heard)
                read += _known(bus, message, is_heard=not is_new)
    return f"read {read} facts"


def _known(bus: "Bus", message: "RawStreamMsg", *, is_heard: bool) -> int:
    """Know one fact; what the other one did not hear yet is left for the consumer."""
    _, office, reach, service, name, version, _ = (message.subject or "").split(".")
    headers, kind = message.headers or {}, f"{service}.{name}.{version}"
    own = service == SERVICE and bus.door.settings.serves(office)
    store, fact_id = bus.door.store, headers.get("ce-id", "")
    if not bus.door.published.knows_fact(kind) or not (own or is_heard):
        return 0
    fact = bus.door.published.body_of(f"facts/{kind}", message.data or b"")
    if own:
        told = (message.data or b"").decode()
        store.tell(fact_id, message.subject or "", headers.get("ce-time", ""), told, message.seq)
    if is_heard:
        store.note(f"{office}/{fact_id}")
    if own or reach == "office" or bus.door.settings.serves(str(fact.get("toOffice"))):
        fold(store, f"{service}.{name}", fact | {"office": office})
    return 1


def _is_among(subject: str, filters: set[str]) -> bool:
    """Tell whether a subject is one of those that the consumer brings."""
    tokens = subject.split(".")
    patterns = [zip(one.split("."), tokens, strict=False) for one in filters]
    return any(all(wanted in {"*", ">", token} for wanted, token in pattern) for pattern in patterns)


async def _kept(bus: "Bus", stream: str) -> AsyncIterator["RawStreamMsg"]:
    place = 1
    while True:
        try:
            message = await bus.js.get_msg(stream, seq=place, subject="kring.>", next=True)
        except nats.js.errors.NotFoundError:
            return
        yield message
        place = (message.seq or place) + 1
