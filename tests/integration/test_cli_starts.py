"""What can go wrong before anything runs, and what is kept from one run to the next."""

import base64
import json
import os
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from kring_shared.runtime.embedded.folder import read_running
from kring_shared.runtime.server.ports import free_port
from kring_shared.testing.servers import nats_server
from tests.integration.kring_command import KRING, PATIENCE_S, environment, kring, kring_up, refusal, said_line, staying
from tests.integration.kring_to_kill import broker_pid

ONE = ("--service", "registry")
REFERRALS = Path(__file__).parents[2] / "deploy/examples/referrals.jsonl"


def test_a_second_start_in_the_same_folder_and_a_port_that_is_taken_are_refused(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k", *ONE):
        code, line = refusal("up", folder=tmp_path / "k")
        assert code == 5
        assert "is in use by process" in line
        running = read_running(tmp_path / "k")
        assert running is not None
        port = running.listens["bus"].rpartition(":")[2]
        code, line = refusal("up", "--dir", str(tmp_path / "other"), "--port", port)
        assert (code, f"port {port}" in line) == (7, True)
        code, line = refusal("rebuild-stream", folder=tmp_path / "k")
        assert code == 5


@pytest.mark.parametrize("place", ["file", "file/k", "/proc/k"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way")
    code, line = refusal("up", "--dir", str(tmp_path / place), "--json")
    assert (code, json.loads(line)["code"]) == (6, "kring.folder-not-writable")


def test_ctrl_c_ends_it_in_good_order_and_the_next_start_goes_on(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k") as process:
        assert kring("refer", str(REFERRALS), folder=tmp_path / "k").returncode == 3
        before = kring("cases", "--json", folder=tmp_path / "k").stdout
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
    code, line = refusal("cases", folder=tmp_path / "k")
    assert (code, "kring up" in line) == (4, True)
    with kring_up(tmp_path / "k"):
        assert kring("cases", "--json", folder=tmp_path / "k").stdout == before != ""


def test_a_bus_that_ends_is_started_again(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k", *ONE):
        first = broker_pid(tmp_path / "k")
        os.kill(first, signal.SIGKILL)
        give_up_at = time.monotonic() + PATIENCE_S
        while kring("ready", *ONE, folder=tmp_path / "k").returncode != 0:
            assert time.monotonic() < give_up_at
        assert broker_pid(tmp_path / "k") != first


def facts_of(case: str, folder: Path) -> list[str]:
    """Give the ids of the facts of a case, in order."""
    told = kring("route", case, "--json", folder=folder).stdout
    return [json.loads(line)["id"] for line in told.splitlines()]


def test_the_stream_is_built_anew_from_the_outboxes(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k"):
        kring("refer", str(REFERRALS), folder=tmp_path / "k")
        case = json.loads(kring("cases", "--json", folder=tmp_path / "k").stdout.splitlines()[0])["caseId"]
        before = facts_of(case, tmp_path / "k")
    code, line = refusal("rebuild-stream", folder=tmp_path / "k")
    assert (code, "--again" in line) == (3, True)
    shutil.rmtree(tmp_path / "k/bus")
    rebuilt = json.loads(kring("rebuild-stream", "--json", folder=tmp_path / "k").stdout)
    assert rebuilt["told"] > len(before)
    again = json.loads(kring("rebuild-stream", "--again", "--json", folder=tmp_path / "k").stdout)
    assert again == {"told": 0, "there": rebuilt["told"]}
    with kring_up(tmp_path / "k"):
        ready = [json.loads(line) for line in kring("ready", "--json", folder=tmp_path / "k").stdout.splitlines()]
        after = facts_of(case, tmp_path / "k")
    assert all(one["ready"] and one["dead"] == one["parked"] == 0 for one in ready)
    assert after[0] == before[0]
    assert set(before) <= set(after)
    assert len(after) == len(set(after))


def test_a_database_of_a_newer_kring_is_refused(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k", *ONE):
        pass
    with sqlite3.connect(tmp_path / "k/db/registry.db") as database:
        database.execute("UPDATE version_kring_registry SET version_num = 'registry_9999'")
    database.close()
    code, line = refusal("up", *ONE, folder=tmp_path / "k")
    assert (code, "newer Kring" in line) == (9, True)


def test_a_folder_without_a_kring_is_not_made_by_asking(tmp_path: Path) -> None:
    for words in (("cases",), ("ready",), ("do", "ask-consent", '{"caseId": "' + "0" * 32 + '"}')):
        assert refusal(*words, folder=tmp_path / "k")[0] == 4
    assert refusal("rebuild-stream", folder=tmp_path / "k")[0] == 2
    assert not (tmp_path / "k").exists()


def test_a_bus_that_is_away_and_a_key_that_is_missing_are_told_apart(tmp_path: Path) -> None:
    code, line = refusal("cases", "--nats", f"nats://127.0.0.1:{free_port()}")
    assert (code, "does not answer" in line) == (4, True)
    with nats_server(tmp_path) as server:
        code, line = refusal("cases", "--nats", server.url)
        assert (code, "KRING_EDGE_KEY_FILE is not set" in line) == (2, True)
        key = tmp_path / "edge.key"
        key.write_text(base64.b64encode(os.urandom(32)).decode())
        code, line = refusal("cases", "--nats", server.url, env={"KRING_EDGE_KEY_FILE": str(key)})
        assert (code, "no intake service serves office" in line) == (4, True)


def settings(folder: Path, url: str) -> dict[str, str]:
    """Give what `kring run registry` needs."""
    return {
        "KRING_NATS_URL": url,
        "KRING_VAULT_URL": f"sqlite:///{folder}/vault.db",
        "KRING_OFFICE_KEYS": json.dumps({"*": base64.b64encode(bytes(32)).decode()}),
        "KRING_EDGE_PUBLIC_KEY": base64.b64encode(bytes(32)).decode(),
        "KRING_REGISTRY_DATABASE_URL": f"sqlite:///{folder}/registry.db",
    }


def test_a_service_does_not_start_without_its_settings_its_tables_or_its_bus(tmp_path: Path) -> None:
    code, line = refusal("run", "registry")
    assert (code, "KRING_REGISTRY_DATABASE_URL is not set" in line) == (2, True)
    away = settings(tmp_path, f"nats://kring:hunter2@127.0.0.1:{free_port()}")
    code, line = refusal("run", "registry", env=away)
    assert (code, "no bus answers at 127.0.0.1" in line, "hunter2" in line) == (4, True, False)
    with nats_server(tmp_path) as server:
        code, line = refusal("run", "registry", env=settings(tmp_path, server.url))
        assert (code, "kring migrate" in line) == (2, True)
        nowhere = {"KRING_REGISTRY_DATABASE_URL": "postgresql+psycopg://kring:hunter2@127.0.0.1:1/kring"}
        code, line = refusal("migrate", "registry", env=settings(tmp_path, server.url) | nowhere)
        assert (code, "hunter2" in line) == (10, False)


def test_a_second_replica_waits_until_the_first_is_gone(tmp_path: Path) -> None:
    with nats_server(tmp_path) as server:
        env = environment(more=settings(tmp_path, server.url))
        assert kring("migrate", "registry", env=env).returncode == 0
        with staying("run", "registry", env=env) as first:
            said_line(first, "registry.started")
            with staying("run", "registry", env=env) as second:
                said_line(second, "registry.lease.waits")
                assert kring("ready", "--service", "registry", env=env).returncode == 0
                first.kill()
                said_line(second, "registry.lease.taken")
                said_line(second, "registry.started")
                second.send_signal(signal.SIGTERM)
                assert second.wait(PATIENCE_S) == 0


def test_a_replica_that_waits_can_be_stopped(tmp_path: Path) -> None:
    with nats_server(tmp_path) as server:
        env = environment(more=settings(tmp_path, server.url))
        assert kring("migrate", "registry", env=env).returncode == 0
        with staying("run", "registry", env=env) as first:
            said_line(first, "registry.started")
            with staying("run", "registry", env=env) as second:
                said_line(second, "registry.lease.waits")
                second.send_signal(signal.SIGTERM)
                assert second.wait(PATIENCE_S) == 0


def test_the_program_is_installed() -> None:
    assert KRING.is_file()
