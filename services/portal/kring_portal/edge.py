"""The portal as `kring up` opens it: over the Kring of one folder, for this machine, without anything to set up."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from typing import Final

from kring_portal import made_up
from kring_portal.serving import MIGRATIONS, house_of, served
from kring_portal.settings import Settings
from kring_portal.signing.welcome import first_link
from kring_portal.web.house import House
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running.edges import Opened, Opening
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.runtime.settings import read_settings
from kring_shared.runtime.start_errors import PortTaken
from kring_shared.runtime.watched.own_loop import opened_at

NAME: Final = "portal"


class Portal:
    """The edge that is called portal."""

    name = NAME
    migrations = MIGRATIONS

    @asynccontextmanager
    async def served(self, opening: Opening) -> AsyncIterator[Opened]:
        """Serve the portal until the end of the block; raises `PortTaken` or `WrongSetup`."""
        wanted = read_settings(Settings, database_url=opening.database_url)
        host, _, usual = wanted.listen.rpartition(":")
        if opening.people and host != HOST:
            raise WrongSetup("the made-up people sign in with one password, so a demo listens on 127.0.0.1 alone")
        opened, moved = _opened(host, int(usual), opening.port)
        with closing(opened):
            settings = wanted.model_copy(update={"listen": f"{host}:{opened.getsockname()[1]}"})
            house = house_of(settings, opening.client, opening.offices)
            if opening.people:
                house = replace(house, is_demo=True)
                await made_up.enter(house, opening.people)
            async with served(house, opened) as address:
                yield Opened(address, (*moved, *_says(house, opening)))


def _opened(host: str, usual: int, asked: int | None) -> tuple[socket.socket, tuple[str, ...]]:
    """Listen; the usual place may be taken, one that was asked for may not. Two that start at once never share one."""
    if asked == 0 or (asked is None and usual == 0):
        return opened_at(f"{host}:{free_port()}"), ()
    port = usual if asked is None else asked
    try:
        return opened_at(f"{host}:{port}"), ()
    except OSError as error:
        if host != HOST or asked is not None:
            raise PortTaken(f"cannot listen on {host}:{port}: choose another with --portal-port, or 0") from error
    other = free_port()
    moved = f"port {usual} is taken, so the portal listens on {other}; --portal-port chooses"
    return opened_at(f"{host}:{other}"), (moved,)


def _says(house: House, opening: Opening) -> tuple[str, ...]:
    """Say how to come in: the invented people of a demo, or the link that makes the first account."""
    if opening.people:
        return made_up.told(house, opening.people)
    if house.accounts.any():
        return ()
    return ("nobody can sign in yet; this makes the first account, within an hour:", first_link(house))


PORTAL: Final = Portal()
