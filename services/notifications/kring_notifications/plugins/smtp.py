"""Sends letters by e-mail (SMTP): plain text, one person each, encrypted on the way unless told otherwise."""

import contextlib
import ssl
from collections.abc import Collection
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as AS_SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Literal

import aiosmtplib
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelRefused, ChannelUnclear, Letter
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import Manifest

Trouble = (aiosmtplib.SMTPException, OSError)
"""What a connection can come to; a time-out and a wrong certificate are among them."""


class SmtpSettings(BaseModel):
    """Which mail server, and how it is talked to; without a host nothing is sent by e-mail."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field("", description="Name of the mail server; empty switches e-mail off.")
    port: int | None = Field(
        None, ge=1, le=65535, description="Its port; else the usual one: 587, 465 for tls, 25 for none."
    )
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="`starttls` and `tls` refuse to send without encryption; `none` is for a server on this machine.",
    )
    ca_file: Path | None = Field(None, description="Certificates to trust (PEM); else those of the machine.")
    username: str = Field("", description="To log in with; empty when the server asks for none.")
    password: SecretStr = Field(SecretStr(""), description="Belongs to the user name.")
    timeout_s: float = Field(20.0, gt=0, le=300, description="How long to wait for the server, seconds.")
    neutral_sender: str = Field(
        "", description="Address for letters that must not show who they are from; else the office's, without its name."
    )

    @field_validator("username")
    @classmethod
    def _not_in_the_clear(cls, username: str, info: ValidationInfo) -> str:
        if username and info.data.get("security") == "none":
            message = "a password is only given over an encrypted connection: set security to starttls or tls"
            raise ValueError(message)
        return username


class Smtp:
    """Sends each letter over a connection of its own."""

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
        try:
            self._tls = None if settings.security == "none" else ssl.create_default_context(cafile=settings.ca_file)
        except OSError as error:  # also when what is in the file is no certificate
            message = f"setting ca_file of plugin 'smtp': {settings.ca_file} cannot be read as PEM certificates"
            raise WrongSetup(message) from error

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach who has an e-mail address, when there is a mail server."""
        return bool(self._settings.host) and AddressKind.EMAIL in kinds

    async def send(self, letter: Letter) -> None:
        """Send one letter.

        Raises:
            ChannelAway: the server was not reached, or did not let us in.
            ChannelRefused: it did not take the sender, the recipient or the letter.
            ChannelUnclear: the connection broke after the letter was given, before the answer.
        """
        sender = letter.sender if letter.sender_name else self._settings.neutral_sender or letter.sender
        try:
            mail = bytes(written(letter, sender))
        except ValueError as error:
            message = "the letter cannot be addressed: the address is empty, or holds a line break"
            raise ChannelRefused(message) from error
        client = self._client(sender)
        try:
            await self._enter(client)
            await _hand_over(client, sender, letter.contact.email, mail)
        finally:
            with contextlib.suppress(*Trouble):  # whatever the goodbye comes to, the letter is settled
                await client.quit(timeout=1)
            client.close()

    def _client(self, sender: str) -> aiosmtplib.SMTP:
        chosen = self._settings
        return aiosmtplib.SMTP(
            hostname=chosen.host,
            port=chosen.port,
            timeout=chosen.timeout_s,
            use_tls=chosen.security == "tls",
            start_tls=chosen.security == "starttls",
            tls_context=self._tls,
            username=chosen.username or None,
            password=chosen.password.get_secret_value() or None,
            local_hostname=_domain(sender),  # not the machine's name
        )

    async def _enter(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.connect()
        except Trouble as error:
            message = "the mail server was not reached, or did not let us in"
            raise ChannelAway(message) from error


async def _hand_over(client: aiosmtplib.SMTP, sender: str, recipient: str, mail: bytes) -> None:
    try:
        await client.mail(sender)
        await client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as error:
        message = "the mail server refused the sender or the recipient"
        raise ChannelRefused(message) from error
    except (*Trouble, UnicodeError) as error:  # nothing was handed over yet
        message = "the connection broke, or the address is one this server cannot take"
        raise ChannelAway(message) from error
    try:
        await client.data(mail)
    except aiosmtplib.SMTPResponseException as error:
        message = "the mail server refused the letter"
        raise ChannelRefused(message) from error
    except Trouble as error:
        message = "the connection broke while the letter was given"
        raise ChannelUnclear(message) from error


def written(letter: Letter, sender: str) -> EmailMessage:
    """Write the e-mail: nothing in its headers says what it is about.

    The Message-ID follows from the message's id, so that a mailbox that gets it twice can see that it is the same.

    Raises:
        ValueError: the address is none.
    """
    if "@" not in letter.contact.email:
        raise ValueError
    mail = EmailMessage(policy=AS_SMTP)
    mail["From"] = formataddr((letter.sender_name, sender))
    mail["To"] = letter.contact.email
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = f"<{letter.message_id}@{_domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"


plugin = Manifest(
    name="smtp",
    service="notifications",
    api=2,
    title="Sends letters by e-mail.",
    settings=SmtpSettings,
    build=Smtp,
)
