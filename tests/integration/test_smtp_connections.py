"""Connections to a mail server that are used again: a few for many letters, and never a letter twice for it."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kring_notifications.hooks import ChannelAway, ChannelRefused, ChannelUnclear
from kring_shared.contracts.sealed import Contact
from tests.integration.mail_server import Mailbox, certificate, mail_server, to, until
from tests.unit.notifications.letters import ADDRESS, a_letter


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
async def test_many_letters_share_a_few_connections(security: str, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    options: dict[str, Any] = {"none": {}, "starttls": {"tls_context": shown}, "tls": {"ssl_context": shown}}[security]
    with mail_server(**options) as box:
        channel = to(box, security=security, connections=3, ca_file=trusted)
        await asyncio.gather(*(channel.send(a_letter(message_id=f"{n:032x}")) for n in range(60)))
    assert sorted(str(mail["Message-ID"]) for mail in box.mails) == [f"<{n:032x}@kring.example>" for n in range(60)]
    assert len(box.sessions) == 3


async def test_a_connection_is_made_anew_after_so_many_letters() -> None:
    with mail_server() as box:
        channel = to(box, connections=1, letters_a_connection=2)
        for _ in range(5):
            await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (5, 3)


async def test_a_connection_without_work_is_closed() -> None:
    with mail_server() as box:
        await to(box, idle_s=0.02).send(a_letter())
        await until(lambda: all(line.is_closing() for line in box.lines))
    assert len(box.lines) == 1


async def test_a_server_that_was_started_again_in_between_gets_the_next_letter() -> None:
    box = Mailbox()
    with mail_server(box):
        channel = to(box, connections=1)
        await channel.send(a_letter())
    with pytest.raises(ChannelAway):
        await channel.send(a_letter())
    with mail_server(box):
        await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (2, 2)


async def test_a_connection_that_the_server_closes_just_then_is_replaced() -> None:
    with mail_server() as box:
        channel = to(box, connections=1)
        await channel.send(a_letter())
        box.closing = True
        await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (2, 2)


async def test_a_first_connection_that_the_server_closes_is_not_tried_over_and_over() -> None:
    with mail_server(Mailbox(closing=True)) as box, pytest.raises(ChannelAway):
        await to(box).send(a_letter())
    assert len(box.sessions) == 1


async def test_a_letter_that_may_have_gone_out_is_not_given_again_over_a_fresh_connection() -> None:
    with mail_server() as box:
        channel = to(box, connections=1)
        await channel.send(a_letter())
        box.hang_up = True
        with pytest.raises(ChannelUnclear):
            await channel.send(a_letter())
        assert len(box.mails) == 2
        box.hang_up = False
        await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (3, 2)


async def test_a_refused_letter_costs_the_next_one_nothing() -> None:
    with mail_server(Mailbox(refused={"weg@voorbeeld.example"})) as box:
        channel = to(box, connections=1)
        for address in ("weg@voorbeeld.example", ADDRESS, "weg@voorbeeld.example", ADDRESS):
            with suppress(ChannelRefused):
                await channel.send(a_letter(contact=Contact(name="", email=address)))
    assert box.recipients == [ADDRESS, ADDRESS]
    assert len(box.sessions) == 1


async def test_a_letter_that_is_cut_off_takes_its_connection_along() -> None:
    with mail_server(Mailbox(silent=True)) as box:
        channel = to(box, connections=1)
        cut_off = asyncio.create_task(channel.send(a_letter()))
        await until(lambda: bool(box.mails))
        cut_off.cancel()
        with suppress(asyncio.CancelledError):
            await cut_off
        box.silent = False
        await channel.send(a_letter())
    assert (len(box.mails), len(box.sessions)) == (2, 2)
