"""A bus that believes an authority, and connections to it by the credentials the authority gave."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nats
from nats.aio.client import Client, RawCredentials

from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.authority import tokens
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.authority.pushing import INBOX_PREFIX, push
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until

VIOLATION = "permissions violation for "
NOBODYS = "nobody.may.say.this"
EVERYTHING = {"pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1}


@contextmanager
def guarded_bus(folder: Path, authority: Authority, *, domain: str = "") -> Iterator[NatsServer]:
    trust = authority.trust(str(folder / "accounts"))
    with NatsServer(folder / "bus", key=new_key(), network=Network(trust=trust, domain=domain)) as server:
        yield server


@dataclass
class Guest:
    """Somebody on the bus, and what the server denied them."""

    client: Client
    denied: list[str] = field(default_factory=list)
    """`publish <subject>` or `subscription <subject>`, in small letters, as the client library gives them."""
    closed: list[bool] = field(default_factory=list)

    async def told(self) -> list[str]:
        """Wait until the server has judged everything said so far, and give what it denied."""
        await self.client.publish(NOBODYS, b"")  # the library's flush overtakes what it has not sent yet
        await until(lambda: self.closed or f"publish {NOBODYS}" in self.denied[-1:], "the server has judged", within=60)
        denied, self.denied[:] = self.denied[:-1], []
        return denied


@asynccontextmanager
async def guest(server: NatsServer, credential: str, name: str) -> AsyncIterator[Guest]:
    denied: list[str] = []
    closed: list[bool] = []

    async def note(error: Exception) -> None:
        _, violation, what = str(error).partition(VIOLATION)
        if violation:
            kind, _, subject = what.partition(" to ")
            denied.append(f"{kind} {_unquoted(subject)}")

    async def gone() -> None:
        closed.append(True)

    client = await nats.connect(
        server.url,
        user_credentials=RawCredentials(credential),
        inbox_prefix=f"_INBOX.{name}",
        error_cb=note,
        closed_cb=gone,
        allow_reconnect=False,
        connect_timeout=5,
    )
    try:
        yield Guest(client, denied, closed)
    finally:
        await client.close()


def _unquoted(text: str) -> str:
    return text.split('"')[1]


async def pushed(server: NatsServer, authority: Authority, account_jwt: str = "") -> tuple[str, ...]:
    """Tell the server what changed."""
    client = await nats.connect(
        server.url,
        user_credentials=RawCredentials(authority.pushing_credential()),
        inbox_prefix=INBOX_PREFIX,
        allow_reconnect=False,
    )
    try:
        return await push(client, account_jwt or authority.account_jwt())
    finally:
        await client.close()


@asynccontextmanager
async def observer(server: NatsServer, authority: Authority) -> AsyncIterator[Client]:
    """Somebody who hears and says everything: no role lets anybody do so, so the account is changed for the test."""
    key, user = Key.new(KeyFor.ACCOUNT), Key.new(KeyFor.USER)
    claims = tokens.claims_of(authority.account_jwt())
    operator = Key((authority.folder / "operator.seed").read_text().strip())
    scopes = [*claims["nats"]["signing_keys"], key.public]
    now = SystemClock().now()
    changed = tokens.account(operator, claims["sub"], now, name="KRING", scopes=scopes, streams=True)
    await pushed(server, authority, changed)
    token = tokens.user(key, user.public, now, name="observer", account=claims["sub"], permissions=EVERYTHING)
    async with guest(server, tokens.credential(token, user), "observer") as one:
        yield one.client
