"""The folder of an embedded Kring: one Kring at a time, also after a kill; secrets that only we may read."""

import os
import select
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kring_shared.runtime.embedded.folder import KringFolder, read_running
from kring_shared.runtime.server import folder_lock
from kring_shared.runtime.server.folder_lock import LeftBehind
from kring_shared.runtime.server.processes import is_running
from kring_shared.runtime.start_errors import FolderInUse, FolderNotWritable, KeyMismatch
from tests.integration.kring_to_kill import broker_pid, kring_to_kill
from tests.integration.mailbox import kept, mailbox

PATIENCE_S = 20


def ends(pid_handle: int) -> bool:
    return bool(select.select([pid_handle], [], [], PATIENCE_S)[0])


def test_a_second_start_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with kring_to_kill(tmp_path / "k") as (first, running):
        with pytest.raises(FolderInUse, match=f"in use by process {first.pid};"):
            KringFolder(tmp_path / "k").open()
        assert read_running(tmp_path / "k") == running


def test_a_broker_ends_with_the_kring_that_is_killed(tmp_path: Path) -> None:
    with kring_to_kill(tmp_path / "k") as (parent, _):
        broker = os.pidfd_open(broker_pid(tmp_path / "k"))
        parent.kill()
        parent.wait()
        assert ends(broker)
        os.close(broker)
    assert read_running(tmp_path / "k") is None


async def test_a_broker_that_outlived_its_kring_is_ended_before_a_new_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "PATIENCE_S", 0.3)
    folder = KringFolder(tmp_path / "k")
    with kring_to_kill(folder.path) as (parent, running):
        async with mailbox(running.nats_url) as stream:
            await stream.publish("letters.new", b"kept")
        orphan = broker_pid(folder.path)
        handle = os.pidfd_open(orphan)
        os.kill(orphan, signal.SIGSTOP)  # it no longer listens, not even to the signal of its parent's death
        parent.kill()
        parent.wait()
    assert is_running(orphan)
    with folder, folder.nats_server() as server:
        assert ends(handle)
        assert server.pid != orphan
        async with mailbox(server.url) as stream:
            assert await kept(stream) == [b"kept"]
    os.close(handle)


def test_a_process_that_is_not_our_broker_is_never_ended(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        pid_file = tmp_path / "nats.pid"
        pid_file.write_text(f"{stranger.pid}\n")
        left_behind = LeftBehind(pid_file, ("-c", str(tmp_path / "nats.conf")))
        assert left_behind.pid() == stranger.pid
        assert not left_behind.end(stranger.pid)
        assert stranger.poll() is None


def test_a_second_start_goes_on_with_the_keys_of_the_first(tmp_path: Path) -> None:
    def all_keys(folder: KringFolder) -> tuple[object, ...]:
        keys = folder.keys
        return keys.office_keys(("utrecht", "gent")), keys.stream_key(), keys.edge_public_key(), keys.bus_login()

    with KringFolder(tmp_path / "k") as first:
        made = all_keys(first)
    with KringFolder(tmp_path / "k") as second:
        assert all_keys(second) == made
        assert second.keys.office_key("utrecht") != second.keys.office_key("gent")


def test_nobody_else_may_read_what_is_in_the_folder(tmp_path: Path) -> None:
    with KringFolder(tmp_path / "k") as folder, folder.nats_server() as server:
        folder.keys.office_key("utrecht")
        folder.keys.edge_private_key()
        folder.write_running(server.url, {})
        places = [folder.path, *folder.path.rglob("*")]
        assert len(places) > 10
        assert [place for place in places if stat.S_IMODE(place.stat().st_mode) & 0o077] == []


def test_a_bus_whose_key_is_gone_is_not_started_under_a_new_one(tmp_path: Path) -> None:
    with KringFolder(tmp_path / "k") as folder, folder.nats_server():
        pass
    (folder.path / "keys/stream.key").unlink()
    with pytest.raises(KeyMismatch, match="lost the key of the bus"):
        folder.open()
    assert not (folder.path / "keys/stream.key").exists()


def test_a_key_file_with_something_else_in_it_is_named_but_not_shown(tmp_path: Path) -> None:
    with KringFolder(tmp_path / "k") as folder:
        (folder.path / "keys/office-utrecht.key").write_text("c2VjcmV0\n")
        with pytest.raises(KeyMismatch, match=r"office-utrecht\.key must hold 32 bytes") as refused:
            folder.keys.office_key("utrecht")
    assert "c2VjcmV0" not in str(refused.value)


def test_what_a_closed_kring_wrote_is_found_by_nobody(tmp_path: Path) -> None:
    with KringFolder(tmp_path / "k") as folder:
        assert read_running(folder.path) is None
        running = folder.write_running("nats://kring:hidden@127.0.0.1:1", {"bus": "nats://127.0.0.1:1"})
        assert read_running(folder.path) == running
        assert "hidden" not in repr(running)
    assert read_running(folder.path) is None


@pytest.mark.parametrize("place", ["/proc/kring", "a-file/kring"])
def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(FolderNotWritable, match="choose another folder") as refused:
        KringFolder(tmp_path / place).open()
    assert "\n" not in str(refused.value)
