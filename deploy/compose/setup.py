"""Waits for PostgreSQL and the bus, and makes a login and a database of its own for each service and for the vault."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final

import nats.errors
import psycopg
from psycopg import sql

from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.streams import EVERY_STREAM, OF_AN_OFFICE, provision_streams
from kring_shared.runtime.settings import SharedSettings, read_settings

SECRETS: Final = Path("/run/secrets")
WITHIN_SECONDS: Final = 120.0
AGAIN_SECONDS: Final = 0.5
AWAY: Final = (psycopg.OperationalError, KringError, nats.errors.Error, OSError, TimeoutError)


async def main() -> int:
    """Do both, and say how it went."""
    wanted = json.loads((SECRETS / "databases.json").read_text(encoding="utf-8"))
    shared = read_settings(SharedSettings, nats_creds=SECRETS / "admin.creds")

    async def databases() -> None:
        await asyncio.to_thread(_make_databases, wanted["admin"], wanted["logins"])

    async def streams() -> None:
        await _make_streams(shared)

    return await _until_done("PostgreSQL", databases) or await _until_done("the bus", streams)


async def _until_done(what: str, do: Callable[[], Coroutine[Any, Any, None]]) -> int:
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + WITHIN_SECONDS
    while True:
        try:
            await do()
        except AWAY as error:
            if loop.time() > give_up_at:
                # The words of a database driver may hold an address with its password.
                why = str(error) if isinstance(error, KringError) else type(error).__name__
                sys.stderr.write(f"{what} did not become ready in {WITHIN_SECONDS:g} s: {why}\n")
                return 1
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            sys.stdout.write(f"{what} is ready\n")
            return 0


def _make_databases(admin: str, logins: dict[str, str]) -> None:
    """Make what is not there yet; a password that was made anew is set."""
    with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        made = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for name, password in logins.items():
            login = sql.Identifier(name)
            verb = sql.SQL("ALTER" if name in there else "CREATE")
            connection.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, login, sql.Literal(password)))
            if name not in made:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(login, login))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(login))


async def _make_streams(shared: SharedSettings) -> None:
    """Make the streams, as `kring migrate` does after this: that works only once every server is there."""
    client = await connect(BusAddress.of(shared), name="kring-setup")
    try:
        only = OF_AN_OFFICE if shared.backbone_domain else EVERY_STREAM
        await provision_streams(client, replicas=shared.replicas, only=only)
    finally:
        await client.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
