"""`kring up` opens the portal over its folder: where it listens, how the first person comes in, and invented people."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from kring_shared.runtime.embedded.folder import read_running
from kring_shared.runtime.embedded.made_up import FILE
from kring_shared.runtime.server.ports import HOST, free_port
from tests.integration.kring_command import environment, kring, kring_up, refusal, said_line, staying


@contextmanager
def somebody_listens() -> Iterator[int]:
    """Give a port that is taken."""
    with socket.create_server((HOST, free_port())) as taken:
        yield taken.getsockname()[1]


def test_the_portal_listens_on_this_machine_and_the_folder_says_where(tmp_path: Path) -> None:
    port = free_port()
    with kring_up(tmp_path / "k", "--portal-port", str(port)):
        running = read_running(tmp_path / "k")
        assert running is not None
        assert running.listens["portal"] == f"http://{HOST}:{port}"
        with urlopen(f"http://{HOST}:{port}/") as page:
            assert page.status == 200
        assert (tmp_path / "k" / "db" / "portal.db").is_file()


def test_the_first_start_gives_a_link_and_json_says_where_it_listens(tmp_path: Path) -> None:
    with staying("up", "--dir", str(tmp_path / "k"), "--portal-port", "0", env=environment()) as process:
        assert "/welcome/" in said_line(process, "http://127.0.0.1") + said_line(process, "/welcome/")
        process.terminate()
        assert process.wait(60) == 0
    with staying("up", "--dir", str(tmp_path / "k"), "--portal-port", "0", "--json", env=environment()) as process:
        said = json.loads(said_line(process, "listens"))
        assert said["listens"]["portal"].startswith("http://127.0.0.1:")
        process.terminate()
        assert process.wait(60) == 0


def test_a_port_that_was_asked_for_and_is_taken_is_said(tmp_path: Path) -> None:
    with somebody_listens() as port:
        code, line = refusal("up", "--dir", str(tmp_path / "k"), "--portal-port", str(port))
    assert (code, "--portal-port" in line) == (7, True)


def test_its_usual_port_taken_it_listens_elsewhere_and_says_so(tmp_path: Path) -> None:
    with somebody_listens() as port:
        env = environment(more={"KRING_PORTAL_LISTEN": f"{HOST}:{port}"})
        with staying("up", "--dir", str(tmp_path / "k"), env=env) as process:
            assert f"port {port} is taken" in said_line(process, "is taken")
            process.terminate()
            assert process.wait(60) == 0


def test_where_only_some_services_run_there_is_no_portal(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k", "--service", "intake"):
        running = read_running(tmp_path / "k")
        assert running is not None
        assert set(running.listens) == {"bus"}


def test_invented_people_never_stand_among_others(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    folder.mkdir()
    (folder / "something").touch()
    code, line = refusal("up", "--dir", str(folder), "--demo")
    assert (code, "not empty" in line) == (2, True)
    (folder / FILE).write_text("[]")
    code, line = refusal("up", "--dir", str(folder))
    assert (code, "--demo" in line) == (2, True)


def test_the_portal_s_database_is_in_a_backup_and_the_doctor_looks_at_it(tmp_path: Path) -> None:
    with kring_up(tmp_path / "k", "--portal-port", "0"):
        said = kring("doctor", "--dir", str(tmp_path / "k")).stdout.splitlines()
        assert any("portal" in line and "SQLite answers" in line for line in said), said
        made = kring("backup", "--dir", str(tmp_path / "k"), "--to", str(tmp_path / "copy.tar"))
        assert made.returncode == 0, made.stderr
    listed = subprocess.run(
        [sys.executable, "-m", "tarfile", "--list", str(tmp_path / "copy.tar")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "portal.db" in listed.stdout
