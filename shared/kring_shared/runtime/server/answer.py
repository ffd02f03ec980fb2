"""What a broker says of itself when somebody connects; it says so once it takes messages."""

import contextlib
import socket
import ssl

from pydantic import BaseModel, ConfigDict, ValidationError


class BrokerInfo(BaseModel):
    """The first line of a broker, as far as we look at it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    server_name: str
    version: str
    jetstream: bool = False
    auth_required: bool = False


def ask_broker(host: str, port: int, timeout_s: float = 1.0, *, encrypted: bool = False) -> BrokerInfo | None:
    """Connect and read the broker's first line; None when nothing, or no broker, answers in time.

    `encrypted`: it speaks TLS from the first byte. Its certificate is believed: this is asked by who started it.
    """
    with contextlib.suppress(OSError, ValidationError), socket.create_connection((host, port), timeout_s) as plain:
        plain.settimeout(timeout_s)
        with _believing().wrap_socket(plain) if encrypted else plain as connection, connection.makefile("rb") as lines:
            word, _, rest = lines.readline(65536).partition(b" ")
        if word == b"INFO":
            return BrokerInfo.model_validate_json(rest)
    return None


def _believing() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
