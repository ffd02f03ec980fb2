"""Letters by e-mail, against a real mail server: what arrives, what does not, and what is told apart."""

from contextlib import nullcontext
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import pytest

from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.appointment import Appointment, appointment_file
from kring_shared.runtime.server.ports import free_port
from kring_shared.testing.work import NOON
from tests.integration.mail_server import Mailbox, certificate, mail_server, one_login, to
from tests.unit.notifications.letters import ADDRESS, AMINA, TEXT, a_head, a_letter, a_picture, neutral


def text_of(part: Message) -> str:
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


async def test_a_letter_arrives_as_it_was_written() -> None:
    day = appointment_file(Appointment("uid", 1, NOON, NOON, is_on=True, time_zone="Europe/Amsterdam", email=ADDRESS))
    letter = a_letter(letterhead=a_head(logo=a_picture()), calendar=day, calendar_method="REQUEST")
    with mail_server() as box:
        await to(box).send(letter)
    (mail,) = box.mails
    *_, plain, _, page, image, shown, file = mail.walk()
    assert TEXT.strip() in text_of(plain)
    assert "Le plan est écrit sur papier.<br>\n..et voilà" in text_of(page)
    assert image.get_payload(decode=True) == a_picture()
    assert shown.get_payload(decode=True) == file.get_payload(decode=True) == day
    assert (mail["Subject"], mail["From"]) == ("Un message", "Gent <gent@kring.example>")
    assert (mail["To"], box.recipients) == (ADDRESS, [ADDRESS])
    assert mail["Message-ID"] == f"<{AMINA}@kring.example>"
    assert mail["Date"].datetime == NOON


async def test_a_letter_from_right_to_left_arrives_so() -> None:
    words = "مرحبًا أمينة،\n\nإلى اللقاء\n"
    with mail_server() as box:
        await to(box).send(a_letter(language="ar", text=words, right_to_left=True))
    _, plain, page = box.mails[0].walk()
    assert words.strip() in text_of(plain)
    assert 'lang="ar" dir="rtl"' in text_of(page)


async def test_no_header_says_who_the_person_is_or_what_it_is_about() -> None:
    with mail_server() as box:
        await to(box).send(a_letter())
    headers = {name: str(value) for name, value in box.mails[0].items()}
    assert "Amina" not in str(headers)
    assert "plan" not in str(headers).lower()
    assert "Eigen Kracht" not in str(headers)
    assert set(headers) - {"X-Peer"} == {
        *("From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"),
        *("MIME-Version", "Content-Type"),
    }


async def test_a_neutral_sender_shows_no_name_and_no_office_also_not_on_the_way() -> None:
    with mail_server() as box:
        channel = to(box, neutral_sender="post@bericht.example", connections=1)
        await channel.send(a_letter())
        await channel.send(neutral())
    mail = box.mails[-1]
    assert mail["From"] == box.senders[-1] == "post@bericht.example"
    assert mail["Message-ID"] == f"<{AMINA}@bericht.example>"
    assert box.names == ["kring.example", "bericht.example"]


async def test_without_a_neutral_address_nothing_goes_by_e_mail_to_who_needs_one() -> None:
    with mail_server() as box, pytest.raises(ChannelRefused):
        await to(box).send(neutral())
    assert (box.names, box.mails) == ([], [])  # not even the greeting, which names the office too


async def test_what_cannot_be_delivered_is_reported_where_the_office_wants_it_and_never_beside_a_neutral_sender() -> (
    None
):
    with mail_server() as box:
        channel = to(box, bounce_address="terug@kring.example", neutral_sender="post@bericht.example")
        await channel.send(a_letter())
        await channel.send(neutral())
    assert box.senders == ["terug@kring.example", "post@bericht.example"]
    assert [mail["From"] for mail in box.mails] == ["Gent <gent@kring.example>", "post@bericht.example"]


@pytest.mark.parametrize("box", [Mailbox(refused={ADDRESS}), Mailbox(refuse_letters=True)], ids=["address", "letter"])
async def test_what_the_server_refuses_was_not_sent(box: Mailbox) -> None:
    with mail_server(box), pytest.raises(ChannelRefused) as refusal:
        await to(box).send(a_letter())
    assert refusal.value.code == "kring.channel-refused"
    assert box.mails == []


@pytest.mark.parametrize("box", [Mailbox(busy={ADDRESS}), Mailbox(busy={"letters"})], ids=["address", "letter"])
async def test_what_the_server_has_no_room_for_now_may_go_later(box: Mailbox) -> None:
    with mail_server(box):
        channel = to(box, connections=1)
        with pytest.raises(ChannelBusy) as refusal:
            await channel.send(a_letter())
        assert refusal.value.code == "kring.channel-busy"
        assert box.mails == []
        box.busy.clear()
        await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (1, 1)


@pytest.mark.parametrize("address", ["a@x.example\r\nBcc: b@x.example", "", "a@x.example\nRCPT TO:<b@x.example>"])
async def test_an_address_that_is_none_reaches_nobody(address: str) -> None:
    with mail_server() as box, pytest.raises(ChannelRefused):
        await to(box).send(a_letter(contact=Contact(name="Amina", email=address)))
    assert box.mails == []


async def test_a_server_that_is_away_is_told_apart() -> None:
    with pytest.raises(ChannelAway):
        await to(Mailbox(port=free_port())).send(a_letter())


@pytest.mark.parametrize("box", [Mailbox(hang_up=True), Mailbox(silent=True)], ids=["hangs-up", "says-nothing"])
async def test_when_nobody_can_tell_whether_it_went_out_that_is_what_is_said(box: Mailbox) -> None:
    with mail_server(box), pytest.raises(ChannelUnclear):
        await to(box, timeout_s=0.5).send(a_letter())
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_letter_travels_encrypted_to_a_server_that_is_trusted(security: str, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    tls = {"ssl_context": shown}
    options: dict[str, Any] = tls if security == "tls" else {"tls_context": shown, "require_starttls": True}
    with mail_server(**options) as box:
        await to(box, security=security, ca_file=trusted).send(a_letter())
    assert len(box.mails) == 1
    assert security == "tls" or box.encrypted == [True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_nothing_is_given_to_a_server_that_is_not_trusted(security: str, tmp_path: Path) -> None:
    _, shown = certificate(tmp_path)
    options: dict[str, Any] = {"ssl_context" if security == "tls" else "tls_context": shown}
    with mail_server(**options) as box, pytest.raises(ChannelAway):
        await to(box, security=security).send(a_letter())
    assert box.mails == []


async def test_nothing_is_given_in_the_clear_when_the_server_offers_no_encryption() -> None:
    with mail_server() as box, pytest.raises(ChannelAway):
        await to(box, security="starttls").send(a_letter())
    assert box.mails == []


@pytest.mark.parametrize("given", ["geheim", "verkeerd"])
async def test_a_login_is_needed_where_the_server_asks_for_one(given: str, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    login = one_login("kring", "geheim")
    with mail_server(tls_context=shown, require_starttls=True, authenticator=login, auth_required=True) as box:
        channel = to(box, security="starttls", ca_file=trusted, username="kring", password=given)
        with nullcontext() if given == "geheim" else pytest.raises(ChannelAway):
            await channel.send(a_letter())
    assert len(box.mails) == (given == "geheim")
