"""Connecting to the bus: once, for an edge, or for good, for a service; who is refused is told why in one line."""

import asyncio
import contextlib
import logging
import re
import ssl
from typing import Any, Final

import nats.errors
import structlog
from nats.aio.client import Client

from kring_shared.kernel.errors import BusAway, KringError, WrongSetup
from kring_shared.runtime.bus.address import BusAddress

log = structlog.get_logger()
DENIED: Final = re.compile(r'permissions violation for (\w+) to "?([^"\s]+)', re.IGNORECASE)
NOT_LET_IN: Final = (
    "authorization violation",
    "authentication expired",
    "authentication revoked",
)
TOO_SLOW: Final = "authentication timeout"
"""Who never got in is told the same, for a wrong credential can look so; who was in already tries again."""
ATTEMPT_SECONDS: Final = 10.0
"""Then a new attempt: after a handshake that nobody answered the client library waits for ever."""
CLOSED_WITHIN_SECONDS: Final = 0.2
SHOWN_TOKENS: Final = 5
"""Of a subject, in a log: what follows may be the id of a case."""
PING_SECONDS: Final = 3
PINGS_UNANSWERED: Final = 2
"""A server that hangs keeps its connections: whoever is silent for so many pings is left for another server."""
EXPIRED: Final = 10
OTHER_NAME: Final = (62, 64)
"""OpenSSL's numbers for what is wrong with a certificate."""
# Said by asyncio each time a bus behind TLS hangs up, and means nothing to anybody; what matters is said by us.
logging.getLogger("asyncio").addFilter(lambda record: "eof_received" not in record.getMessage())


async def connect(where: BusAddress | str, *, name: str = "kring-client") -> Client:
    """Connect once, without waiting long.

    Raises:
        BusAway: nothing answers there.
        WrongSetup: the bus refuses the credential, or we its certificate.
    """
    address = where if isinstance(where, BusAddress) else BusAddress.of(where)
    try:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await _connected(address, name=name, connect_timeout=2, max_reconnect_attempts=3)
    except (nats.errors.Error, OSError, TimeoutError) as error:
        raise BusAway("the bus does not answer: start Kring with `kring up`, or check --nats") from error


async def stay_connected(where: BusAddress | str, *, name: str) -> Client:
    """Connect as soon as the bus is there, and again whenever it comes back.

    Raises:
        WrongSetup: the bus refuses the credential, or we its certificate.
    """
    address = where if isinstance(where, BusAddress) else BusAddress.of(where)
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await _connected(
                    address,
                    name=name,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=1,
                    ping_interval=PING_SECONDS,
                    max_outstanding_pings=PINGS_UNANSWERED,
                )


def ended(client: Client, where: BusAddress) -> KringError | None:
    """Say why a connection that was for good has ended; None while it is there, or on its way back.

    A bus that stops to let us in ends it: who lives on would look as if it only waited, and hear and tell nothing.
    """
    if not client.is_closed:
        return None
    refused = refusal(client.last_error, where) if client.last_error else None
    return refused or BusAway(f"the connection to the bus at {where.shown} has ended, and does not come back by itself")


def refusal(error: Exception, address: BusAddress) -> KringError | None:
    """Say why the bus and we do not get together; None when it is merely away."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return WrongSetup(_about_certificate(error, address))
    if isinstance(error, ssl.SSLError):
        return WrongSetup(
            f"no secure connection to {address.shown}: the server there must speak TLS 1.3, and from the first byte "
            "(handshake_first)"
        )
    if is_not_let_in(error) or TOO_SLOW in str(error).lower():
        if address.creds is None:
            return WrongSetup(f"the bus at {address.shown} lets nobody in without a credential: set KRING_NATS_CREDS")
        return WrongSetup(
            f"the bus at {address.shown} refuses the credential {address.creds}: it was revoked, has run out or is of "
            "another bus; ask for a new one"
        )
    return None


def is_not_let_in(error: Exception) -> bool:
    """Tell whether it is the credential, or that there is none, that the bus refuses."""
    return isinstance(error, nats.errors.Error) and any(words in str(error).lower() for words in NOT_LET_IN)


def _about_certificate(error: ssl.SSLCertVerificationError, address: BusAddress) -> str:
    if error.verify_code == EXPIRED:
        return f"the certificate of the bus at {address.shown} has run out: put a new one on the server"
    if error.verify_code in OTHER_NAME:
        return f"the certificate of the bus is of another name than {address.shown}: use the name that stands in it"
    by = f"those in KRING_NATS_CA {address.ca}" if address.ca else "those this machine knows; set KRING_NATS_CA"
    return f"the certificate of the bus at {address.shown} was not signed by {by}"


class _Watch:
    """What the client library says went wrong: raised while we connect for the first time, logged afterwards.

    Who is not let in any more is disconnected for good, as by a server that revokes while we are connected.
    """

    def __init__(self, address: BusAddress, client: Client) -> None:
        self.connected = False
        self._address, self._client, self._said = address, client, ""
        self._leaving: asyncio.Task[None] | None = None

    async def failed(self, error: Exception) -> None:
        if denied := DENIED.search(str(error)):
            subject = ".".join(denied[2].split(".")[:SHOWN_TOKENS])
            log.warning("bus.not-permitted", to=denied[1].lower(), subject=subject)
            return
        refused = refusal(error, self._address)
        if refused is None:
            return
        if not self.connected:
            raise refused
        if str(refused) != self._said:  # each second again, until somebody mends it
            self._said = str(refused)
            log.warning("bus.refused", because=self._said)
        if is_not_let_in(error) and self._leaving is None:
            self._leaving = asyncio.create_task(self._client.close())

    async def back(self) -> None:
        self._said = ""


async def _connected(address: BusAddress, **more: Any) -> Client:  # noqa: ANN401 - the client library's own
    client = Client()
    watch = _Watch(address, client)
    try:
        await client.connect(**address.options(), **more, error_cb=watch.failed, reconnected_cb=watch.back)
    except BaseException:  # raised again: whatever it was, nothing half open stays
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(client.close(), CLOSED_WITHIN_SECONDS)
        raise
    watch.connected = True
    return client
