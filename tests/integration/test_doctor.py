"""`kring doctor` over real servers: right when all is right; each thing that is spoilt is named, with what to do."""

import json
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from nats.aio.client import Client as Nats

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, STREAMS, api, wanted
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.configured import configured, shared_settings
from kring_shared.runtime.cli.doctor.finding import State
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.divided_databases import apart, database_of
from kring_shared.runtime.running.lease import Lease
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.migrations import OLDER
from kring_shared.runtime.storage.tables import INBOX
from kring_shared.testing.servers import for_sqlalchemy, nats_server, postgres_missing, session_postgres
from tests.integration.kring_command import kring, kring_up
from tests.integration.looked_at import (
    a_key,
    findings,
    is_there,
    let_others_read,
    provisioned,
    settings_of,
    take_away,
    write,
)

LETS_IN = "hunter2hunter2"
SERVICES = ("conference", "intake", "matching", "notifications", "registry")
needs_postgres = pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing() or "PostgreSQL is here")


@pytest.fixture(name="settings")
async def a_kring_that_is_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[dict[str, str]]:
    """Set up a bus and databases; nobody works on them."""
    with nats_server(tmp_path, login=Login("kring", LETS_IN)) as server:
        settings = settings_of(tmp_path, server.url)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        await provisioned()
        yield settings


@asynccontextmanager
async def the_bus() -> AsyncGenerator[Nats]:
    """Give a connection that may do everything."""
    connection = await connect(shared_settings().nats_url)
    try:
        yield connection
    finally:
        await connection.close()


def at_version(file: str, version: str) -> None:
    """Have a database say that it is at another revision, and lets no older Kring work than that one's."""
    with sqlite3.connect(file.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE version_kring_registry SET version_num = ?", (version,))
        database.execute(f"UPDATE {OLDER.name} SET down_to = ?", (version,))  # noqa: S608 - the table's own name
    database.close()


def test_where_all_is_right_it_ends_with_0_and_one_line_for_each_thing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with kring_up(tmp_path / "k"):
        shown = kring("doctor", folder=tmp_path / "k")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert shown.stdout.splitlines()[-1] == "Nothing is wrong; 2 to mind."  # nobody made a backup yet
        monkeypatch.setenv("KRING_DIR", str(tmp_path / "k"))
        assert run_words(["doctor", "--json"]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        minded = {line["about"]: line["words"].partition(":")[0] for line in lines if line["state"] != "right"}
        assert minded == dict.fromkeys(("backup", "backup of keys"), "none was made yet")
        heads = ["bus", "streams", "consumers", "databases", "keys and files", "clocks", "services"]
        assert list(dict.fromkeys(line["part"] for line in lines)) == heads
        assert [line["about"] for line in lines if line["part"] == "services"] == list(SERVICES)


def test_a_kring_that_does_not_run_is_wrong_and_its_databases_are_looked_at_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with kring_up(tmp_path / "k", "--service", "registry"):
        pass
    (tmp_path / "k" / "keys" / "office-any.key").unlink()
    words = ["doctor", "--dir", str(tmp_path / "k"), "--service", "registry", "--json"]
    assert run_words(words) == 4
    lines = {(line["part"], line["about"]): line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert lines["bus", "server"]["state"] == "wrong"
    assert lines["databases", "registry"]["state"] == "right"
    assert "office-any.key is gone" in lines["keys and files", "office keys"]["words"]
    assert not (tmp_path / "k" / "keys" / "office-any.key").exists()  # the doctor makes nothing


async def test_what_is_set_up_rightly_is_right_and_says_no_secret(settings: dict[str, str]) -> None:
    found = await findings()
    rights = {
        about: [one.state for one in each] for about, each in found.items() if about[0] not in {"services", "bus"}
    }
    leases = {("databases", f"{name} lease"): [State.WRONG] for name in SERVICES}
    assert {about: is_ for about, is_ in rights.items() if set(is_) != {State.RIGHT}} == {
        **leases,
        ("keys and files", "offices"): [State.MIND],
    }
    said = json.dumps([one.as_object(about[0]) for about, each in found.items() for one in each])
    assert not [secret for secret in (LETS_IN, json.loads(settings["KRING_OFFICE_KEYS"])["*"]) if secret in said]


async def test_outside_embedded_mode_a_bus_that_encrypts_nothing_is_wrong(settings: dict[str, str]) -> None:
    shown = settings["KRING_NATS_URL"].rpartition("@")[2]
    program, found = (await findings())["bus", shown]
    assert (program.state, found.state) == (State.RIGHT, State.WRONG)
    assert f"write tls://{shown} " in found.do


async def test_services_that_nobody_runs_do_not_answer(settings: dict[str, str]) -> None:
    found = await findings()
    assert [found["services", name][0].state for name in SERVICES] == [State.WRONG] * len(SERVICES)


async def test_of_divided_offices_each_database_lease_and_consumer_is_looked_at(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_SERVES", '["amsterdam", "utrecht"]')
    monkeypatch.setenv("KRING_DIVIDED", "true")
    before = await findings(None, "registry")
    assert [before["databases", f"registry_{office}"][0].state for office in ("amsterdam", "utrecht")] == [
        State.WRONG,
        State.WRONG,
    ]
    assert "registry_amsterdam" in before["consumers", "registry"][0].words
    shared, services = shared_settings(), configured(("registry",))
    assembly.migrate(shared, services)
    await provisioned()
    database = database_of("registry", services[0][1], apart(shared)[0])
    lease = Lease(database, "registry")
    lease.try_take()
    try:
        found = await findings(None, "registry")
    finally:
        lease.release()
        database.close()
    assert [found["databases", f"registry_{office}"][0].state for office in ("amsterdam", "utrecht")] == [
        State.RIGHT,
        State.RIGHT,
    ]
    assert [about for _, about in found if about.endswith("lease")] == ["registry_utrecht lease"]
    assert found["consumers", "registry"][0].words.startswith("its consumers are there")


async def test_offices_that_are_divided_where_their_truth_lies_together_are_wrong(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(settings["KRING_REGISTRY_DATABASE_URL"], "registry")
    with database.begin() as tx:
        tx.execute(INBOX.insert().values(id="019aa0000000700080000000000000a1", at_ms=1))
    database.close()
    monkeypatch.setenv("KRING_SERVES", '["utrecht"]')
    monkeypatch.setenv("KRING_DIVIDED", "true")
    (found,) = (await findings(None, "registry"))["databases", "registry"]
    assert found.state is State.WRONG
    assert found.words.startswith("KRING_DIVIDED is on, but registry keeps all offices together in ")


async def test_a_database_that_somebody_works_on_is_right(settings: dict[str, str]) -> None:
    database = Database(settings["KRING_REGISTRY_DATABASE_URL"], "registry")
    lease = Lease(database, "registry")
    lease.try_take()
    try:
        assert ("databases", "registry lease") not in await findings(None, "registry")
    finally:
        lease.release()
        database.close()


async def test_a_consumer_that_is_missing_is_named(settings: dict[str, str]) -> None:
    async with the_bus() as bus:
        assert (await api(bus, f"CONSUMER.DELETE.{BACKBONE}.intake"))["success"]
    (found,) = (await findings())["consumers", "intake"]
    assert (found.state, found.do) == (State.WRONG, "run `kring migrate`")
    assert found.words == f"its consumer intake on {BACKBONE} is not there: it hears nothing of what is told"


async def test_a_stream_with_other_settings_is_named_with_them(settings: dict[str, str]) -> None:
    async with the_bus() as bus:
        drifted = wanted(STREAMS[0], 1) | {"max_age": 3600 * 10**9}
        assert "error" not in await api(bus, f"STREAM.UPDATE.{FACTS}", drifted)
        assert (await api(bus, "STREAM.DELETE.RECEIPTS"))["success"]
    found = await findings()
    assert found["streams", FACTS][0].words == "is not as this Kring wants it: max_age is 3600000000000 and not 0"
    assert found["streams", "RECEIPTS"][0].words.startswith("is not there: ")
    await provisioned()
    assert (await findings())["streams", FACTS][0].state is State.RIGHT


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("registry_9999", "a newer Kring made its database"),
        ("registry_0001", "its database is older than this Kring, which does not start on it"),
    ],
)
async def test_a_database_of_another_version_is_wrong(settings: dict[str, str], version: str, words: str) -> None:
    at_version(settings["KRING_REGISTRY_DATABASE_URL"], version)
    (found,) = (await findings())["databases", "registry"]
    assert (found.state, found.words) == (State.WRONG, words)


async def test_a_database_that_is_gone_is_wrong_and_is_not_made(settings: dict[str, str]) -> None:
    file = settings["KRING_REGISTRY_DATABASE_URL"].removeprefix("sqlite:///")
    take_away(file)
    found = await findings()
    assert found["databases", "registry"][0].state is State.WRONG
    assert found["databases", "intake"][0].state is State.RIGHT
    assert not is_there(file)


async def test_a_service_that_is_not_set_up_is_named_by_its_variable(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KRING_REGISTRY_DATABASE_URL")
    (found,) = (await findings())["databases", "registry"]
    assert found.words.startswith("KRING_REGISTRY_DATABASE_URL is not set")
    assert ("databases", "registry") not in await findings(None, "intake")


async def test_an_office_without_a_key_is_wrong(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_OFFICE_KEYS", json.dumps({"utrecht": a_key()}))
    (found,) = (await findings())["keys and files", "office keys"]
    assert (found.state, found.words) == (State.WRONG, "no key for amersfoort, gent")


async def test_a_key_that_does_not_open_the_vault_is_wrong(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = assembly.parts(shared_settings()).vault
    vault.seal("gent", "case/019aa0000000700080000000000000a1", "told in confidence")
    vault.flush()
    (found,) = (await findings())["keys and files", "office keys"]
    assert (found.state, found.words) == (State.RIGHT, "open the vault of 1 office")
    monkeypatch.setenv("KRING_OFFICE_KEYS", json.dumps({"*": a_key()}))
    (found,) = (await findings())["keys and files", "office keys"]
    assert (found.state, "office 'gent' does not open the vault" in found.words) == (State.WRONG, True)


async def test_two_halves_of_an_edge_key_that_do_not_belong_together_are_wrong(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = settings["KRING_EDGE_KEY_FILE"]
    assert (await findings())["keys and files", "edge key"][0].state is State.RIGHT
    let_others_read(file)
    assert (await findings())["keys and files", "edge key"][0].do == f"chmod 600 {file}"
    write(file, a_key())
    assert (await findings())["keys and files", "edge key"][0].state is State.WRONG
    monkeypatch.delenv("KRING_EDGE_KEY_FILE")
    assert (await findings())["keys and files", "edge key"][0].state is State.NOT_LOOKED_AT


async def test_a_ledger_of_erasures_that_is_gone_is_wrong_once_somebody_was_erased(settings: dict[str, str]) -> None:
    take_away(settings["KRING_ERASURE_LEDGER"])
    assert (await findings())["keys and files", "erasures"][0].state is State.RIGHT
    given = assembly.parts(shared_settings())
    given.vault.destroy("case/019aa0000000700080000000000000a1")
    (found,) = (await findings())["keys and files", "erasures"]
    assert (found.state, "1 key was destroyed" in found.words) == (State.WRONG, True)
    given.ledger.add_keys("registry", ["case/019aa0000000700080000000000000a1"], date(2026, 11, 23))
    assert (await findings())["keys and files", "erasures"][0].state is State.RIGHT


async def test_a_ledger_beside_the_databases_is_minded_and_none_at_all_is_wrong(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "db" / "erasures.jsonl").touch()
    monkeypatch.setenv("KRING_ERASURE_LEDGER", str(tmp_path / "db" / "erasures.jsonl"))
    assert (await findings())["keys and files", "erasures"][0].state is State.MIND
    monkeypatch.delenv("KRING_ERASURE_LEDGER")
    assert (await findings())["keys and files", "erasures"][0].state is State.WRONG


async def test_a_clock_that_is_two_minutes_off_is_wrong(settings: dict[str, str]) -> None:
    assert (await findings())["clocks", "bus"][0].state is State.RIGHT
    late = DrivenClock(datetime.now(UTC) - timedelta(minutes=2))
    (found,) = (await findings(late))["clocks", "bus"]
    assert (found.state, 120 <= int(found.words.split()[0]) < 180) == (State.WRONG, True)  # looking takes a while


@needs_postgres
async def test_the_clock_of_a_database_counts_too(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    url = for_sqlalchemy(session_postgres().create_database())
    monkeypatch.setenv("KRING_REGISTRY_DATABASE_URL", url)
    found = await findings(DrivenClock(datetime.now(UTC) + timedelta(minutes=2)), "registry")
    assert found["clocks", "database"][0].state is State.WRONG
    assert found["databases", "registry"][0].words.startswith("its database is older than this Kring")
    assert found["databases", "registry lease"][0].state is State.WRONG
    found = await findings(None, "registry")
    assert found["clocks", "database"][0].state is State.RIGHT


@needs_postgres
async def test_a_database_that_does_not_answer_is_said_without_its_password(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_REGISTRY_DATABASE_URL", f"postgresql+psycopg://kring:{LETS_IN}@127.0.0.1:1/kring")
    (found,) = (await findings(None, "registry"))["databases", "registry"]
    assert (found.state, LETS_IN in found.words) == (State.WRONG, False)


async def test_a_bus_that_is_away_keeps_nobody_from_the_rest(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_NATS_URL", "nats://127.0.0.1:1")
    found = await findings()
    assert found["bus", "127.0.0.1:1"][0].words == "no broker answers"
    assert found["streams", "all"][0].state is State.NOT_LOOKED_AT
    assert found["databases", "registry"][0].state is State.RIGHT


async def test_who_is_not_let_in_is_told_so(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_NATS_URL", settings["KRING_NATS_URL"].replace(LETS_IN, "a-guess"))
    (found,) = (await findings())["bus", "login"]
    assert (found.state, "lets nobody in without a credential" in found.words) == (State.WRONG, True)
