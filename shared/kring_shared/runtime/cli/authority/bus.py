"""Tells a running bus what its authority changed: who comes in, and the consumers that they read with."""

import os
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from nats.aio.client import Client

from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.pushing import push
from kring_shared.runtime.authority.register import Entry
from kring_shared.runtime.authority.roles import LINE, PORTAL, SYSTEM
from kring_shared.runtime.authority.tags import durable_of_portal, receipts_filters
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.streams import BACKBONE, provision_portal, provision_receipts, provision_streams
from kring_shared.runtime.cli.configured import shared_settings
from kring_shared.runtime.private_files import write_private
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.blueprint import declared

FOR_NOW: Final = ".now.creds"


def address_of(nats: str) -> BusAddress | None:
    """Give the bus that is named, with what its certificate is checked by; None where none is."""
    url = nats or os.environ.get("KRING_NATS_URL", "")
    if not url:
        return None
    return BusAddress.of(shared_settings().model_copy(update={"nats_url": url, "nats_creds": None}))


async def push_account(authority: Authority, address: BusAddress) -> int:
    """Tell the servers who comes in and what each role may; give how many of them took it.

    Raises:
        BusAway: no server answers; what was changed stands in the folder, and can be pushed later.
        WrongSetup: a server refuses it.
    """
    async with _connected(authority, address, authority.pushing_credential()) as client:
        return len(await push(client, authority.account_jwt()))


async def make_consumers(authority: Authority, address: BusAddress, entries: Iterable[Entry]) -> list[str]:
    """Make what systems and lines read with, for they may not make it themselves; give the names. Safe to repeat.

    Raises:
        BusAway: the bus does not answer.
        WrongSetup: it has no streams yet.
    """
    made: list[str] = []
    async with _connected(authority, address, authority.admin_credential()) as client:
        for entry in entries:
            if entry.role == SYSTEM:
                (system,) = entry.tagged("system")
                made.append(entry.name)
                await provision_receipts(client, entry.name, receipts_filters(system, entry.offices))
            elif entry.role == PORTAL:
                made.append(durable_of_portal(entry.offices))
                await provision_portal(client, made[-1], entry.offices)
            elif entry.role == LINE:
                (office,) = entry.offices
                await provision_streams(client, replicas=shared_settings().replicas, only=(BACKBONE,))
                made += await assembly.provision_line(client, office, declared())
    return made


@asynccontextmanager
async def _connected(authority: Authority, address: BusAddress, credential: str) -> AsyncGenerator[Client]:
    with _file_of(authority.folder, credential) as file:
        client = await connect(BusAddress(address.urls, file, address.ca), name="kring-authority")
        try:
            yield client
        finally:
            await client.close()


@contextmanager
def _file_of(folder: Path, credential: str) -> Generator[Path]:
    """Keep a credential that is good for minutes in a file, as long as somebody is connected with it."""
    file = folder / FOR_NOW
    write_private(file, credential)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)
