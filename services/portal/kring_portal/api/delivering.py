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
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError
from standardwebhooks import Webhook as Signer

from kring_portal.api.safe_address import UnsafeAddress, looked_up
from kring_portal.store.webhooks import Webhook
from kring_portal.web.house import House
from kring_shared.runtime.authority.tags import durable_of_portal
from kring_shared.runtime.bus.streams import RECEIPTS, provision_portal

log = structlog.get_logger()
ALL_OFFICES: Final = "*"
AGAIN_S: Final = 2.0
WAITS_S: Final = 5.0
ANSWER_WITHIN_S: Final = 15.0
AT_ONCE: Final = 32
REMEMBERED: Final = 10_000
TOO_LONG: Final = timedelta(days=5)
"""After so long without taking anything a webhook is sent nothing more, until somebody says so."""
SWITCHED_OFF: Final = "switched-off"
"""Why an event is set apart that was not tried at all."""
LATER: Final = frozenset({408, 425, 429})
NEVER: Final = range(400, 500)
TAKEN: Final = range(200, 300)


class Refusal(Exception):
    """The other side did not take it; `for_good` when it never will."""

    def __init__(self, why: str, *, for_good: bool = False, after_s: float = 0) -> None:
        """Keep why, as a code."""
        self.why, self.for_good, self.after_s = why, for_good, after_s
        super().__init__(why)


class Postman:
    """Hands events over to every webhook there is; any number of these may work beside each other."""

    def __init__(self, house: House, offices: tuple[str, ...] = (ALL_OFFICES,)) -> None:
        """Hand over what the portal of these offices is told."""
        self._house, self._hooks = house, house.webhooks
        self._offices, self._durable = offices, durable_of_portal(offices)
        self._taken: dict[tuple[str, str], None] = {}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Hand events over until the end of the block."""
        working = asyncio.create_task(self._work())
        try:
            yield
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _work(self) -> None:
        """Go on for ever: what goes wrong now is tried again."""
        while True:
            try:
                await self._round()
            except Exception as error:  # noqa: BLE001 - the bus or the database is away, and comes back
                log.warning("portal.webhooks.waits", because=type(error).__name__)
            await asyncio.sleep(AGAIN_S)

    async def _round(self) -> None:
        """Hand over what comes, as long as the bus is there."""
        reading = await self._listening()
        try:
            while True:
                with contextlib.suppress(TimeoutError):  # nothing came
                    messages = await reading.fetch(AT_ONCE, timeout=WAITS_S)
                    await asyncio.gather(*map(self._settle, messages))
        finally:  # what the bus would still send to a round that is over comes back a minute later
            with contextlib.suppress(nats.errors.Error):
                await reading.unsubscribe()

    async def _listening(self) -> JetStreamContext.PullSubscription:
        """Bind to the portal's consumer; where the bus is our own it is made the first time."""
        connection = self._house.client.connection
        js = connection.jetstream()
        try:
            await js.consumer_info(RECEIPTS, self._durable)
        except NotFoundError:
            await provision_portal(connection, self._durable, self._offices)
        return await js.pull_subscribe_bind(durable=self._durable, stream=RECEIPTS)

    async def _settle(self, message: Msg) -> None:
        """Hand one event over to all who hear of it; else leave it with the bus for later, or set it apart."""
        _, office, _, system = message.subject.split(".")
        event_id = json.loads(message.data)["id"]
        later: list[float] = []
        for hook in self._hooks.all():
            if hook.system != system or hook.office not in ("", office):
                continue
            if (hook.id, event_id) in self._taken:  # another one that hears of it did not take it
                continue
            if hook.disabled:
                self._set_apart(hook, message, event_id, 0, SWITCHED_OFF)
                continue
            try:
                await hand_over(self._house, hook, event_id, message.data)
            except Refusal as refusal:
                later += self._not_taken(hook, message, event_id, refusal)
            else:
                self._hooks.took(hook.id)
                self._house.counts.delivered("taken")
                self._note(hook.id, event_id)
        if later:
            await message.nak(delay=max(later))
        else:
            await message.ack_sync()

    def _note(self, hook_id: str, event_id: str) -> None:
        self._taken[hook_id, event_id] = None
        if len(self._taken) > REMEMBERED:
            self._taken.pop(next(iter(self._taken)))

    def _not_taken(self, hook: Webhook, message: Msg, event_id: str, refusal: Refusal) -> list[float]:
        """Say in how many seconds it is tried again; after the last try it is set apart instead."""
        house, tried = self._house, message.metadata.num_delivered
        delays = house.settings.webhook_delays
        since = self._hooks.failed(hook.id, house.now())
        last = refusal.for_good or tried > len(delays)
        if house.now() - since > TOO_LONG:
            self._hooks.switch(hook.id, off=True)
            last = True
        house.counts.delivered("set-apart" if last else "later")
        if not last:
            return [max(delays[tried - 1], refusal.after_s)]
        self._set_apart(hook, message, event_id, tried, refusal.why)
        return []

    def _set_apart(self, hook: Webhook, message: Msg, event_id: str, tried: int, why: str) -> None:
        """Keep an event until somebody has it sent again."""
        self._hooks.set_apart(hook.id, event_id, message.data.decode(), tried, why, self._house.now())
        self._note(hook.id, event_id)
        log.info("portal.webhooks.set-apart", webhook=hook.id, because=why)


async def hand_over(house: House, hook: Webhook, event_id: str, body: bytes) -> None:
    """Give one event to a webhook, to the very machine that was looked at, and follow nowhere else.

    Raises:
        Refusal: it was not taken.
    """
    if not hook.secret:
        raise Refusal("secret-unreadable")
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
        async with (
            asyncio.timeout(ANSWER_WITHIN_S),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=ANSWER_WITHIN_S) as client,
        ):
            request = client.build_request("POST", url.copy_with(host=address), headers=headers, content=body)
            request.extensions["sni_hostname"] = url.host  # the certificate is held against the name, not the number
            async with contextlib.aclosing(await client.send(request, stream=True)) as answer:
                judge(answer.status_code, answer.headers.get("retry-after", ""))
    except (httpx.HTTPError, TimeoutError) as error:  # in all: one that answers a letter at a time holds up nobody
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
