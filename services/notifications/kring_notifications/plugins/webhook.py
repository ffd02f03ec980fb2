"""Tells the system that referred a case what became of it, by a signed event over HTTP (Standard Webhooks)."""

import base64
import binascii
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelRefused, Letter
from kring_notifications.plugins.over_http import Line, Rest, judge, safe_url
from kring_notifications.ports import NOT_CONNECTED
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.referral import REFERRAL_STATUS_TYPE, ReferralState, ReferralStatus
from kring_shared.kernel.plugins import Manifest

STATE_OF: Final = {
    Moment.REQUEST_RECEIVED: ReferralState.RECEIVED,
    Moment.TAKEN_ON: ReferralState.TAKEN_ON,
    Moment.ENDED: ReferralState.ENDED,
}
"""The moments another organisation's system hears of; no other leaves the office this way."""
SOURCE: Final = "urn:kring:service:notifications"
MARK: Final = "whsec_"
FEWEST_BYTES, MOST_BYTES = 24, 64
"""Of a secret, as Standard Webhooks asks."""
LADDER: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""As Standard Webhooks suggests: about three days in all."""


def _secret(secret: SecretStr) -> SecretStr:
    key_of(secret)
    return secret


Secret = Annotated[SecretStr, AfterValidator(_secret)]


class System(BaseModel):
    """One system that refers and wants to hear."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, AfterValidator(safe_url)] = Field(
        description="Where it listens; https, or http on this machine.", repr=False
    )
    secret: Secret = Field(description="Shared with it: whsec_ and 24 to 64 bytes in base64.")
    older_secrets: tuple[Secret, ...] = Field(
        (), description="Secrets it may still check with, while one is replaced: each event is signed with all of them."
    )


class WebhookSettings(BaseModel):
    """Which systems hear what became of their referrals; without any nothing is sent this way."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    systems: dict[str, System] = Field(
        default_factory=dict,
        description="By the name they refer under.",
        examples=[{"wijkteam-noord": {"url": "https://wijkteam.example/kring", "secret": "whsec_…"}}],
    )
    timeout_s: float = Field(15.0, gt=0, le=300, description="How long one exchange may take, seconds.")
    ca_file: Path | None = Field(None, description="Certificates to trust (PEM); else those of the machine.")


class NotConnected(ChannelRefused):
    """The system referred, and nobody gave it an address to hear by."""

    code = NOT_CONNECTED


class Webhook:
    """Gives a system that referred a signed event: received, taken on, or ended, and nothing else.

    It can promise: an event is offered again for three days until it is taken, always under the same `webhook-id`, so
    that a receiver which drops what it knows gets it once; and a receiver can tell that it came from this office,
    unchanged and just now. It cannot promise that it arrives once at a receiver that does not look at `webhook-id`,
    nor in order. With what a case ended it never says: people tell that themselves. Its addresses come from the
    operator's settings alone, so that no referral can make Kring call a machine of its own network; that an operator
    means the address he writes down is not checked.
    """

    name = "webhook"
    way = Way.SYSTEM
    disturbs = False
    repeatable = True
    at_once = 8
    patience: tuple[timedelta, ...] = LADDER

    def __init__(self, settings: WebhookSettings) -> None:
        """Prepare; nothing is opened.

        Raises:
            WrongSetup: the certificates cannot be read.
        """
        self._systems = settings.systems
        self._line = Line("webhook", settings.timeout_s, settings.ca_file)
        self._rests: defaultdict[str, Rest] = defaultdict(Rest)

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach systems, when there are any."""
        return bool(self._systems) and AddressKind.SYSTEM in kinds

    async def send(self, letter: Letter) -> None:
        """Give one event to the system it is for.

        Raises:
            ChannelAway: it was not reached, or asked for patience (`ChannelBusy`).
            ChannelRefused: nobody knows its address, this is no moment for it, or it does not take the event.
            ChannelUnclear: it was given, and no answer came that says whether it was taken.
        """
        system, state = self._systems.get(letter.contact.name), STATE_OF.get(letter.moment)
        if system is None:
            raise NotConnected("no system of that name is in the settings")
        if state is None:
            raise ChannelRefused("no system hears of this moment")
        rest = self._rests[letter.contact.name]
        rest.keep(letter.written_at)
        body = written(letter, state)
        headers = signed(letter.message_id, letter.written_at, body, (system.secret, *system.older_secrets))
        judge(await self._line.ask("POST", system.url, headers, body), rest, letter.written_at)

    async def aclose(self) -> None:
        """Close what stands open."""
        await self._line.aclose()


def written(letter: Letter, state: ReferralState) -> bytes:
    """Write the event: a structured CloudEvent 1.0."""
    status = ReferralStatus(reference=letter.reference, request_id=letter.case_id, status=state)
    event = {
        "specversion": "1.0",
        "id": letter.message_id,
        "source": SOURCE,
        "type": REFERRAL_STATUS_TYPE,
        "time": letter.written_at.isoformat(),
        "datacontenttype": "application/json",
        "data": status.model_dump(mode="json", by_alias=True),
    }
    return json.dumps(event, ensure_ascii=False).encode()


def signed(message_id: str, at: datetime, body: bytes, secrets: Iterable[SecretStr]) -> dict[str, str]:
    """Give the headers that say which message it is, when it was sent and that nobody else wrote it.

    Args:
        message_id: The same at every try.
        at: Now, aware; receivers refuse what is older than a few minutes.
        body: As it is sent, to the byte.
        secrets: With each of them it is signed.

    Source: Standard Webhooks 1.0.0, "Signature scheme" (HMAC-SHA256 over id, timestamp and body).
    """
    timestamp = str(int(at.timestamp()))
    content = b".".join((message_id.encode(), timestamp.encode(), body))
    marks = (hmac.new(key_of(secret), content, hashlib.sha256).digest() for secret in secrets)
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(mark).decode()}" for mark in marks),
    }


def key_of(secret: SecretStr) -> bytes:
    """Read a secret: `whsec_` and base64.

    Raises:
        ValueError: it is not written so, or not 24 to 64 bytes long.
    """
    written_down = secret.get_secret_value()
    try:
        key = base64.b64decode(written_down.removeprefix(MARK), validate=True)
    except binascii.Error:
        key = b""
    if not (written_down.startswith(MARK) and FEWEST_BYTES <= len(key) <= MOST_BYTES):
        raise ValueError("whsec_ and 24 to 64 bytes in base64")
    return key


plugin = Manifest(
    name="webhook",
    service="notifications",
    api=2,
    title="Tells the system that referred a case that it was received, taken on and ended.",
    settings=WebhookSettings,
    build=Webhook,
)
