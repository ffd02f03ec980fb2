"""What another organisation's system hears, against a real server: signed, and no more than three words."""

import json
from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks.webhooks import Webhook as AnyReceiver

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.webhook import STATE_OF, Webhook, WebhookSettings
from kring_shared.contracts.cloudevents import from_message
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.referral import REFERRAL_STATUS_TYPE, ReferralStatus
from kring_shared.contracts.sealed import Contact
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.work import NOON
from tests.architecture.documents import files_in
from tests.architecture.tree import ROOT
from tests.integration.http_gateway import Gateway, Says, http_gateway

SECRET, OLDER = (f"whsec_{b64encode(bytes([n]) * 32).decode()}" for n in (1, 2))
CASE, MESSAGE = (f"{n:032x}" for n in (1, 2))
BRIEF = timedelta(minutes=1)


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": MESSAGE,
        "moment": Moment.TAKEN_ON,
        "language": "",
        "subject": "",
        "text": "",
        "contact": Contact(name="wijkteam-noord"),
        "sender": "utrecht@kring.example",
        "sender_name": "Utrecht",
        "written_at": NOON,
        "office": "utrecht",
        "reference": "WN-2026-0041",
        "case_id": CASE,
    }
    return Letter(**(fields | changes))


def to(url: str, **system: Any) -> Webhook:  # noqa: ANN401 - settings of the system
    systems = {"wijkteam-noord": {"url": f"{url}/kring", "secret": SECRET} | system}
    return Webhook(WebhookSettings.model_validate({"systems": systems, "timeout_s": 5}))


@asynccontextmanager
async def a_system(*answers: Says, **system: Any) -> AsyncGenerator[tuple[Gateway, Webhook]]:  # noqa: ANN401 - settings
    async with http_gateway(*answers) as gateway, aclosing(to(gateway.url, **system)) as channel:
        yield gateway, channel


# --------------------------------------------------------------------------------------------------- what is said


@pytest.mark.parametrize(("moment", "status"), STATE_OF.items())
async def test_a_system_hears_where_its_referral_stands_and_nothing_else(moment: Moment, status: str) -> None:
    async with a_system() as (gateway, channel):
        await channel.send(a_letter(moment=moment))
    (asked,) = gateway.asked
    event = asked.json()
    assert (asked.method, asked.path) == ("POST", "/kring")
    assert event.pop("data") == {"reference": "WN-2026-0041", "requestId": CASE, "status": status}
    assert event == {
        "specversion": "1.0",
        "id": MESSAGE,
        "source": "urn:kring:service:notifications",
        "type": REFERRAL_STATUS_TYPE,
        "time": NOON.isoformat(),
        "datacontenttype": "application/json",
    }


async def test_the_event_is_one_that_any_reader_of_cloudevents_takes_and_keeps_to_the_published_schema() -> None:
    async with a_system() as (gateway, channel):
        await channel.send(a_letter())
    (asked,) = gateway.asked
    event = from_message({"content-type": asked.headers["content-type"]}, asked.body)
    assert (event.id, event.type) == (MESSAGE, REFERRAL_STATUS_TYPE)
    Draft202012Validator(ReferralStatus.model_json_schema()).validate(asked.json()["data"])


@pytest.mark.parametrize("moment", sorted(set(Moment) - set(STATE_OF)))
async def test_no_other_moment_leaves_the_office_this_way(moment: Moment) -> None:
    async with a_system() as (gateway, channel):
        with pytest.raises(ChannelRefused):
            await channel.send(a_letter(moment=moment))
    assert gateway.asked == []


async def test_a_system_that_nobody_gave_an_address_for_hears_nothing() -> None:
    async with a_system() as (gateway, channel):
        with pytest.raises(ChannelRefused) as refusal:
            await channel.send(a_letter(contact=Contact(name="iemand-anders")))
    assert refusal.value.code == "kring.not-connected"
    assert gateway.asked == []


# ------------------------------------------------------------------------------------------------- how it is signed


@pytest.fixture(name="receiver")
def the_receiver_of_the_page() -> ModuleType:
    """Load the sample that the page gives to who writes a receiver."""
    module = ModuleType("receiver")
    source = files_in(ROOT / "docs/referrers.md")["receiver.py"]
    exec(compile(source, "receiver.py", "exec"), module.__dict__)  # noqa: S102 - the page's own code is what is tested
    return module


@pytest.mark.parametrize("secret", [SECRET, OLDER])
async def test_any_receiver_of_standard_webhooks_can_check_it_with_the_new_secret_and_the_older(secret: str) -> None:
    now = datetime.now(UTC)
    async with a_system(older_secrets=[OLDER]) as (gateway, channel):
        await channel.send(a_letter(written_at=now.astimezone()))
    (asked,) = gateway.asked
    assert AnyReceiver(secret).verify(asked.body, asked.headers) == asked.json()


async def test_the_documented_receiver_takes_what_is_signed_and_knows_it_when_it_comes_again(
    receiver: ModuleType,
) -> None:
    async with a_system(Says(500), Says(204)) as (gateway, channel):
        with pytest.raises(ChannelUnclear):
            await channel.send(a_letter())
        await channel.send(a_letter(written_at=NOON + BRIEF))
    first, again = gateway.asked
    known: set[str] = set()
    taken = [
        receiver.taken(asked.headers, asked.body, SECRET, known, now=at.timestamp())
        for asked, at in ((first, NOON), (again, NOON + BRIEF))
    ]
    assert taken == [{"reference": "WN-2026-0041", "requestId": CASE, "status": "taken-on"}, None]
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == MESSAGE
    assert first.headers["webhook-signature"] != again.headers["webhook-signature"]


@pytest.mark.parametrize("fault", ["body", "id", "time", "old", "secret", "unsigned", "strange"])
async def test_the_documented_receiver_refuses_what_was_changed_or_is_old(receiver: ModuleType, fault: str) -> None:
    async with a_system() as (gateway, channel):
        await channel.send(a_letter())
    (asked,) = gateway.asked
    headers = dict(asked.headers)
    if fault == "id":
        headers["webhook-id"] = CASE
    if fault == "time":
        headers["webhook-timestamp"] = str(int((NOON + BRIEF).timestamp()))
    if fault == "unsigned":
        del headers["webhook-signature"]
    if fault == "strange":
        headers["webhook-signature"] = "v1,é"
    body = asked.body.replace(b"taken-on", b"ended") if fault == "body" else asked.body
    now = NOON + timedelta(minutes=6) if fault == "old" else NOON
    with pytest.raises(ValueError, match="not"):
        receiver.taken(headers, body, OLDER if fault == "secret" else SECRET, set(), now=now.timestamp())


@pytest.mark.parametrize(
    "secret", ["geheim", "whsec_", "whsec_AAAA", f"whsec_{b64encode(b'x' * 65).decode()}", "whsec_?"]
)
def test_a_secret_that_protects_nothing_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(ValueError, match="validation error") as refusal:
        to("https://wijkteam.example", secret=secret)
    assert secret.removeprefix("whsec_") == "" or secret not in str(refusal.value)


# -------------------------------------------------------------------------------------------- what comes of it


@pytest.mark.parametrize(
    ("says", "error"),
    [
        (Says(410), ChannelRefused),
        (Says(400), ChannelRefused),
        (Says(401), ChannelRefused),
        (Says(404), ChannelRefused),
        (Says(408), ChannelAway),
        (Says(425), ChannelAway),
        (Says(429), ChannelBusy),
        (Says(503), ChannelBusy),
        (Says(301, {"location": "https://elders.example"}), ChannelAway),
        (Says(500), ChannelUnclear),
        (Says(502), ChannelUnclear),
        (Says(hangs_up=True), ChannelUnclear),
        (Says(says_nothing=True), ChannelUnclear),
    ],
    ids=str,
)
async def test_each_answer_that_is_no_yes_is_told_apart(says: Says, error: type[ChannelRefused]) -> None:
    async with a_system(says) as (gateway, channel):
        with pytest.raises(ChannelRefused) as refusal:
            await channel.send(a_letter())
    assert type(refusal.value) is error
    assert len(gateway.asked) == 1


@pytest.mark.parametrize("status", [200, 202, 204])
async def test_any_yes_will_do(status: int) -> None:
    async with a_system(Says(status)) as (_, channel):
        await channel.send(a_letter())


async def test_a_system_that_is_away_is_tried_again_for_days() -> None:
    async with aclosing(to(f"http://{HOST}:{free_port()}")) as channel:
        with pytest.raises(ChannelAway):
            await channel.send(a_letter())
    assert channel.repeatable
    assert sum(channel.patience, timedelta()) > timedelta(days=3)
    assert list(channel.patience) == sorted(channel.patience)


async def test_a_system_that_asks_for_patience_holds_up_no_other() -> None:
    async with http_gateway(Says(429, {"retry-after": "60"}), Says(204)) as gateway:
        systems = {name: {"url": gateway.url, "secret": SECRET} for name in ("wijkteam-noord", "school")}
        async with aclosing(Webhook(WebhookSettings.model_validate({"systems": systems}))) as channel:
            for _ in range(2):
                with pytest.raises(ChannelBusy):
                    await channel.send(a_letter())
            await channel.send(a_letter(contact=Contact(name="school")))
    assert len(gateway.asked) == 2


# --------------------------------------------------------------------------------------------------- its settings


@pytest.mark.parametrize("url", ["http://wijkteam.example", "file:///etc/passwd", "https://a:b@wijkteam.example", ""])
def test_an_address_that_is_not_safe_to_send_to_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        WebhookSettings.model_validate({"systems": {"wijkteam-noord": {"url": url, "secret": SECRET}}})


def test_it_reaches_systems_only_and_only_when_there_are_any() -> None:
    assert to("https://wijkteam.example").can_reach([AddressKind.SYSTEM])
    assert not to("https://wijkteam.example").can_reach([AddressKind.EMAIL, AddressKind.PHONE, AddressKind.POSTAL])
    assert not Webhook(WebhookSettings()).can_reach([AddressKind.SYSTEM])


def test_no_secret_and_no_address_is_shown() -> None:
    channel = to("https://wijkteam.example/een-geheim-pad")
    shown = f"{channel._systems!r} {vars(channel)!r}"
    assert SECRET not in shown
    assert "een-geheim-pad" not in shown


def test_the_documented_event_is_one_that_is_sent() -> None:
    event = json.loads(files_in(ROOT / "docs/referrers.md")["status.json"])
    assert ReferralStatus.model_validate(event["data"]).model_dump(mode="json", by_alias=True) == event["data"]
    assert event["type"] == REFERRAL_STATUS_TYPE
