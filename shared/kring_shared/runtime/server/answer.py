"""What a broker says of itself when somebody connects; it says so once it takes messages."""

import contextlib
import socket

from pydantic import BaseModel, ConfigDict, ValidationError


class BrokerInfo(BaseModel):
    """The first line of a broker, as far as we look at it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    server_name: str
    version: str
    jetstream: bool = False
    auth_required: bool = False


def ask_broker(host: str, port: int, timeout_s: float = 1.0) -> BrokerInfo | None:
    """Connect and read the broker's first line; None when nothing, or no broker, answers in time."""
    with contextlib.suppress(OSError, ValidationError), socket.create_connection((host, port), timeout_s) as connection:
        connection.settimeout(timeout_s)
        with connection.makefile("rb") as lines:
            word, _, rest = lines.readline(65536).partition(b" ")
        if word == b"INFO":
            return BrokerInfo.model_validate_json(rest)
    return None
