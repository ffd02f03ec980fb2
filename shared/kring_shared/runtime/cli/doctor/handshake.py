"""The first words with a broker: what it says of itself, and the certificate it shows.

Kring's own clients encrypt from the first byte. A broker that greets in the clear first is recognised as well, so that
it can be said.
"""

import re
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

from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.server.answer import BrokerInfo

PATIENCE_S: Final = 3.0
PORT: Final = 4222
LONGEST_GREETING: Final = 65536
NUMBER: Final = re.compile(r"[0-9]{1,9}")
NO_CHECK_TIME: Final = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python has no name for: the term is looked at apart."""
MISMATCH: Final = {62, 64}
"""OpenSSL's codes for another name, or another address, than was asked for."""


class Greeting(BrokerInfo):
    """What a broker says to whoever connects."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give its version to compare with; empty where it is none."""
        numbers = self.version.partition("-")[0].split(".")
        return tuple(map(int, numbers)) if all(map(NUMBER.fullmatch, numbers)) else ()


@dataclass(frozen=True)
class Address:
    """Where one server of the bus is; a login in it is left out, so that it may be shown."""

    host: str
    port: int
    encrypted: bool
    """Whether it is spoken to encrypted."""

    def __str__(self) -> str:
        """Give it as it is shown."""
        return f"{self.host}:{self.port}"


def addresses(bus: BusAddress) -> tuple[Address, ...]:
    """Name the servers of a bus."""
    found = [urlsplit(url if "://" in url else f"nats://{url}") for url in bus.urls]
    return tuple(Address(each.hostname or "", each.port or PORT, bus.is_secure) for each in found)


def greeting(address: Address) -> Greeting | None:
    """Hear what the broker says first, as our own clients do; None when nothing, or no broker, answers so."""
    try:
        with _encrypted(address, _believing()) if address.encrypted else _plain(address) as connection:
            return _heard(connection)
    except (OSError, ValidationError):
        return None


def certificate_of(address: Address) -> x509.Certificate:
    """Read the broker's certificate, whether it is to be trusted or not; raises `OSError` when it shows none."""
    with _encrypted(address, _believing()) as connection:
        return x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")


def mistrust_of(address: Address, authorities: Path | None) -> tuple[bool, str]:
    """Tell why the certificate is not to be trusted, whatever its term: whether it is the name, and what is said."""
    context = ssl.create_default_context(cafile=authorities)
    context.verify_flags |= NO_CHECK_TIME
    try:
        with _encrypted(address, context):
            return False, ""
    except ssl.SSLCertVerificationError as error:
        return error.verify_code in MISMATCH, error.verify_message


def _believing() -> ssl.SSLContext:
    """Believe any certificate: it is only looked at, and nothing is said over that connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _plain(address: Address) -> socket.socket:
    connection = socket.create_connection((address.host, address.port), PATIENCE_S)
    connection.settimeout(PATIENCE_S)
    return connection


@contextmanager
def _encrypted(address: Address, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with _plain(address) as plain, context.wrap_socket(plain, server_hostname=address.host) as connection:
        yield connection


def _heard(connection: socket.socket) -> Greeting | None:
    heard = b""
    while b"\n" not in heard and len(heard) < LONGEST_GREETING:
        more = connection.recv(4096)
        if not more:
            break
        heard += more
    word, _, rest = heard.partition(b"\n")[0].partition(b" ")
    return Greeting.model_validate_json(rest) if word == b"INFO" else None
