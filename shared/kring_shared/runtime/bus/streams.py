"""The streams of the bus, provisioned here and nowhere else.

Facts lie in two: what stays inside an office, and what may leave it. An office on a leaf node keeps the first on its
own server; the second lies with the hub only, and is told to it and heard from it across the line.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import nats.errors
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from kring_shared.kernel.errors import BusAway, WrongSetup

FACTS: Final = "KRING"
BACKBONE: Final = "BACKBONE"
REFERRALS: Final = "REFERRALS"
RECEIPTS: Final = "RECEIPTS"
SECOND: Final = 1_000_000_000
MAX_REFERRAL_BYTES: Final = 64 * 1024
HEADER_ROOM_BYTES: Final = 8 * 1024
DUPLICATE_WINDOW_SECONDS: Final = 600
WAITING_REFERRALS: Final = 1_000
"""How many referrals of one system wait at most: beyond it the bus refuses that system, and no other."""
REFERRALS_AT_ONCE: Final = 50
"""How many the lane gets at a time: one takes milliseconds, and what people ask must not wait for a thousand."""
UNREAD_RECEIPTS: Final = 100_000
"""How many receipts one system finds at most: beyond it the oldest of that system go, and of no other."""
HELD_BACK_RECEIPTS: Final = 20_000
"""How many receipts wait at most for systems that hear by webhook and take nothing now."""
STREAM_OF: Final = {"office": FACTS, "backbone": BACKBONE, "referrals": REFERRALS, "receipts": RECEIPTS}
"""The stream of a subject, by its third token."""
OF_FACTS: Final = (FACTS, BACKBONE)
OF_AN_OFFICE: Final = (FACTS, REFERRALS, RECEIPTS)
EVERY_STREAM: Final = (*OF_AN_OFFICE, BACKBONE)
WITHIN_SECONDS: Final = 5.0


class StreamAt(NamedTuple):
    """A stream, and the JetStream domain it is asked in; no domain is the server we are connected to."""

    name: str
    domain: str = ""

    @property
    def api(self) -> str:
        """Give what every question about it begins with."""
        return f"$JS.{self.domain}.API" if self.domain else "$JS.API"

    @property
    def is_far(self) -> bool:
        """Tell whether it lies across a line that may be down while our own server works."""
        return bool(self.domain)


def stream_at(name: str, backbone_domain: str) -> StreamAt:
    """Say where a stream is asked: the backbone in the hub's domain where an office has a server of its own."""
    return StreamAt(name, backbone_domain if name == BACKBONE else "")


@dataclass(frozen=True)
class Stream:
    """One stream: its subjects and what sets it apart."""

    name: str
    subjects: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)


STREAMS: Final = (
    Stream(
        FACTS,
        ("kring.*.office.>",),
        {"allow_atomic": True, "duplicate_window": DUPLICATE_WINDOW_SECONDS * SECOND, "allow_direct": True},
    ),
    Stream(
        BACKBONE,
        ("kring.*.backbone.>",),
        {"allow_atomic": True, "duplicate_window": DUPLICATE_WINDOW_SECONDS * SECOND, "allow_direct": True},
    ),
    Stream(
        REFERRALS,
        ("kring.*.referrals.*",),
        # Hardened: outsiders publish here, so no control header may do anything. Two systems may use the same message
        # id, so the duplicate window is as short as it can be; intake tells duplicates apart by source and id.
        {
            "duplicate_window": SECOND // 10,
            "max_msg_size": MAX_REFERRAL_BYTES + HEADER_ROOM_BYTES,
            "discard": "new",
            "max_msgs_per_subject": WAITING_REFERRALS,
            "discard_new_per_subject": True,
        },
    ),
    Stream(
        RECEIPTS,
        ("kring.*.receipts.*",),
        {
            "allow_atomic": True,
            "allow_direct": True,
            "duplicate_window": DUPLICATE_WINDOW_SECONDS * SECOND,
            "max_msgs_per_subject": UNREAD_RECEIPTS,
        },
    ),
)


def stream_of(subject: str) -> str:
    """Name the stream a subject belongs to."""
    return STREAM_OF[subject.split(".", 3)[2]]


def wanted(stream: Stream, replicas: int) -> dict[str, Any]:
    """Give a stream's whole configuration, kept by so many servers."""
    return {
        "name": stream.name,
        "subjects": list(stream.subjects),
        "storage": "file",
        "retention": "limits",
        "max_age": 0,  # what is not handled yet never goes away by itself
        # The bus sends what it answers wherever who asks says, also to itself: a word astray must not empty a stream.
        "deny_purge": True,
        "num_replicas": replicas,
        **stream.settings,
    }


async def provision_streams(client: Client, *, replicas: int = 1, only: Collection[str] = EVERY_STREAM) -> None:
    """Make or update streams, each kept by so many servers; safe to repeat.

    A hub has the backbone only, and an office with a line to it all others.

    Raises:
        BusAway: no JetStream answers.
        WrongSetup: the bus refuses a stream as we need it.
    """
    for stream in (each for each in STREAMS if each.name in only):
        config = wanted(stream, replicas)
        said = await api(client, f"STREAM.CREATE.{stream.name}", config)
        if said.get("error", {}).get("err_code") == 10058:  # noqa: PLR2004 - it is there with other settings
            said = await api(client, f"STREAM.UPDATE.{stream.name}", config)
        if "error" in said:
            raise WrongSetup(f"the bus refuses stream {stream.name}: {said['error']['description']}")


async def provision_consumer(client: Client, stream: str, durable: str, filters: list[str]) -> None:
    """Make or update one durable pull consumer: everything one service hears on one stream, in one order."""
    config = {
        "durable_name": durable,
        # The lane settles in order, so the acknowledgement of a batch's last fact stands for all of them; each
        # referral is erased by itself.
        "ack_policy": "explicit" if stream == REFERRALS else "all",
        "deliver_policy": "all",
        "ack_wait": 60 * SECOND,
        "max_ack_pending": REFERRALS_AT_ONCE if stream == REFERRALS else 5000,
        "max_deliver": -1,
        "filter_subjects": filters,
    }
    await _make_consumer(client, stream, durable, config)


async def provision_receipts(client: Client, system: str, filters: list[str]) -> None:
    """Make or update what delivers a referring system its receipts, in order and from the first, whenever it listens.

    `system` is the name it was let in by; it listens at `receipts_inbox` of that. It acknowledges nothing: that would
    be a question to the bus.
    """
    config = {
        "durable_name": system,
        "deliver_subject": receipts_inbox(system),
        "ack_policy": "none",
        "deliver_policy": "all",
        "filter_subjects": filters,
    }
    await _make_consumer(client, RECEIPTS, system, config)


async def provision_portal(client: Client, durable: str, offices: Collection[str]) -> None:
    """Make or update the consumer by which the portal reads receipts; it begins with what comes from now on.

    Each is acknowledged by itself, once whoever hears by webhook took it: one that takes nothing keeps nobody waiting.
    """
    config = {
        "durable_name": durable,
        "ack_policy": "explicit",
        "deliver_policy": "new",
        "ack_wait": 60 * SECOND,
        "max_ack_pending": HELD_BACK_RECEIPTS,
        "max_deliver": -1,
        "filter_subjects": [f"kring.{office}.receipts.*" for office in offices],
    }
    await _make_consumer(client, RECEIPTS, durable, config)


def receipts_inbox(system: str) -> str:
    """Name where a referring system listens for its receipts, by the name it was let in."""
    return f"_INBOX.{system}.receipts"


async def _make_consumer(client: Client, stream: str, durable: str, config: dict[str, Any]) -> None:
    said = await api(client, f"CONSUMER.CREATE.{stream}.{durable}", {"stream_name": stream, "config": config})
    if "error" in said:
        raise WrongSetup(f"the bus refuses consumer {durable} on {stream}: {said['error']['description']}")


async def api(
    client: Client, call: str, request: dict[str, Any] | None = None, *, prefix: str = StreamAt("").api
) -> dict[str, Any]:
    """Ask the JetStream API and give what it says, errors included."""
    body = json.dumps(request).encode() if request is not None else b""
    try:
        answer = await client.request(f"{prefix}.{call}", body, timeout=WITHIN_SECONDS)
    except (nats.errors.TimeoutError, nats.errors.NoRespondersError, nats.errors.ConnectionClosedError) as error:
        raise BusAway(
            "the bus does not answer: check that nats-server runs with JetStream and that the address is right"
        ) from error
    said: dict[str, Any] = json.loads(answer.data)
    return said


async def last_place(client: Client, stream: str) -> tuple[str, int]:
    """Give when the stream was made and its last sequence."""
    said = await api(client, f"STREAM.INFO.{stream}")
    if "error" in said:
        raise NotFoundError(description=said["error"]["description"])
    return said["created"], said["state"]["last_seq"]
