"""Short messages by Apprise, against a real server: its json:// service posts to whatever address it is given."""

import logging
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import pytest

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.apprise import Apprise, AppriseSettings
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.work import NOON
from tests.integration.http_gateway import Gateway, Says, http_gateway

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""Apprise still looks for it, through a library of its own."""
AMINA = Contact(name="Amina", phone="06 12345678", email="amina@voorbeeld.example")


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": f"{1:032x}",
        "moment": Moment.DATE_REMINDER,
        "language": "nl",
        "subject": "",
        "text": "Dag Amina,\nmorgen is de dag.\n",
        "contact": AMINA,
        "sender": "utrecht@kring.example",
        "sender_name": "Utrecht",
        "written_at": NOON,
    }
    return Letter(**(fields | changes))


def by(*urls: str, **settings: Any) -> Apprise:  # noqa: ANN401 - settings of the plugin
    return Apprise(AppriseSettings.model_validate({"urls": urls} | settings))


@asynccontextmanager
async def a_service(path: str, *answers: Says, **settings: Any) -> AsyncGenerator[tuple[Gateway, Apprise]]:  # noqa: ANN401
    async with http_gateway(*(answers or (Says(200),))) as gateway:
        yield gateway, by(f"json://{HOST}:{gateway.port}/{path}", **settings)


# --------------------------------------------------------------------------------------------------- what goes out


async def test_the_short_words_go_to_the_person_and_never_a_title_or_a_name_of_ours() -> None:
    async with a_service("texts/{phone}") as (gateway, channel):
        await channel.send(a_letter(subject="Nieuws", preview="Er is nieuws"))
    (asked,) = gateway.asked
    assert asked.path == "/texts/+31612345678"
    said = asked.json()
    assert (said["message"], said["title"]) == ("Dag Amina, morgen is de dag.", "")
    assert "utrecht" not in f"{asked.headers} {asked.body!r}".lower()
    assert "nieuws" not in asked.body.decode().lower()


async def test_each_message_goes_to_its_own_person_only() -> None:
    async with a_service("{email}") as (gateway, channel):
        await channel.send(a_letter())
        await channel.send(a_letter(contact=Contact(name="Oma", email="oma+post@voorbeeld.example")))
    assert [unquote(asked.path) for asked in gateway.asked] == [
        "/amina@voorbeeld.example",
        "/oma+post@voorbeeld.example",
    ]


async def test_a_message_goes_by_the_first_address_that_the_person_has_and_by_no_other() -> None:
    async with http_gateway(Says(200)) as gateway:
        channel = by(*(f"json://{HOST}:{gateway.port}/{kind}/{{{kind}}}" for kind in ("phone", "email")))
        await channel.send(a_letter())
        await channel.send(a_letter(contact=Contact(name="Oma", email="oma@voorbeeld.example")))
    assert [asked.path.split("/")[1] for asked in gateway.asked] == ["phone", "email"]


@pytest.mark.parametrize(
    "contact",
    [
        Contact(name="Amina", phone="030 231 45 67"),
        Contact(name="Amina", phone="geen"),
        Contact(name="Amina", email="a@b.example, c@d.example"),
        Contact(name="Amina", email="a@b.example/../c"),
        Contact(name="Amina", email="a@b.example?retry=2"),
        Contact(name="Amina", postal_address="Lindestraat 1"),
    ],
    ids=["landline", "no-number", "two", "path", "query", "post"],
)
async def test_an_address_that_is_none_or_more_than_one_is_refused_before_anything_is_handed_over(
    contact: Contact,
) -> None:
    async with http_gateway(Says(200)) as gateway:
        channel = by(*(f"json://{HOST}:{gateway.port}/{{{kind}}}" for kind in ("phone", "email")))
        with pytest.raises(ChannelRefused) as refusal:
            await channel.send(a_letter(contact=contact))
    assert type(refusal.value) is ChannelRefused
    assert gateway.asked == []


async def test_who_must_not_be_shown_is_only_written_to_where_the_operator_says_that_nothing_shows_it() -> None:
    async with a_service("{phone}") as (gateway, channel):
        with pytest.raises(ChannelRefused):
            await channel.send(a_letter(sender_name=""))
        assert gateway.asked == []
        await by(f"json://{HOST}:{gateway.port}/{{phone}}", neutral=True).send(a_letter(sender_name=""))
    assert len(gateway.asked) == 1


# ------------------------------------------------------------------------------------------- what comes of it


@pytest.mark.parametrize("says", [Says(400), Says(429), Says(500), Says(hangs_up=True)], ids=str)
async def test_whatever_goes_wrong_after_handing_over_nobody_can_tell(says: Says) -> None:
    async with a_service("{phone}", says) as (_, channel):
        with pytest.raises(ChannelUnclear):
            await channel.send(a_letter())
    assert not channel.repeatable


async def test_also_of_a_service_that_is_away_apprise_does_not_say_that_nothing_went_out() -> None:
    with pytest.raises(ChannelUnclear):
        await by(f"json://{HOST}:{free_port()}/{{phone}}").send(a_letter())


async def test_an_error_inside_the_library_is_not_known_to_have_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = by(f"json://{HOST}:{free_port()}/{{phone}}")

    def breaks(*_: object, **__: object) -> bool:
        raise TypeError

    monkeypatch.setattr(channel._library.Apprise, "notify", breaks)
    with pytest.raises(ChannelUnclear):
        await channel.send(a_letter())


@pytest.mark.parametrize("says", [Says(200), Says(500)], ids=["taken", "failed"])
async def test_nothing_of_url_or_words_stands_in_a_log(says: Says, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("apprise", "urllib3", "requests"):  # as whoever asks for more of it would
        logging.getLogger(name).setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    async with a_service("een-geheim-pad/{phone}", says) as (_, channel):
        try:
            await channel.send(a_letter())
        except ChannelUnclear:
            assert says.status == 500
    assert [text for text in ("geheim", "612345678", "Amina", "dag") if text in caplog.text] == []


# --------------------------------------------------------------------------------------------------- its settings


def test_it_reaches_who_has_what_an_address_asks_for() -> None:
    assert by("json://localhost/{phone}").can_reach([AddressKind.PHONE])
    assert not by("json://localhost/{phone}").can_reach([AddressKind.EMAIL, AddressKind.POSTAL])
    assert not by("json://localhost/{phone}/{email}").can_reach([AddressKind.EMAIL])
    assert not by().can_reach(list(AddressKind))


@pytest.mark.parametrize("wrong", ["geheim-geheim://{phone}", "json://geheim/{phone}?retry=2"])
def test_an_address_that_cannot_be_read_or_would_send_twice_stops_the_start_and_is_not_shown(wrong: str) -> None:
    with pytest.raises(WrongSetup, match="urls/1") as refusal:
        by("json://localhost/{phone}", wrong)
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    ["json://localhost/everybody", "json://localhost/{name}", "json://localhost/{phone!r}", "json://{", "json://{}"],
)
def test_an_address_that_is_not_for_one_person_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        AppriseSettings.model_validate({"urls": [url]})


def test_without_the_library_a_set_up_channel_does_not_start_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    by()
    with pytest.raises(WrongSetup, match=r"pip install 'kring-notifications\[apprise\]'"):
        by("json://localhost/{phone}")
