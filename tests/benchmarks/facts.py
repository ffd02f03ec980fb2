"""The work of `hop`: accepted requests on the stream, and one durable consumer that hears them."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from nats.aio.client import Client

from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.ids import derived_id, new_id
from kring_shared.runtime.bus.streams import FACTS, STREAMS, api, provision_consumer, provision_streams

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OFFICE = "utrecht"
BATCH = 1000


def accepted(case_id: str) -> RequestAccepted:
    """Make the fact that starts a search, of the size it really has."""
    card = PersonCard(person_id=case_id, contact=Sealed(scope=f"person/{case_id}", box="A" * 160), languages=("nl",))
    return RequestAccepted(
        case_id=case_id,
        office=OFFICE,
        occurred_at=NOW,
        requester=card,
        main_persons=(card,),
        dossier=Dossier(policy="nl/1", languages=("nl",), municipality="Utrecht"),
        question=Sealed(scope=f"case/{case_id}", box="A" * 120),
    )


async def lay_out(client: Client, count: int, durable: str) -> None:
    """Make the streams anew with `count` facts and one consumer."""
    for stream in STREAMS:
        await api(client, f"STREAM.DELETE.{stream.name}")
    await provision_streams(client)
    await provision_consumer(client, FACTS, durable, [RequestAccepted.address()])
    for start in range(0, count, BATCH):
        await _publish_batch(client, [_case_id(n) for n in range(start, min(start + BATCH, count))])


def _case_id(n: int) -> str:
    """Cases begin one after another, so their ids grow, as they do in an office."""
    return new_id(NOW + timedelta(milliseconds=n))


async def _publish_batch(client: Client, cases: list[str]) -> None:
    batch = uuid4().hex
    for n, case_id in enumerate(cases, 1):
        fact_id = derived_id(case_id, "accepted")
        headers = {
            "Nats-Msg-Id": fact_id,
            "ce-id": fact_id,
            "ce-type": RequestAccepted.type(),
            "ce-specversion": "1.0",
            "ce-source": RequestAccepted.source(),
            "ce-subject": case_id,
            "Nats-Batch-Id": batch,
            "Nats-Batch-Sequence": str(n),
        }
        subject, body = RequestAccepted.address(OFFICE, case_id), accepted(case_id).to_json()
        if n < len(cases):
            await client.publish(subject, body, headers=headers)
            continue
        answer = await client.request(subject, body, headers=headers | {"Nats-Batch-Commit": "1"}, timeout=10)
        if "error" in (said := json.loads(answer.data)):
            raise RuntimeError(said["error"]["description"])


async def told(client: Client) -> int:
    """Count the messages in the stream."""
    said = await api(client, f"STREAM.INFO.{FACTS}")
    return int(said["state"]["messages"])
