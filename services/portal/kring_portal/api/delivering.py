"""Events handed over to systems that hear by webhook: at least once, each with its signature, and none lost.

The bus is the memory: an event is acknowledged once the other side took it, or once it is set apart in the portal's own
database. A portal that is killed in between leaves it where it is, and another one hands it over.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import httpx
import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.client import JetStreamContext
from standardwebhooks import Webhook as Signer

from kring_portal.api.safe_address import UnsafeAddress, looked_up
from kring_portal.store.webhooks import Webhook, Webhooks
from kring_portal.web.house import House
from kring_shared.runtime.bus.streams import RECEIPTS

log = structlog.get_logger()
LOOKS_EVERY_S: Final = 5.0
WAITS_S: Final = 5.0
ANSWER_WITHIN_S: Final = 15.0
ACK_WAIT_S: Final = 60.0
AT_ONCE: Final = 8
TOO_LONG: Final = timedelta(days=5)
"""After so long without taking anything a webhook is sent nothing more, until somebody says so."""
LATER: Final = frozenset({408, 425, 429})
NEVER: Final = range(400, 500)
TAKEN: Final = range(200, 300)


class Refusal(Exception):  # noqa: N818 - it is one
    """The other side did not take it; `for_good` when it never will."""

    def __init__(self, why: str, *, for_good: bool = False, after_s: float = 0) -> None:
        """Keep why, as a code."""
        self.why, self.for_good, self.after_s = why, for_good, after_s
        super().__init__(why)


class Postman:
    """Hands events over to every webhook there is; any number of these may work beside each other."""

    def __init__(self, house: House, *, looks_every_s: float = LOOKS_EVERY_S) -> None:
        """Begin with no webhook."""
        self._house, self._hooks, self._looks_every_s = house, Webhooks(house.database), looks_every_s
        self._rounds: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Hand events over until the end of the block."""
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            tasks = [looking, *self._rounds.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> None:
        """Begin a round for each webhook that is new, and end those of webhooks that are gone."""
        while True:
            try:
                wanted = {one.id: one for one in self._hooks.all() if not one.disabled}
                for gone in self._rounds.keys() - wanted.keys():
                    self._rounds.pop(gone).cancel()
                for one in wanted.values():
                    if one.id not in self._rounds or self._rounds[one.id].done():
                        self._rounds[one.id] = asyncio.create_task(self._round(one))
            except Exception as error:  # noqa: BLE001 - a database that is away now is there again later
                log.warning("portal.webhooks.waits", because=type(error).__name__)
            await asyncio.sleep(self._looks_every_s)

    async def _round(self, hook: Webhook) -> None:
        """Hand over what comes for one webhook, until there is nothing more to do for it."""
        try:
            reading = await listening(self._house.client.connection.jetstream(), hook)
        except nats.errors.Error as error:
            log.warning("portal.webhooks.no-bus", because=type(error).__name__)
            return
        try:
            while True:
                with contextlib.suppress(TimeoutError):  # nothing came
                    messages = await reading.fetch(AT_ONCE, timeout=WAITS_S)
                    await asyncio.gather(*(self._settle(hook, one) for one in messages))
        except nats.errors.Error as error:
            log.warning("portal.webhooks.no-bus", because=type(error).__name__)
        finally:  # what the bus would still send to a round that is over comes back a minute later
            with contextlib.suppress(nats.errors.Error):
                await reading.unsubscribe()

    async def _settle(self, hook: Webhook, message: Msg) -> None:
        """Hand one event over; else leave it with the bus for later, or set it apart after the last try."""
        event = json.loads(message.data)
        try:
            await hand_over(self._house, hook, event["id"], message.data)
        except Refusal as refusal:
            await self._not_taken(hook, message, event["id"], refusal)
        else:
            self._hooks.took(hook.id)
            await message.ack_sync()

    async def _not_taken(self, hook: Webhook, message: Msg, event_id: str, refusal: Refusal) -> None:
        house, tried = self._house, message.metadata.num_delivered
        delays = house.settings.webhook_delays
        since = self._hooks.failed(hook.id, house.now())
        if house.now() - since > TOO_LONG:
            self._hooks.switch(hook.id, off=True)
        if refusal.for_good or tried > len(delays):
            body = message.data.decode()
            self._hooks.set_apart(hook.id, event_id, body, tried, refusal.why, house.now())
            log.info("portal.webhooks.set-apart", webhook=hook.id, because=refusal.why)
            await message.ack_sync()
        else:
            await message.nak(delay=max(delays[tried - 1], refusal.after_s))


async def listening(js: JetStreamContext, hook: Webhook) -> JetStreamContext.PullSubscription:
    """Give the consumer of a webhook, which remembers on the bus where it is; it begins with what comes after it."""
    config = ConsumerConfig(
        durable_name=durable_of(hook.id),
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.NEW,
        ack_wait=ACK_WAIT_S,
        max_deliver=-1,
        filter_subject=f"kring.{hook.office or '*'}.receipts.{hook.system}",
    )
    await js.add_consumer(RECEIPTS, config)
    return await js.pull_subscribe_bind(durable=durable_of(hook.id), stream=RECEIPTS)


def durable_of(webhook_id: str) -> str:
    """Name the consumer of a webhook."""
    return f"portal-webhook-{webhook_id}"


async def forgotten(house: House, webhook_id: str) -> None:
    """Let the bus forget a webhook that was removed."""
    with contextlib.suppress(nats.errors.Error):
        await house.client.connection.jetstream().delete_consumer(RECEIPTS, durable_of(webhook_id))


async def hand_over(house: House, hook: Webhook, event_id: str, body: bytes) -> None:
    """Give one event to a webhook, to the very machine that was looked at, and follow nowhere else.

    Raises:
        Refusal: it was not taken.
    """
    inside = house.settings.webhooks_inside
    try:
        address = await looked_up(hook.url, inside=inside)
    except UnsafeAddress:
        raise Refusal("unsafe-address") from None
    url = httpx.URL(hook.url)
    headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "host": url.netloc.decode(),
        "webhook-id": event_id,
        "webhook-timestamp": str(int(house.now().timestamp())),
        "webhook-signature": Signer(hook.secret).sign(event_id, house.now(), body.decode()),
        "user-agent": "kring",
    }
    try:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=ANSWER_WITHIN_S) as client:
            request = client.build_request("POST", url.copy_with(host=address), headers=headers, content=body)
            request.extensions["sni_hostname"] = url.host  # the certificate is held against the name, not the number
            async with contextlib.aclosing(await client.send(request, stream=True)) as answer:
                judge(answer.status_code, answer.headers.get("retry-after", ""))
    except httpx.HTTPError as error:
        raise Refusal("not-reached") from error


def judge(status: int, retry_after: str = "") -> None:
    """Return when it was taken.

    Raises:
        Refusal: it was not, and whether it may be later.
    """
    if status in TAKEN:
        return
    wait = min(float(retry_after), 3600.0) if retry_after.isascii() and retry_after.isdigit() else 0.0
    for_good = status in NEVER and status not in LATER
    raise Refusal(f"answered-{status}", for_good=for_good, after_s=wait)
