"""What is acknowledged over an old connection, after the consumer was set back over a new one, skips nothing."""

from pathlib import Path

from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.runtime.bus.streams import FACTS, api, provision_consumer, provision_streams
from kring_shared.runtime.lane.fetch import REQUEST
from kring_shared.testing.chaos.fleet import close, connect
from kring_shared.testing.servers import nats_server

SUBJECT = "kring.utrecht.office.street.guest-came.v1.case"
SERVICE = "guestbook"


async def test_a_late_acknowledgement_means_the_message_and_not_its_number(tmp_path: Path) -> None:
    with nats_server(tmp_path) as server:
        old, new = await connect(server.url), await connect(server.url)
        await provision_streams(new)
        await provision_consumer(new, FACTS, SERVICE, ["kring.*.office.street.>"])
        for number in range(6):
            await new.jetstream().publish(SUBJECT, str(number).encode())
        held = await _pulled(old, 6)
        await held[1].ack_sync(timeout=10)  # the first two are settled, and the bus says so
        await new.jetstream().reset_consumer(FACTS, SERVICE)
        again = await _pulled(new, 4)
        assert [message.data for message in again] == [b"2", b"3", b"4", b"5"]
        await held[4].ack_sync(timeout=10)  # the fifth of six at the time, and the third of those four
        said = await api(new, f"CONSUMER.INFO.{FACTS}.{SERVICE}")
        assert (said["ack_floor"]["stream_seq"], said["num_ack_pending"]) == (5, 1)
        await new.jetstream().reset_consumer(FACTS, SERVICE)
        assert [message.data for message in await _pulled(new, 1)] == [b"5"]
        await close(old)
        await close(new)


async def _pulled(client: Client, how_many: int) -> list[Msg]:
    """Pull as the lane does."""
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{FACTS}.{SERVICE}", REQUEST, reply=inbox)
    found = [await subscription.next_msg(timeout=10) for _ in range(how_many)]
    await subscription.unsubscribe()
    return found
