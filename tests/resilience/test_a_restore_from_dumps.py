"""The commands of the page about backups, run as they stand there: dumped under load, all databases lost, restored."""

import asyncio
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from kring_shared.runtime.bus.wire import heard_as
from kring_shared.runtime.storage.tables import INBOX, OUTBOX
from kring_shared.testing.audit import audit
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.postgres import find_programs
from kring_shared.testing.servers import Postgres, postgres, postgres_missing
from tests.architecture.tree import ROOT
from tests.integration.kring_command import KRING, environment
from tests.resilience.town import Town, some_stop

pytestmark = [
    pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing() or "there is one"),
    pytest.mark.timeout(400),
]
STEP = re.compile(r"<!-- run: ([a-z-]+) -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEPS = dict(STEP.findall((ROOT / "docs" / "backups.md").read_text(encoding="utf-8")))
PASSWORD = "of-a-test"  # noqa: S105 - of a server that only this test reaches
DATABASES = ("intake", "matching", "conference", "notifications", "registry", "vault")
FAMILIES = 3
SOME = 25
PATIENCE_SECONDS = 120


@pytest.fixture(name="server")
def a_server() -> Iterator[Postgres]:
    """Give a server with a database for each service and one for the vault, each with a login of its own."""
    with postgres() as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            for name in DATABASES:
                login = sql.Identifier(name)
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(login, sql.Literal(PASSWORD)))
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(login, login))
        yield cluster


async def test_databases_dumped_under_load_and_restored_by_the_page_s_commands_lose_and_double_nothing(
    tmp_path: Path, server: Postgres
) -> None:
    ledger = tmp_path / "ledger" / "erasures.jsonl"
    ledger.parent.mkdir()
    ledger.touch()
    more = {"KRING_ERASURE_LEDGER": str(ledger)}
    async with Fleet(tmp_path / "kring", url_of=partial(url_of, server), environment=more) as fleet:
        env = of_an_operator(server, fleet._environment(), tmp_path)
        town = Town(fleet, some_stop)
        await town.open_register()
        referring = asyncio.create_task(town.refer(FAMILIES, every=0.3))
        await town.live(until=town.never, in_mid_run=partial(town.has_seen, SOME), within=PATIENCE_SECONDS)
        dumping = asyncio.create_task(run("dump", env))
        await town.live(until=town.never, in_mid_run=dumping.done, within=PATIENCE_SECONDS)
        assert "snapshots of one moment" in await dumping
        await referring
        await town.live(until=town.everybody_is_through, within=PATIENCE_SECONDS)
        await fleet.hold()
        told = {heard_as(own, subject): own for own, subject in rows(fleet, OUTBOX.c.id, OUTBOX.c.subject)}
        lose_all(server)
        await run("restore", env)
        heard = {told[known_as] for (known_as,) in rows(fleet, INBOX.c.id) if known_as in told}
        kept = {own for (own,) in rows(fleet, OUTBOX.c.id)}
        assert heard - kept == set()
        assert 0 < len(kept) < len(told)  # the bus knows more than the databases now
        assert "facts told" in await run("into-line", env)
        fleet.start_services()
        await fleet.settle(within=PATIENCE_SECONDS)
        found = await audit(
            fleet.connection, [(service, fleet.databases[service.name]) for service, _ in fleet.configured]
        )
        assert found.problems == []
        assert (found.lost, found.doubled) == (0, 0)


async def test_without_the_ledger_nothing_is_brought_into_line(tmp_path: Path, server: Postgres) -> None:
    more = {"KRING_ERASURE_LEDGER": str(tmp_path / "none.jsonl")}
    async with Fleet(tmp_path / "kring", url_of=partial(url_of, server), environment=more) as fleet:
        await fleet.hold()
        env = of_an_operator(server, fleet._environment(), tmp_path)
        assert "put its last copy there" in await shell("kring rebuild-stream --restored", env, ends=2)
        await shell("kring rebuild-stream --restored --no-ledger", env)


def test_the_page_has_every_step() -> None:
    assert list(STEPS) == ["dump", "restore", "into-line"]


async def run(step: str, env: Mapping[str, str]) -> str:
    """Run a step of the page, and give what it said."""
    return await shell(STEPS[step], env)


async def shell(script: str, env: Mapping[str, str], *, ends: int = 0) -> str:
    """Run commands as an operator types them."""

    def in_a_shell() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(["sh", "-euc", script], env=dict(env), capture_output=True, text=True, check=False)

    ended = await asyncio.to_thread(in_a_shell)
    assert ended.returncode == ends, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def of_an_operator(server: Postgres, settings: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Give the variables the page speaks of."""
    places = {name: folder / name.lower() for name in ("DUMPS", "KEYS")}
    for place in places.values():
        place.mkdir()
    address = psycopg.conninfo.conninfo_to_dict(server.url())
    login = {f"PG{name.upper()}": str(address[name]) for name in ("host", "port", "user", "password")}
    path = os.pathsep.join([str(find_programs()), str(KRING.parent), os.defpath])
    return environment(None, settings) | login | {name: str(place) for name, place in places.items()} | {"PATH": path}


def url_of(server: Postgres, name: str) -> str:
    return server.url(name).replace(server.url().partition("@")[0], f"postgresql+psycopg://{name}:{PASSWORD}")


def lose_all(server: Postgres) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for name in DATABASES:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def rows(fleet: Fleet, *columns: object) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for database in fleet.databases.values():
        with database.read() as tx:
            found += [tuple(row) for row in tx.execute(select(*columns))]  # type: ignore[call-overload]
    return found
