"""The channel: gives each letter to the mail server, and says exactly what came of that."""

import ssl
from collections.abc import Collection
from datetime import timedelta
from typing import Final

import aiosmtplib

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.smtp.connections import Connections, Line, Trouble
from kring_notifications.plugins.smtp.mail import address_of, domain_of, is_neutral, written
from kring_notifications.plugins.smtp.settings import SmtpSettings
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.errors import WrongSetup

CLOSING: Final = 421
LOGIN_REFUSED: Final = frozenset({530, 534, 535, 538})
"""Replies about our login (RFC 4954): no letter's fault, so none may be lost for it."""


class LineGone(ChannelAway):
    """The connection broke before anything was handed over."""


class Smtp:
    """Sends letters, one person each, over connections that are used again."""

    name = "smtp"
    way = Way.EMAIL
    disturbs = True
    repeatable = False
    patience = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))

    def __init__(self, settings: SmtpSettings) -> None:
        """Prepare; nothing is opened.

        Raises:
            WrongSetup: the certificates cannot be read.
        """
        self._settings = settings
        self.at_once = settings.connections
        try:
            tls = None if settings.security == "none" else ssl.create_default_context(cafile=settings.ca_file)
        except OSError as error:  # also when what is in the file is no certificate
            raise WrongSetup(
                f"setting ca_file of plugin 'smtp': {settings.ca_file} cannot be read as PEM certificates"
            ) from error
        self._connections = Connections(settings, tls)

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach who has an e-mail address, when there is a mail server."""
        return bool(self._settings.host) and AddressKind.EMAIL in kinds

    async def send(self, letter: Letter) -> None:
        """Send one letter.

        Raises:
            ChannelAway: the server was not reached, or did not let us in.
            ChannelBusy: it said: not now (4xx).
            ChannelRefused: it did not take the sender, the recipient or the letter (5xx), or there is no address
                to write from that does not show who writes.
            ChannelUnclear: the connection broke after the letter was given, before the answer.
        """
        sender = self._settings.neutral_sender if is_neutral(letter) else letter.sender
        if not sender:  # the office's own address would name it, in the letter and on its way
            raise ChannelRefused("there is no sender that does not show who writes")
        try:
            recipient, mail = address_of(letter.contact), bytes(written(letter, sender))
        except ValueError as error:
            raise ChannelRefused("the letter cannot be addressed: its address is none that e-mail can go to") from error
        reports_to = sender if is_neutral(letter) else self._settings.bounce_address or sender
        async with self._connections.turn():
            rested = self._connections.rested(domain_of(sender))
            if rested is not None:
                try:
                    await self._give(rested, reports_to, recipient, mail)
                except LineGone:
                    pass  # the server closed it while it rested; nothing was handed over, so once more
                else:
                    return
            await self._give(await self._connections.opened(domain_of(sender)), reports_to, recipient, mail)

    async def _give(self, line: Line, sender: str, recipient: str, mail: bytes) -> None:
        goes_on = False
        try:
            await _hand_over(line, sender, recipient, mail)
            goes_on = True
        except ChannelRefused as trouble:
            # Only after a plain answer it is known where the talk stands; anything else ends the line.
            goes_on = type(trouble) in {ChannelRefused, ChannelBusy} and await line.is_reset()
            raise
        finally:
            if goes_on:
                await self._connections.put_back(line)
            else:
                line.client.close()


async def _hand_over(line: Line, sender: str, recipient: str, mail: bytes) -> None:
    try:
        await line.client.mail(sender)
        await line.client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as answer:
        if answer.code == CLOSING and line.letters:
            raise LineGone("the mail server closed a connection that rested") from answer
        raise _kind_of(answer.code, ChannelAway)("the mail server did not take the sender or the recipient") from answer
    except Trouble as error:
        raise LineGone("the connection broke before the letter was given") from error
    except ValueError as error:
        raise ChannelRefused("the address is one this server cannot take") from error
    try:
        await line.client.data(mail)
    except aiosmtplib.SMTPResponseException as answer:
        raise _kind_of(answer.code, ChannelUnclear)("the mail server did not take the letter") from answer
    except Trouble as error:
        raise ChannelUnclear("the connection broke while the letter was given") from error
    line.letters += 1


def _kind_of(code: int, otherwise: type[ChannelRefused]) -> type[ChannelRefused]:
    """Tell what a reply means: 4xx is later, 5xx is never; any other is none that a server may give here.

    Source: RFC 5321, 4.2.1.
    """
    if code in LOGIN_REFUSED:
        return ChannelAway
    return {4: ChannelBusy, 5: ChannelRefused}.get(code // 100, otherwise)
