"""`kring run` sends traces to a collector; one that is slow or away harms nothing."""

import asyncio
import base64
import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.telemetry.exporting import FLUSH_SECONDS
from kring_shared.testing.servers import nats_server
from tests.integration.collector import a_collector
from tests.integration.kring_command import PATIENCE_S, environment, kring, refusal, said_line, staying
from tests.route.played import START, STRUCTURED, a_referral

SERVICES = ("intake", "registry")
OUTSIDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
ONLY_AT_THE_END = {"OTEL_BSP_SCHEDULE_DELAY": "600000"}
REFERRAL = "process kring.{office}.referrals.{system}"
PERSONAL = ("Noor", "Groot", "wijkteam.example", "voorbeeld.example", "thuis")


@contextmanager
def prepared(folder: Path) -> Iterator[dict[str, str]]:
    """Run a bus, and make what two services need; give their settings."""
    with nats_server(folder) as server:
        env = {
            "KRING_NATS_URL": server.url,
            "KRING_VAULT_URL": f"sqlite:///{folder}/vault.db",
            "KRING_OFFICE_KEYS": json.dumps({"*": base64.b64encode(bytes(32)).decode()}),
            "KRING_EDGE_PUBLIC_KEY": base64.b64encode(bytes(32)).decode(),
        } | {f"KRING_{name.upper()}_DATABASE_URL": f"sqlite:///{folder}/{name}.db" for name in SERVICES}
        assert kring("migrate", *SERVICES, env=env).returncode == 0
        yield env


async def refer(url: str) -> None:
    """Hand a referral in, as an outside system that traces too."""
    bus = await connect(url)
    headers = STRUCTURED | {"Nats-Msg-Id": new_id(START), "traceparent": OUTSIDER}
    await bus.jetstream().publish(
        "kring.utrecht.referrals.wijkteam-test", json.dumps(a_referral("SENT-1")).encode(), headers=headers
    )
    await bus.close()


def until_registered(folder: Path) -> None:
    """Wait until the registry heard of the request."""
    give_up = time.monotonic() + PATIENCE_S
    with sqlite3.connect(folder / "registry.db") as database:
        while not database.execute("SELECT count(*) FROM registration").fetchone()[0]:
            assert time.monotonic() < give_up, "the registry heard nothing"
            time.sleep(0.05)


def ended(process: "Popen[str]") -> list[str]:
    """Stop a process as an operator does, and give what it still said."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    return said.splitlines()


def test_two_processes_send_one_trace_and_what_is_left_goes_when_they_are_told_to_stop(tmp_path: Path) -> None:
    with a_collector() as collector, prepared(tmp_path) as env, ExitStack() as at_work:
        processes = []
        for name in SERVICES:
            more = environment(more=env | collector.env | ONLY_AT_THE_END)
            processes.append(at_work.enter_context(staying("run", name, env=more)))
            said_line(processes[-1], f"{name}.started")
        asyncio.run(refer(env["KRING_NATS_URL"]))
        until_registered(tmp_path)
        for process in processes:
            ended(process)
        spans = collector.spans()
    [(service, version, referral)] = [found for found in spans if found[2].name == REFERRAL]
    assert (service, version) == ("kring-intake", "0.1.0")
    received = [found for found in spans if RequestReceived.kind() in found[2].name]
    [(service, _, heard)] = [found for found in received if found[0] == "kring-registry"]
    assert (heard.trace_id, heard.parent_span_id) == (referral.trace_id, referral.span_id)
    assert not referral.parent_span_id
    assert [link.trace_id.hex() for link in referral.links] == [OUTSIDER.split("-")[1]]
    assert referral.trace_id.hex() not in OUTSIDER
    sent = b"".join(collector.bodies).decode(errors="replace")
    assert not [word for word in PERSONAL if word in sent]


@pytest.mark.parametrize("answers", [None, False], ids=["away", "slow"])
def test_a_collector_that_is_away_or_slow_holds_up_nothing(tmp_path: Path, *, answers: bool | None) -> None:
    with a_collector(answers=False) as collector, prepared(tmp_path) as env:
        there = (
            collector.env if answers is False else {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{free_port()}"}
        )
        more = environment(more=env | there | {"OTEL_BSP_SCHEDULE_DELAY": "50"})
        with staying("run", *SERVICES, env=more) as process:
            for name in SERVICES:
                said_line(process, f"{name}.started")
            asyncio.run(refer(env["KRING_NATS_URL"]))
            until_registered(tmp_path)
            assert answers is None or collector.asked.wait(PATIENCE_S)
            before = time.monotonic()
            lines = ended(process)
            assert time.monotonic() - before < 2 * FLUSH_SECONDS + 5
    assert [line for line in lines if not line.startswith("{")] == []


def test_what_speaks_no_protocol_of_ours_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with prepared(tmp_path) as env:
        more = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}
        code, line = refusal("run", "registry", env=env | more)
        assert (code, "http/protobuf only" in line) == (2, True)
