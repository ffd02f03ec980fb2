"""The probe of a container: yes, no, or a question it does not know, as an exit code."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kring_shared.runtime import probe
from kring_shared.runtime.server.ports import free_port


@contextmanager
def answering(status: int) -> Iterator[str]:
    """Answer everything with a status; gives where."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (404, 1)])
@pytest.mark.parametrize("question", ["live", "ready"])
def test_yes_is_nought_and_no_is_one(
    question: str, status: int, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(status) as at:
        monkeypatch.setenv("KRING_WATCH", at)
        assert probe.main([question]) == code
    assert capsys.readouterr().out == f"/{question}\n"


@pytest.mark.parametrize("host", ["", "0.0.0.0", "*"])  # noqa: S104 - asked, not bound
def test_who_listens_everywhere_is_asked_here(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200) as at:
        monkeypatch.setenv("KRING_WATCH", f"{host}:{at.rpartition(':')[2]}")
        assert probe.main(["live"]) == 0


def test_nobody_there_is_no(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    at = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("KRING_WATCH", at)
    assert probe.main(["live"]) == 1
    assert capsys.readouterr().out == f"nobody answers at {at} (ConnectionRefusedError)\n"


@pytest.mark.parametrize(("words", "at"), [([], "127.0.0.1:1"), (["well"], "127.0.0.1:1"), (["live"], "")])
def test_what_cannot_be_asked_is_two(words: list[str], at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_WATCH", at)
    assert probe.main(words) == 2


def test_it_runs_as_a_module_and_loads_nothing_of_the_runtime() -> None:
    with answering(200) as at:
        ended = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "kring_shared.runtime.probe", "ready"],
            env={**os.environ, "KRING_WATCH": at},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert (ended.returncode, ended.stdout) == (0, "/ready\n")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert {name for name in loaded if name.startswith(("pydantic", "nats", "sqlalchemy", "structlog"))} == set()
