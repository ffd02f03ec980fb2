"""Webhooks over HTTP: where a system hears of receipts and of where its referrals stand."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import AwareDatetime, Field
from starlette.responses import Response

from kring_portal.api.bodies import media_of
from kring_portal.api.delivering import Refusal, hand_over
from kring_portal.api.letting_in import AtHouse, Hears
from kring_portal.api.problems import Problem
from kring_portal.api.safe_address import UnsafeAddress, checked_url, looked_up
from kring_portal.store.webhooks import Webhook, Webhooks
from kring_portal.web.house import House
from kring_shared.contracts.envelope import Key, Message

router = APIRouter(tags=["Webhooks"])


class NewWebhook(Message):
    """Where to hear."""

    url: str = Field(
        max_length=2000, description="https, on a machine the internet can reach.", examples=["https://a.example/kring"]
    )


class WebhookShown(Message):
    """One webhook and how it is."""

    id: Key
    url: str = Field(description="Where events go.", examples=["https://a.example/kring"])
    disabled: bool = Field(description="It took nothing for five days: events are set apart until a retry.")
    failing_since: AwareDatetime | None = Field(None, description="Since when it takes nothing.")
    set_apart: int = Field(description="How many events wait for a retry: not taken, or not sent.", examples=[0])


class WebhookMade(WebhookShown):
    """A webhook that was just made, with its secret."""

    secret: str = Field(description="By what events are signed; shown once.", examples=["whsec_…"])


class WebhookList(Message):
    """The webhooks of this system."""

    webhooks: tuple[WebhookShown, ...] = Field(description="In the order they were made.")


class Retried(Message):
    """What became of sending again."""

    taken: int = Field(description="How many events were taken now.", examples=[3])
    left: int = Field(description="How many were not.", examples=[0])


@router.get("/webhooks", summary="Where this system hears", operation_id="listWebhooks")
async def list_webhooks(house: AtHouse, system: Hears) -> WebhookList:
    """Give the webhooks of this system, without their secrets."""
    hooks = house.webhooks
    return WebhookList(webhooks=tuple(WebhookShown(**_told(hooks, one)) for one in hooks.all(system.id)))


@router.post("/webhooks", status_code=201, summary="Hear at an address", operation_id="addWebhook")
async def add_webhook(
    request: Request, response: Response, house: AtHouse, system: Hears, new: NewWebhook
) -> WebhookMade:
    """Add a webhook; its secret is shown this once. To replace it add another webhook, then remove this one."""
    if media_of(request) != "application/json":
        raise Problem(415, "kring.unknown-media-type", "send application/json")
    inside = house.settings.webhooks_inside
    url = checked_url(new.url, inside=inside)
    try:
        await looked_up(url, inside=inside)
    except UnsafeAddress as error:
        raise Problem(400, "kring.invalid-fields", str(error), fields=("/url",)) from None
    hooks = house.webhooks
    made = hooks.add(system.id, url, house.now())
    response.headers["Location"] = f"{house.settings.address}{request.url.path}/{made.id}"
    return WebhookMade(**_told(hooks, made), secret=made.secret)


@router.get("/webhooks/{webhookId}", summary="How a webhook is", operation_id="showWebhook")
async def show_webhook(
    house: AtHouse, system: Hears, webhook_id: Annotated[Key, Path(alias="webhookId")]
) -> WebhookShown:
    """Give one webhook of this system."""
    hooks = house.webhooks
    return WebhookShown(**_told(hooks, hooks.get(webhook_id, system.id)))


@router.delete("/webhooks/{webhookId}", status_code=204, summary="Hear there no more", operation_id="removeWebhook")
async def remove_webhook(house: AtHouse, system: Hears, webhook_id: Annotated[Key, Path(alias="webhookId")]) -> None:
    """Remove a webhook, with what was set apart for it."""
    hooks = house.webhooks
    hooks.remove(hooks.get(webhook_id, system.id).id)


@router.post("/webhooks/{webhookId}/retries", summary="Send again what was set apart", operation_id="retryWebhook")
async def retry_webhook(house: AtHouse, system: Hears, webhook_id: Annotated[Key, Path(alias="webhookId")]) -> Retried:
    """Send again what was set apart, oldest first, and switch the webhook on; stop at the first that is not taken."""
    return await sent_again(house, house.webhooks.get(webhook_id, system.id))


async def sent_again(house: House, hook: Webhook) -> Retried:
    """Send again what was set apart for a webhook."""
    hooks, taken = house.webhooks, 0
    hooks.switch(hook.id, off=False)
    waiting = hooks.apart(hook.id)
    for one in waiting:
        try:
            await hand_over(house, hook, one.event_id, one.body.encode())
        except Refusal:
            break
        hooks.settled(one.id)
        taken += 1
    return Retried(taken=taken, left=len(waiting) - taken)


def _told(hooks: Webhooks, one: Webhook) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "disabled": one.disabled,
        "failing_since": one.failing_since,
        "set_apart": hooks.count_apart(one.id),
    }
