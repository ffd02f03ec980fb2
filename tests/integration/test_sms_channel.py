"""Texts by an HTTP gateway, against a real server: every recorded exchange, and what must never go out."""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Follows, Letter
from kring_notifications.plugins.sms import Sms
from kring_notifications.plugins.sms.settings import SmsSettings
from kring_notifications.wording import Choice, load
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.work import NOON
from tests.architecture.documents import fenced, files_in
from tests.architecture.tree import ROOT
from tests.integration.http_gateway import Gateway, Says, http_gateway
from tests.integration.mail_server import certificate

RECORDED = json.loads(resources.files("kring_notifications.plugins.sms").joinpath("exchanges.json").read_text("utf-8"))
ASKED = RECORDED["request"]
ID = ASKED["headers"]["idempotency-key"]
MEANS = {"away": ChannelAway, "busy": ChannelBusy, "refused": ChannelRefused, "unclear": ChannelUnclear}
named = [pytest.param(exchange, id=exchange["name"]) for exchange in RECORDED["messages"]]
statuses = [pytest.param(exchange, id=exchange["name"]) for exchange in RECORDED["statuses"]]


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": ID,
        "moment": Moment.DATE_REMINDER,
        "language": "nl",
        "subject": "",
        "text": "EKC Utrecht: denkt u aan de afspraak op\ndinsdag 24 november 2026\n\nom 10:00 uur?\n",
        "contact": Contact(name="Amina", phone="06 12 34 56 78"),
        "sender": "utrecht@kring.example",
        "sender_name": "Utrecht",
        "written_at": NOON,
        "office": "utrecht",
    }
    return Letter(**(fields | changes))


def to(url: str, **settings: Any) -> Sms:  # noqa: ANN401 - settings of the plugin
    known = {"url": url, "token": RECORDED["token"], "sender": RECORDED["sender"], "region": RECORDED["region"]}
    return Sms(SmsSettings.model_validate(known | {"timeout_s": 5} | settings))


def as_recorded(exchange: dict[str, Any]) -> Says:
    answer = exchange["answer"]
    if answer is None:
        broken = exchange["breaks"]
        return Says(hangs_up=broken == "hangs-up", says_nothing=broken == "says-nothing")
    body = b"" if answer["body"] is None else json.dumps(answer["body"]).encode()
    return Says(answer["status"], answer["headers"], body)


async def sent(channel: Sms, letter: Letter) -> str:
    """Send, close, and name what came of it as the recorded exchanges do."""
    async with aclosing(channel):
        try:
            await channel.send(letter)
        except ChannelRefused as refusal:
            return next(name for name, error in MEANS.items() if type(refusal) is error)
    return "taken"


@asynccontextmanager
async def a_gateway(*answers: Says, **settings: Any) -> AsyncGenerator[tuple[Gateway, Sms]]:  # noqa: ANN401 - settings
    async with http_gateway(*answers) as gateway, aclosing(to(gateway.url, **settings)) as channel:
        yield gateway, channel


# --------------------------------------------------------------------------------------------- the recorded contract


@pytest.mark.parametrize("exchange", named)
async def test_each_recorded_answer_means_what_the_contract_says(exchange: dict[str, Any]) -> None:
    async with http_gateway(as_recorded(exchange)) as gateway:
        is_there = exchange.get("breaks") != "nobody-there"
        url = gateway.url if is_there else f"http://{HOST}:{free_port()}"
        patience = 0.5 if exchange.get("breaks") == "says-nothing" else 20.0  # a busy machine is no silent gateway
        assert await sent(to(url, timeout_s=patience), a_letter()) == exchange["means"]
    assert len(gateway.asked) == is_there  # a redirect led nowhere, and nothing was tried twice


@pytest.mark.parametrize(
    ("status", "means"),
    [(204, "taken"), (405, "away"), (407, "away"), (425, "away"), (402, "refused"), (413, "refused"), (501, "unclear")],
)
async def test_any_other_answer_means_what_the_page_says(status: int, means: str) -> None:
    async with http_gateway(Says(status)) as gateway:
        assert await sent(to(gateway.url), a_letter()) == means


async def test_the_request_is_the_recorded_one_to_the_letter() -> None:
    async with a_gateway() as (gateway, channel):
        await channel.send(a_letter())
    (asked,) = gateway.asked
    assert (asked.method, asked.path, asked.json()) == (ASKED["method"], ASKED["path"], ASKED["body"])
    assert ASKED["headers"].items() <= asked.headers.items()
    beside = {"host", "accept", "accept-encoding", "connection", "content-length", "user-agent"}
    assert set(asked.headers) - set(ASKED["headers"]) == beside


@pytest.mark.parametrize("exchange", statuses)
async def test_what_became_of_it_is_read_as_recorded(exchange: dict[str, Any]) -> None:
    async with a_gateway(as_recorded(exchange)) as (gateway, channel):
        assert isinstance(channel, Follows)
        became = await channel.became(ID)
    assert (became or "nothing") == exchange["means"]
    (asked,), recorded = gateway.asked, RECORDED["asked-after"]
    assert (asked.method, asked.path) == (recorded["method"], recorded["path"])
    assert recorded["headers"].items() <= asked.headers.items()


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"status": ["delivered"]}', b"[" * 60_000, b"\xff"])
async def test_an_answer_that_makes_no_sense_says_nothing(body: bytes) -> None:
    async with a_gateway(Says(200, body=body)) as (_, channel):
        assert await channel.became(ID) is None


async def test_nothing_is_known_while_the_gateway_is_away() -> None:
    async with aclosing(to(f"http://{HOST}:{free_port()}")) as channel:
        assert await channel.became(ID) is None


async def test_a_gateway_that_keeps_no_status_is_not_asked() -> None:
    async with aclosing(to("https://sms.example", asks_after=False)) as channel:
        assert channel.looks_after == ()


# ------------------------------------------------------------------------------------------- once, and how often


async def test_with_a_gateway_that_knows_what_it_had_a_text_that_was_unclear_arrives_once() -> None:
    async with a_gateway(Says(hangs_up=True), Says(202), idempotent=True) as (gateway, channel):
        assert channel.repeatable
        with pytest.raises(ChannelUnclear):
            await channel.send(a_letter())
        await channel.send(a_letter())
    assert len(gateway.asked) == 2
    assert list(gateway.arrived) == [ID]


async def test_without_that_promise_nothing_unclear_is_repeated() -> None:
    async with a_gateway() as (_, channel):
        assert not channel.repeatable


async def test_an_answer_counts_also_when_the_rest_of_it_never_comes() -> None:
    async with a_gateway(Says(202, body=b"{", breaks_off=True)) as (_, channel):
        await channel.send(a_letter())


async def test_an_answer_without_an_end_is_not_read_to_its_end() -> None:
    async with a_gateway(Says(202, endless=True)) as (gateway, channel):
        await channel.send(a_letter())
        assert await channel.became(ID) is None
    assert gateway.written < 50_000_000


async def test_a_gateway_that_asks_for_patience_is_left_alone_that_long() -> None:
    async with a_gateway(Says(429, {"retry-after": "120"}), Says(202)) as (gateway, channel):
        with pytest.raises(ChannelBusy):
            await channel.send(a_letter())
        with pytest.raises(ChannelBusy):
            await channel.send(a_letter(written_at=NOON.replace(minute=1)))
        assert len(gateway.asked) == 1
        await channel.send(a_letter(written_at=NOON.replace(minute=2)))
    assert len(gateway.asked) == 2


@pytest.mark.parametrize(
    ("retry_after", "minutes"),
    [
        ("90", 2),
        (format_datetime(NOON + timedelta(minutes=5), usegmt=True), 5),
        ("9" * 400, 60),
        (format_datetime(NOON + timedelta(days=99), usegmt=True), 60),
        ("soon", 0),
        ("-1", 0),
        ("Mon, 99 Foo 2026 99:99:99 GMT", 0),
        ("", 0),
    ],
)
async def test_however_patience_is_asked_for_it_is_kept_an_hour_at_most(retry_after: str, minutes: int) -> None:
    async with a_gateway(Says(503, {"retry-after": retry_after}), Says(202)) as (gateway, channel):
        with pytest.raises(ChannelBusy):
            await channel.send(a_letter())
        if minutes:
            with pytest.raises(ChannelBusy):
                await channel.send(a_letter(written_at=NOON + timedelta(minutes=minutes - 1)))
            assert len(gateway.asked) == 1
        await channel.send(a_letter(written_at=NOON + timedelta(minutes=minutes)))
    assert len(gateway.asked) == 2


async def test_texts_one_after_the_other_use_one_connection() -> None:
    async with a_gateway() as (gateway, channel):
        for _ in range(3):
            await channel.send(a_letter())
    assert (len(gateway.asked), gateway.connections) == (3, 1)


# ---------------------------------------------------------------------------------------- what never goes out


@pytest.mark.parametrize("phone", ["030 231 45 67", "+32 9 234 56 78", "0900 1234", "112", "amina", "", "06 12"])
async def test_a_number_that_takes_no_texts_is_left_to_another_way(phone: str) -> None:
    contact = Contact(name="Amina", phone=phone, email="amina@voorbeeld.example")
    async with a_gateway() as (gateway, channel):
        with pytest.raises(ChannelRefused) as refusal:
            await channel.send(a_letter(contact=contact))
    assert refusal.value.code == "kring.channel-refused"
    assert gateway.asked == []


@pytest.mark.parametrize(
    ("office", "phone", "to_number"),
    [
        ("utrecht", "06-12345678", "+31612345678"),
        ("utrecht", "0031 6 1234 5678", "+31612345678"),
        ("gent", "0470 12 34 56", "+32470123456"),
        ("gent", "+31 (0)6 12345678", "+31612345678"),
    ],
)
async def test_a_number_is_read_as_people_of_that_office_write_it(office: str, phone: str, to_number: str) -> None:
    async with a_gateway(regions={"gent": "BE"}) as (gateway, channel):
        await channel.send(a_letter(office=office, contact=Contact(name="Amina", phone=phone)))
    assert gateway.asked[0].json()["to"] == to_number


async def test_who_must_not_be_shown_is_not_shown() -> None:
    async with a_gateway(neutral_sender="+31600000000") as (gateway, channel):
        await channel.send(a_letter(sender_name=""))
    assert gateway.asked[0].json()["from"] == "+31600000000"


async def test_without_a_neutral_sender_nothing_goes_to_who_needs_one() -> None:
    async with a_gateway() as (gateway, channel):
        with pytest.raises(ChannelRefused):
            await channel.send(a_letter(sender_name=""))
    assert gateway.asked == []


async def test_a_text_that_is_too_long_is_not_cut_but_refused() -> None:
    async with a_gateway(most_parts=2) as (gateway, channel):
        await channel.send(a_letter(text="a" * 306))
        with pytest.raises(ChannelRefused), capture_logs() as lines:
            await channel.send(a_letter(text="a" * 307))
    assert len(gateway.asked) == 1
    assert [line["event"] for line in lines] == ["notifications.sms.no-short-words"]
    assert "aaa" not in str(lines)


async def test_nothing_of_a_letter_but_its_short_words_goes_out() -> None:
    contact = Contact(name="Amina", phone="0612345678", email="amina@voorbeeld.example", postal_address="Lindestraat 1")
    async with a_gateway() as (gateway, channel):
        await channel.send(a_letter(contact=contact, subject="Bericht", preview="Er is nieuws", reference="WN-1"))
    raw = f"{gateway.asked[0].headers} {gateway.asked[0].body.decode()}"
    assert [word for word in ("voorbeeld", "Lindestraat", "Bericht", "nieuws", "WN-1", "reminder") if word in raw] == []


async def test_nothing_is_given_to_a_gateway_that_is_not_trusted(tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    async with http_gateway(tls=shown) as gateway:
        assert await sent(to(gateway.url), a_letter()) == "away"
        assert gateway.asked == []
        assert await sent(to(gateway.url, ca_file=trusted), a_letter()) == "taken"


# ------------------------------------------------------------------------------------------------- its settings


def test_it_reaches_who_has_a_telephone_once_there_is_a_gateway() -> None:
    kinds = [AddressKind.PHONE, AddressKind.POSTAL]
    assert to("https://sms.example/v1").can_reach(kinds)
    assert not to("https://sms.example/v1").can_reach([AddressKind.EMAIL])
    assert not Sms(SmsSettings()).can_reach(kinds)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://sms.example"},
        {"url": "ftp://sms.example"},
        {"url": "https://kring:geheim@sms.example"},
        {"url": "https://sms.example?key=geheim"},
        {"token": ""},
        {"token": "geheim\nx: y"},
        {"sender": ""},
        {"sender": "Eigen Kracht Centrale"},
        {"sender": "EKC!"},
        {"region": "Nederland"},
    ],
    ids=str,
)
def test_settings_that_would_send_wrongly_are_refused_and_not_shown(wrong: dict[str, str]) -> None:
    right = {"url": "https://sms.example", "token": "geheim", "sender": "EKC"}
    SmsSettings.model_validate(right)
    with pytest.raises(ValueError, match="validation error") as refusal:
        SmsSettings.model_validate(right | wrong)
    assert "geheim" not in str(refusal.value)


def test_a_token_is_not_shown() -> None:
    channel = to("https://sms.example")
    assert RECORDED["token"] not in f"{channel._settings!r} {vars(channel)!r}"


# ------------------------------------------------------------------------------------------------------- its page


def rows_of_the_page() -> list[tuple[str, ...]]:
    text = (ROOT / "docs/sms-gateway.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z-]+)` \| `?([a-z0-9]+)`? \| (\w+) \|$", text, re.MULTILINE)


def test_the_page_tells_each_recorded_exchange_as_it_is() -> None:
    messages = [
        (each["name"], str(each["answer"]["status"]) if each["answer"] else "none", each["means"])
        for each in RECORDED["messages"]
    ]
    asked_after = [
        (each["name"], str((each["answer"]["body"] or each["answer"])["status"]), each["means"])
        for each in RECORDED["statuses"]
    ]
    assert rows_of_the_page() == messages + asked_after


def test_the_requests_on_the_page_are_the_recorded_ones() -> None:
    files = files_in(ROOT / "docs/sms-gateway.md")
    for name, recorded in (("send.http", ASKED), ("asked-after.http", RECORDED["asked-after"])):
        head, _, body = files[name].partition("\n\n")
        first, *headers = head.strip().splitlines()
        assert first == f"{recorded['method']} {recorded['path']} HTTP/1.1"
        assert dict(line.split(": ", 1) for line in headers) == recorded["headers"]
        assert (json.loads(body) if body.strip() else None) == recorded.get("body")


def test_the_words_on_the_page_are_those_a_text_says() -> None:
    known = {"signature": RECORDED["sender"], "day": "dinsdag 24 november 2026", "time": "10:00"}
    said = load().say(Moment.DATE_REMINDER, Choice("nl", ""), Way.TEXT, known)
    assert ASKED["body"]["body"] == said.text.strip()


def test_the_setting_up_on_the_page_can_be_read() -> None:
    (shown,) = fenced(ROOT / "docs/sms-gateway.md", "json")
    settings = SmsSettings.model_validate(json.loads(shown)["notifications:sms"] | {"token": "geheim"})
    assert Sms(settings).repeatable
