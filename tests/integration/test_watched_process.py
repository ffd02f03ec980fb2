"""A whole Kring as a program that is watched: asked by the probe, scraped, told to stop, and refused a taken port."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kring_shared.runtime.cli.names import service_names
from kring_shared.runtime.server.ports import free_port
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.waiting import until
from tests.integration.kring_command import PATIENCE_S, environment, kring, refusal, said_line, staying
from tests.integration.watched import Figures, Watched

PORT_TAKEN = 7
WRONG_SETUP = 2
REFERRALS = Path(__file__).parents[2] / "deploy/examples/referrals.csv"
NAMES = ("Amina", "Youssef", "Vos", "wijkteam.example", "Pieter", "Dekker", "Tante", "zwemles", "000 66 01", "0006601")


@contextmanager
def up(folder: Path, where: Watched) -> "Iterator[subprocess.Popen[str]]":
    env = environment(more={"KRING_WATCH": where.at})
    with staying("up", "--dir", str(with_empty_databases(folder)), env=env) as process:
        said_line(process, "Ctrl-C stops it.")
        yield process


def probe(question: str, where: Watched) -> int:
    words = [sys.executable, "-m", "kring_shared.runtime.probe", question]
    env = {**os.environ, "KRING_WATCH": where.at}
    return subprocess.run(words, env=env, check=False, timeout=PATIENCE_S, stdout=subprocess.DEVNULL).returncode


async def test_a_whole_kring_is_ready_tells_nothing_personal_and_ends_in_good_order(tmp_path: Path) -> None:
    where, folder = Watched(free_port()), tmp_path / "k"
    with up(folder, where) as process:
        assert await where.states() == dict.fromkeys(service_names(), "ready")
        assert [probe(question, where) for question in ("live", "ready", "well")] == [0, 0, 2]
        referred = kring("refer", str(REFERRALS), "--office", "utrecht", "--json", folder=folder)
        assert referred.returncode == 0, referred.stderr

        async def taken() -> bool:
            figures = await where.figures()
            return (figures.of("kring_settled_total", "intake", origin="command", outcome="done") or 0) >= 3

        await until(taken, "the referrals are taken")
        cases = json.loads(kring("cases", "--json", "--office", "utrecht", folder=folder).stdout.splitlines()[0])
        figures = await where.figures()
        _is_of_no_family(figures, cases)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
    assert probe("live", where) == 1


def _is_of_no_family(figures: Figures, case: dict[str, object]) -> None:
    assert [word for word in NAMES if word in figures.text] == []
    ids = [value for value in case.values() if isinstance(value, str) and len(value) == 32]
    assert ids
    assert [one for one in ids if one in figures.text] == []
    services = {labels["service"] for labels in figures.labels("kring_ready")}
    assert services == set(service_names())
    kinds = {labels["kind"] for labels in figures.labels("kring_deadlines_due")}
    assert "matching.offer-expires.v1" in kinds


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        at = f"127.0.0.1:{other.getsockname()[1]}"
        code, line = refusal("up", folder=tmp_path / "k", env={"KRING_WATCH": at})
    assert code == PORT_TAKEN
    assert line == f"kring: another program listens at {at}: stop it, or name another port in KRING_WATCH"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("127.0.0.1:70000", "names a port above 65535"),
        ("192.0.2.1:9464", "nobody can listen at 192.0.2.1:9464"),
        ("here", "KRING_WATCH is wrong"),
    ],
)
def test_where_nobody_can_listen_is_refused_and_says_why(at: str, said: str, tmp_path: Path) -> None:
    code, line = refusal("up", folder=tmp_path / "k", env={"KRING_WATCH": at})
    assert code == WRONG_SETUP
    assert said in line
