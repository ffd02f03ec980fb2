"""Questions to the bus about itself, which most credentials may not ask: then nothing is found, and that is said."""

import contextlib
import json
from typing import Any, Final

import nats.errors
from nats.aio.client import NO_RESPONDERS_STATUS
from nats.aio.client import Client as Nats
from nats.js.api import Header

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import StreamAt

WITHIN_SECONDS: Final = 3


class MayNotAsk(Exception):
    """This process's credential does not let it ask."""

    def __init__(self) -> None:
        """Say it as it is shown."""
        super().__init__("this credential may not ask")


async def ask(client: Nats, at: StreamAt, call: str) -> dict[str, Any]:
    """Ask JetStream where a stream lies, and give what it says, errors included; raises as `asked`."""
    said: dict[str, Any] = json.loads(await asked(client, f"{at.api}.{call}"))
    return said


async def asked(client: Nats, subject: str, body: bytes = b"") -> bytes:
    """Ask one question and give the answer.

    Raises:
        MayNotAsk: the server does not pass it on.
        BusAway: nothing answers.
    """
    inbox = client.new_inbox()
    answers = await client.subscribe(inbox, max_msgs=1)
    try:
        await client.publish(subject, body, reply=inbox)
        for _ in range(2):  # the library's ping may overtake what waits to be sent; the second comes behind it
            await client.flush(timeout=WITHIN_SECONDS)
        _check_refused(client, subject)
        answer = await answers.next_msg(timeout=WITHIN_SECONDS)
    except (nats.errors.Error, TimeoutError) as error:
        _check_refused(client, subject)
        raise BusAway("nothing answers") from error
    finally:
        with contextlib.suppress(nats.errors.Error):
            await answers.unsubscribe()
    if (answer.headers or {}).get(Header.STATUS) == NO_RESPONDERS_STATUS:
        raise BusAway("nothing answers")
    return answer.data


def _check_refused(client: Nats, subject: str) -> None:
    """Raise `MayNotAsk` when the server refused to pass this on."""
    if subject.lower() in str(client.last_error).lower():
        raise MayNotAsk
