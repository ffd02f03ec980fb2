"""A real mail server for tests, on this machine: keeps what it is given, or behaves badly when it is asked to."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kring_notifications.plugins.smtp import Smtp, SmtpSettings
from kring_shared.runtime.server.ports import HOST, free_port


@dataclass
class Mailbox:
    """What arrived, and how the server is to behave."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    refuse_letters: bool = False
    busy: set[str] = field(default_factory=set)
    """Who may come later: a mailbox, or `letters` for all of them."""
    closing: bool = False
    """Say goodbye in the place of an answer, as a server does that is stopped or that waited too long."""
    sessions: set[Session] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    """How the other side called itself, for each mail."""
    lines: set[asyncio.Transport] = field(default_factory=set)
    hang_up: bool = False
    silent: bool = False

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sessions.add(session)
        self.lines.add(cast("Any", server).transport)
        if self.closing:
            self.closing = False
            await server.push("421 goodbye")
            cast("Any", server).transport.close()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return f"550 no such mailbox: <{address}>"
        if address in self.busy:
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        if self.refuse_letters:
            return "554 not this one"
        if "letters" in self.busy:
            return "452 no room now"
        self.names.append(str(session.host_name))
        self.mails.append(BytesParser(policy=default).parsebytes(cast("bytes", envelope.content)))
        self.senders.append(str(envelope.mail_from))
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        if self.hang_up:
            cast("Any", server).transport.abort()
        if self.silent:
            await asyncio.Event().wait()
        return "250 OK"


@contextmanager
def mail_server(box: Mailbox | None = None, **options: Any) -> Generator[Mailbox]:  # noqa: ANN401 - aiosmtpd's own
    """Run a server on a free port; `options` are those of aiosmtpd's `Controller` and `SMTP`."""
    found = box or Mailbox()
    found.port = found.port or free_port()
    controller = Controller(found, hostname=HOST, port=found.port, ready_timeout=10, **options)
    controller.start()
    try:
        yield found
    finally:
        for line in found.lines:
            controller.loop.call_soon_threadsafe(line.abort)
        controller.stop()


def to(box: Mailbox, **settings: Any) -> Smtp:  # noqa: ANN401 - settings of the plugin
    """Give the channel that sends to this server."""
    return Smtp(SmtpSettings.model_validate({"host": HOST, "port": box.port, "security": "none"} | settings))


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; the test's own time limit ends what never is."""
    while not true():  # noqa: ASYNC110 - what it waits for stands in a database
        await asyncio.sleep(0.01)


def one_login(name: str, password: str) -> Any:  # noqa: ANN401 - aiosmtpd's authenticator
    """Let in one user."""
    right = LoginPassword(name.encode(), password.encode())

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object) -> AuthResult:
        return AuthResult(success=given == right, handled=False)

    return check


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1: the file a client may trust, and what the server shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "trusted.pem", folder / "private.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(trusted, private)
    return trusted, shown
