"""The portal served: its database up to date, its pages over HTTP, its ear on the bus; until the end of a block."""

import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Final

import structlog
import uvicorn

from kring_portal.api.delivering import Postman
from kring_portal.building import build
from kring_portal.settings import Settings
from kring_portal.store.safe import safe_of
from kring_portal.store.sessions import Sessions
from kring_portal.web.counting import PortalCounts
from kring_portal.web.house import House
from kring_shared.contracts.offices import OfficeCard
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.watched.own_loop import serving

log = structlog.get_logger()
MIGRATIONS: Final = "kring_portal.migrations"
ENDS_WITHIN_SECONDS: Final = 5
HTTP: Final = 80


def house_of(
    settings: Settings, client: Client, offices: dict[str, OfficeCard], counts: PortalCounts | None = None
) -> House:
    """Put together what every visit needs; the database is brought up to date."""
    database = Database(settings.database_url.get_secret_value(), "portal")
    migrations.migrate(database, MIGRATIONS)
    sessions = Sessions(database, idle=settings.idle, at_most=settings.at_most)
    safe = safe_of(settings, client)
    return House(settings, client, database, offices, sessions, safe, counts=counts or PortalCounts())


@asynccontextmanager
async def served(house: House, opened: socket.socket, *, hears: tuple[str, ...] = ("*",)) -> AsyncIterator[str]:
    """Serve pages on a socket until the end of the block; give the address. It hears of its own offices alone."""
    config = uvicorn.Config(
        build(house, _own_names(opened)),
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="critical",  # what it says of a connection could hold what was sent
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whose word counts on where somebody is, the portal's own settings say
        timeout_graceful_shutdown=ENDS_WITHIN_SECONDS,
    )
    with contextlib.closing(house.database):
        async with (
            house.changes.heard(house.client.connection, hears),
            Postman(house, hears).at_work(),
            serving(config, opened),
        ):
            log.info("portal.listens", at=house.settings.listen)
            try:
                yield house.settings.address
            finally:
                house.changes.close()  # who listens for changes would hold up the end


def _own_names(opened: socket.socket) -> tuple[str, ...]:
    """Name this machine as it is called at a socket that nobody else reaches; nothing where others do."""
    address, port = opened.getsockname()[:2]
    if not ip_address(address).is_loopback:
        return ()
    names = ("127.0.0.1", "localhost", "[::1]")
    return tuple(f"{name}:{port}" for name in names) + (names if port == HTTP else ())
