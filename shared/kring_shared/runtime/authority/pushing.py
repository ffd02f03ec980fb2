"""Tells the running servers of a bus what changed in its authority."""

import asyncio
import contextlib
import json
from typing import Any, Final

from nats.aio.client import Client

from kring_shared.kernel.errors import BusAway, WrongSetup

SUBJECT: Final = "$SYS.REQ.CLAIMS.UPDATE"
INBOX_PREFIX: Final = "_INBOX.authority"
"""What whoever pushes has to connect with: the credential is good for no other inbox."""
FIRST_WITHIN_SECONDS: Final = 5.0
NEXT_WITHIN_SECONDS: Final = 0.5
"""How long to wait for one server more; they answer within milliseconds of each other."""


async def push(client: Client, account_jwt: str, *, within: float = FIRST_WITHIN_SECONDS) -> tuple[str, ...]:
    """Give an account to the servers, over a connection of the pushing credential; give the ids of those that took it.

    A server that is away now learns it from the others, or from its configuration when that is written again.

    Raises:
        BusAway: no server answers.
        WrongSetup: a server refuses it.
    """
    answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    inbox = client.new_inbox()

    async def take(message: Any) -> None:  # noqa: ANN401 - the client library's
        await answers.put(json.loads(message.data))

    subscription = await client.subscribe(inbox, cb=take)
    try:
        await client.publish(SUBJECT, account_jwt.encode(), reply=inbox)
        said = [await asyncio.wait_for(answers.get(), within)]
        with contextlib.suppress(TimeoutError):
            while True:
                said.append(await asyncio.wait_for(answers.get(), NEXT_WITHIN_SECONDS))
    except TimeoutError as error:
        raise BusAway("no server took the change: it is written down here; push again when the bus is there") from error
    finally:
        await subscription.unsubscribe()
    if refused := [answer["error"] for answer in said if "error" in answer]:
        raise WrongSetup(f"a server refuses the account: {refused[0].get('description', 'no reason given')}")
    return tuple(answer["server"]["id"] for answer in said)
