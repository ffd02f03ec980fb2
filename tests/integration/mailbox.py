"""The least that can be asked of a broker: a stream that keeps what is published."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import nats
from nats.js import JetStreamContext

STREAM = "LETTERS"


@asynccontextmanager
async def mailbox(url: str) -> AsyncGenerator[JetStreamContext]:
    """Connect, and make the stream when it is missing."""
    client = await nats.connect(url, allow_reconnect=False, connect_timeout=5)
    try:
        stream = client.jetstream(timeout=10)
        await stream.add_stream(name=STREAM, subjects=["letters.>"])
        yield stream
    finally:
        await client.close()


async def kept(stream: JetStreamContext) -> list[bytes]:
    """Read every message of the stream, in order."""
    last = (await stream.stream_info(STREAM)).state.last_seq
    return [(await stream.get_msg(STREAM, number)).data or b"" for number in range(1, last + 1)]
