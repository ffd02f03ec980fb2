"""An office's server and the hub: what goes over the line between them, what never does, and how soon it is back."""

import contextlib
import json
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from pathlib import Path

import nats
import nats.errors
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NoStreamResponseError

from kring_shared.runtime.bus.streams import provision_consumer, provision_streams
from kring_shared.testing.backbone import Hub, OfficeBus
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until

FACT = "kring.utrecht.backbone.intake.request-transferred.v1.case-1"
BATCH = 20
HERE = "kring.utrecht.office.intake.request-received.v1.case-1"


@dataclass(frozen=True)
class Linked:
    hub: Hub
    office: OfficeBus
    at_hub: Client
    at_office: Client


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Hub, OfficeBus]]:
    folder: Path = tmp_path_factory.mktemp("backbone")
    with Hub(folder, key=new_key()) as hub, OfficeBus(folder, hub, key=new_key()) as office:
        yield hub, office


@pytest.fixture
async def linked(servers: tuple[Hub, OfficeBus]) -> AsyncIterator[Linked]:
    hub, office = servers
    at_hub, at_office = await nats.connect(hub.url), await nats.connect(office.url)
    try:
        await provision_streams(at_hub)
        await provision_streams(at_office)
        await at_office.jetstream().delete_stream("BACKBONE")  # it lies with the hub only

        async def kept_by_the_hub() -> bool:
            with contextlib.suppress(NoStreamResponseError):  # until the office has heard which streams there are
                return (await at_office.jetstream(domain="hub").publish(FACT, b"first")).domain == "hub"
            return False

        await until(kept_by_the_hub, "the hub keeps what the office tells")
        yield Linked(hub, office, at_hub, at_office)
    finally:
        await at_hub.close()
        await at_office.close()


async def everything_from(sender: Client, client: Client) -> list[str]:
    """Listen to all that comes over the line; it is being heard when this comes back."""
    subjects: list[str] = []

    async def take(message: Msg) -> None:
        subjects.append(message.subject)

    await client.subscribe(">", cb=take)

    async def awake() -> bool:
        await sender.publish("awake", b"")
        return "awake" in subjects

    await until(awake, "what the other end says is heard here")
    return subjects


async def test_what_an_office_tells_the_others_is_kept_by_the_hub_and_acknowledged(linked: Linked) -> None:
    ack = await linked.at_office.jetstream(domain="hub").publish(FACT, b"sealed")
    assert (ack.stream, ack.domain) == ("BACKBONE", "hub")
    kept = await linked.at_hub.jetstream().get_msg("BACKBONE", ack.seq)
    assert (kept.subject, kept.data) == (FACT, b"sealed")


async def test_an_office_fetches_what_others_told_and_its_acknowledgement_counts_at_the_hub(linked: Linked) -> None:
    told = await linked.at_hub.jetstream().publish(FACT.replace("utrecht", "gouda"), b"sealed")
    await provision_consumer(linked.at_hub, "BACKBONE", "intake_utrecht", ["kring.gouda.backbone.>"])
    pull = await linked.at_office.jetstream(domain="hub").pull_subscribe_bind(
        "intake_utrecht", "BACKBONE", inbox_prefix=b"_INBOX.utrecht."
    )
    message = (await pull.fetch(100, timeout=5))[-1]
    assert (message.subject, message.metadata.sequence.stream) == (FACT.replace("utrecht", "gouda"), told.seq)
    await message.ack_sync()
    found = await linked.at_hub.jetstream().consumer_info("BACKBONE", "intake_utrecht")
    assert found.ack_floor is not None
    assert found.ack_floor.stream_seq == told.seq


async def test_a_batch_of_facts_is_kept_by_the_hub_whole(linked: Linked) -> None:
    before = (await linked.at_hub.jetstream().stream_info("BACKBONE")).state.messages
    for at in range(1, BATCH + 1):
        marks = {"Nats-Batch-Id": "batch-1", "Nats-Batch-Sequence": str(at)}
        if at < BATCH:
            await linked.at_office.publish(FACT, b"{}", headers=marks)
        else:
            said = await linked.at_office.request(FACT, b"{}", headers=marks | {"Nats-Batch-Commit": "1"}, timeout=5)
            assert json.loads(said.data)["count"] == BATCH
    assert (await linked.at_hub.jetstream().stream_info("BACKBONE")).state.messages == before + BATCH


@pytest.mark.parametrize(
    "subject",
    [HERE, "kring.utrecht.do.intake.give-consent.v1", "kring.utrecht.ask.intake.case.v1", "$JS.EVENT.ADVISORY.API"],
)
async def test_what_stays_in_an_office_is_heard_by_nobody_at_the_hub(linked: Linked, subject: str) -> None:
    everything = await everything_from(linked.at_office, linked.at_hub)
    await linked.at_office.publish(subject, b"private")
    await linked.at_office.publish(
        "kring.utrecht.backbone.intake.last.v1.case-1", b"sealed"
    )  # goes the same way, after
    await until(lambda: "kring.utrecht.backbone.intake.last.v1.case-1" in everything, "the hub heard the last")
    assert subject not in everything


@pytest.mark.parametrize(
    "subject",
    [HERE, "kring.utrecht.do.intake.give-consent.v1", "kring.gouda.ask.intake.case.v1", "kring.utrecht.referrals.svo"],
)
async def test_nothing_the_hub_says_reaches_an_office_as_a_fact_or_a_command(linked: Linked, subject: str) -> None:
    everything = await everything_from(linked.at_hub, linked.at_office)
    await linked.at_hub.publish(subject, b"forged")
    await linked.at_hub.publish("last", b"")  # goes the same way, after
    await until(lambda: "last" in everything, "the office heard the last")
    assert subject not in everything


@pytest.mark.parametrize("call", ["STREAM.INFO.KRING", "STREAM.PURGE.KRING", "CONSUMER.MSG.NEXT.KRING.intake", "INFO"])
async def test_the_hub_does_not_reach_the_streams_of_an_office(linked: Linked, call: str) -> None:
    kept = await linked.at_office.jetstream().publish(HERE, b"sealed")
    with pytest.raises(nats.errors.NoRespondersError):
        await linked.at_hub.request(f"$JS.utrecht.API.{call}", b"", timeout=5)
    assert (await linked.at_office.jetstream().stream_info("KRING")).state.last_seq == kept.seq


async def test_an_acknowledgement_at_the_hub_does_not_count_for_a_consumer_of_the_same_name(linked: Linked) -> None:
    for client in (linked.at_hub, linked.at_office):
        await provision_consumer(client, "KRING", "intake", ["kring.*.office.>"])
        await client.jetstream().publish(HERE, b"sealed")
    (message,) = await (await linked.at_office.jetstream().pull_subscribe_bind("intake", "KRING")).fetch(1, timeout=5)
    assert message.reply.startswith("$JS.ACK.KRING.intake.")
    await linked.at_hub.publish(message.reply, b"+ACK")
    await linked.at_hub.flush()
    await linked.at_office.jetstream(domain="hub").publish(FACT, b"sealed")  # there and back, after it
    assert (await linked.at_office.jetstream().consumer_info("KRING", "intake")).num_ack_pending >= 1
