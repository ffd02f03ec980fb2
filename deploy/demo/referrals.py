"""Hands in the sample referrals as outside systems do: published on the bus, each to its office."""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nats.aio.client import Client as Nats

from kring_shared.contracts.cloudevents import NotACloudEvent, from_message, to_binary
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client

SAMPLES: Final = Path(__file__).parents[1] / "examples" / "referrals.jsonl"
STRUCTURED: Final = {"Content-Type": "application/cloudevents+json"}
EVERY_THIRD: Final = 3


@dataclass(frozen=True)
class Sample:
    """One line of the file, and where it goes."""

    office: str
    system: str
    body: bytes


def samples(file: Path = SAMPLES) -> list[Sample]:
    """Read the lines; a broken line goes where the line before it went."""
    found: list[Sample] = []
    for line in file.read_bytes().splitlines():
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            office, system = event["kringoffice"], event["source"].rpartition(":")[2]
        except (ValueError, KeyError):
            office, system = found[-1].office, found[-1].system
        found.append(Sample(office, system, line))
    return found


async def hand_in(client: Client, bus: Nats, found: list[Sample]) -> None:
    """Publish each; every third in binary mode, since systems differ. The acknowledgement means: safely kept."""
    js = bus.jetstream()
    for n, sample in enumerate(found):
        headers, body = dict(STRUCTURED), sample.body
        if n % EVERY_THIRD == 0:
            with contextlib.suppress(NotACloudEvent):  # a broken line goes as it is
                headers, body = to_binary(from_message(headers, body))
        # The stream takes a message id once; a referral that comes twice must reach intake twice.
        headers["Nats-Msg-Id"] = new_id(client.now())
        await js.publish(f"kring.{sample.office}.referrals.{sample.system}", body, headers=headers, timeout=10)
