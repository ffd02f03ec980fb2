"""The first words with a broker: what it says of itself, and the certificate it shows, as NATS does it.

A broker greets in the clear (`INFO …`), and only then is the connection encrypted: ordinary tools show no certificate.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from pydantic import ValidationError

from kring_shared.runtime.server.answer import BrokerInfo

PATIENCE_S: Final = 3.0
PORT: Final = 4222
LONGEST_GREETING: Final = 65536
NO_CHECK_TIME: Final = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python has no name for: the term is looked at apart."""
MISMATCH: Final = {62, 64}
"""OpenSSL's codes for another name, or another address, than was asked for."""


class Greeting(BrokerInfo):
    """What a broker says to whoever connects."""

    tls_required: bool = False
    tls_available: bool = False

    @property
    def encrypts(self) -> bool:
        """Whether a connection can be encrypted."""
        return self.tls_required or self.tls_available

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give its version to compare with; empty where it is none."""
        numbers = self.version.partition("-")[0].split(".")
        return tuple(int(number) for number in numbers) if all(number.isdigit() for number in numbers) else ()


@dataclass(frozen=True)
class Address:
    """Where one server of the bus is; a login in it is left out, so that it may be shown."""

    host: str
    port: int
    encrypted: bool
    """Whether the address asks for encryption."""

    def __str__(self) -> str:
        """Give it as it is shown."""
        return f"{self.host}:{self.port}"


def addresses(urls: str) -> tuple[Address, ...]:
    """Read the addresses of a setting, which has commas between them."""
    found = []
    for url in filter(None, (one.strip() for one in urls.split(","))):
        parts = urlsplit(url if "://" in url else f"nats://{url}")
        found.append(Address(parts.hostname or "", parts.port or PORT, parts.scheme in {"tls", "wss"}))
    return tuple(found)


def greeting(address: Address) -> Greeting | None:
    """Hear what the broker says first; None when nothing, or no broker, answers."""
    try:
        with _greeted(address) as (_, said):
            return said
    except (OSError, ValidationError):
        return None


def certificate_of(address: Address) -> x509.Certificate:
    """Read the broker's certificate, whether it is to be trusted or not; raises `OSError` when it shows none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is only looked at; nothing is said over this connection
    with _greeted(address) as (plain, _), context.wrap_socket(plain, server_hostname=address.host) as encrypted:
        return x509.load_der_x509_certificate(encrypted.getpeercert(binary_form=True) or b"")


def mistrust_of(address: Address, authorities: Path | None) -> tuple[bool, str]:
    """Tell why the certificate is not to be trusted, whatever its term: whether it is the name, and what is said."""
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    context.verify_flags |= NO_CHECK_TIME
    try:
        with _greeted(address) as (plain, _), context.wrap_socket(plain, server_hostname=address.host):
            return False, ""
    except ssl.SSLCertVerificationError as error:
        return error.verify_code in MISMATCH, error.verify_message


@contextmanager
def _greeted(address: Address) -> Iterator[tuple[socket.socket, Greeting]]:
    with socket.create_connection((address.host, address.port), PATIENCE_S) as connection:
        connection.settimeout(PATIENCE_S)
        heard = b""
        while b"\n" not in heard and len(heard) < LONGEST_GREETING:
            more = connection.recv(4096)
            if not more:
                break
            heard += more
        word, _, rest = heard.partition(b"\n")[0].partition(b" ")
        if word != b"INFO":
            raise ConnectionError("no broker greets there")
        yield connection, Greeting.model_validate_json(rest)
