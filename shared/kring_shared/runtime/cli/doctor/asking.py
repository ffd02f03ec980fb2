"""Questions to the bus about itself, which most credentials may not ask: then nothing is found, and that is said."""

import asyncio
import json
from typing import Any, Final

import nats.errors
from nats.aio.client import Client as Nats

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import StreamAt

WITHIN_SECONDS: Final = 3


class MayNotAsk(Exception):
    """This process's credential does not let it ask."""

    def __init__(self) -> None:
        """Say it as it is shown."""
        super().__init__("this credential may not ask")


async def ask(client: Nats, at: StreamAt, call: str) -> dict[str, Any]:
    """Ask JetStream where a stream lies, and give what it says, errors included.

    Raises:
        MayNotAsk: the server does not pass it on.
        BusAway: nothing answers.
    """
    subject = f"{at.api}.{call}"
    asked = asyncio.ensure_future(client.request(subject, b"", timeout=WITHIN_SECONDS))
    try:
        await asyncio.sleep(0)  # it is sent first: what is refused is refused before the flush comes back
        await client.flush(timeout=WITHIN_SECONDS)
        if subject.lower() in str(client.last_error).lower():
            raise MayNotAsk
        said: dict[str, Any] = json.loads((await asked).data)
    except (nats.errors.Error, TimeoutError) as error:
        raise BusAway("nothing answers") from error
    finally:
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    return said
