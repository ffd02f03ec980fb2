"""A backup that is not whole, not ours or past its day is refused in words, before anything is written."""

import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kring_shared.runtime.embedded.backup.making import make
from kring_shared.runtime.embedded.backup.manifest import Kind
from kring_shared.runtime.embedded.backup.refusals import BackupExpired
from kring_shared.runtime.embedded.backup.restoring import restore
from tests.integration.backed_up import BackedUp, backed_up, done, refused
from tests.integration.kring_to_kill import kring_to_kill

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module", name="ours")
def a_backup(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return backed_up(tmp_path_factory.mktemp("kring"))


def there(folder: Path) -> list[str]:
    """Name everything in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def changed(file: Path, to: Path, change: Change) -> Path:
    """Write a backup anew, with something in it changed."""
    with tarfile.open(file) as tar:
        parts = {name: (tar.extractfile(name) or io.BytesIO()).read() for name in tar.getnames()}
    change(parts)
    with tarfile.open(to, "w") as tar:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return to


def one_byte(parts: dict[str, bytes]) -> None:
    content = bytearray(parts["intake.db"])
    content[5000] ^= 1
    parts["intake.db"] = bytes(content)


def another_moment(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps(manifest | {"made_at": "2027-01-01T00:00:00Z"}).encode()


def a_way_out(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"][0]["name"] = "../../intake.db"
    parts["manifest.json"] = json.dumps(manifest).encode()


def a_part_less(parts: dict[str, bytes]) -> None:
    del parts["registry.db"]


def no_signature(parts: dict[str, bytes]) -> None:
    del parts["manifest.sha256"]


def another_signature(parts: dict[str, bytes]) -> None:
    parts["manifest.sha256"] = b"\xff" * 64


def deep(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"[" * 500_000


@pytest.mark.parametrize(
    "change", [one_byte, another_moment, a_way_out, a_part_less, no_signature, another_signature, deep]
)
def test_a_backup_that_was_changed_is_refused_and_nothing_is_written(
    ours: BackedUp, tmp_path: Path, change: Change
) -> None:
    other = changed(ours.data, tmp_path / "other.tar", change)
    code, stable, words = refused(*ours.words(tmp_path / "to", data=other))
    assert (code, stable) == (13, "kring.backup-damaged")
    assert "use another one" in words
    assert there(tmp_path) == ["other.tar"]


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.5, 0.99])
def test_a_backup_that_is_cut_short_is_refused(ours: BackedUp, tmp_path: Path, kept: float) -> None:
    short = tmp_path / "short.tar"
    whole = ours.data.read_bytes()
    short.write_bytes(whole[: int(kept * len(whole.rstrip(b"\0")))])
    assert refused(*ours.words(tmp_path / "to", data=short))[:2] == (13, "kring.backup-damaged")
    assert there(tmp_path) == ["short.tar"]


def test_a_tar_with_numbers_that_are_none_is_refused(ours: BackedUp, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9"}
        entry.size = 512
        tar.addfile(entry, io.BytesIO(b"x\n" * 256))
    assert refused(*ours.words(tmp_path / "to", data=tmp_path / "other.tar"))[:2] == (13, "kring.backup-damaged")


def test_a_file_that_is_not_there_or_is_something_else_is_refused(ours: BackedUp, tmp_path: Path) -> None:
    assert refused(*ours.words(tmp_path / "to", data=tmp_path / "none.tar"))[0] == 13
    assert refused(*ours.words(tmp_path / "to", data=Path(__file__)))[0] == 13


def test_a_backup_in_a_newer_form_says_which_kring_reads_it(ours: BackedUp, tmp_path: Path) -> None:
    def newer(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({"format": 2, "kring": "9.1\x1b[2J", "more": []}).encode()

    other = changed(ours.data, tmp_path / "other.tar", newer)
    code, stable, words = refused(*ours.words(tmp_path / "to", data=other))
    assert (code, stable) == (9, "kring.backup-too-new")
    assert "9.1" in words
    assert "\x1b" not in words  # anybody may have written it


def test_the_two_backups_are_not_taken_for_each_other(ours: BackedUp, tmp_path: Path) -> None:
    words = ours.words(tmp_path / "to", data=ours.keys, keys=ours.data)
    assert refused(*words)[:2] == (3, "kring.wrong-backup")


def test_keys_of_another_kring_are_refused(ours: BackedUp, tmp_path: Path) -> None:
    others = tmp_path / "keys"
    others.mkdir()
    (others / "office-any.key").write_text("A" * 43 + "=\n")
    code, stable, words = refused(*ours.words(tmp_path / "to", secrets=others))
    assert (code, stable) == (2, "kring.key-mismatch")
    assert "--secrets" in words
    (others / "office-any.key").unlink()
    assert refused(*ours.words(tmp_path / "to", secrets=others))[:2] == (2, "kring.key-mismatch")
    assert list(others.iterdir()) == []  # none is made


async def test_a_key_backup_past_its_day_is_refused_unless_that_is_said(tmp_path: Path, ours: BackedUp) -> None:
    ours.ledger.touch()
    ours.clock.move_by(timedelta(days=30))
    await restore(ours.sources, tmp_path / "on-the-last-day", clock=ours.clock)
    ours.clock.move_by(timedelta(days=1))
    with pytest.raises(BackupExpired, match="--although-expired"):
        await restore(ours.sources, tmp_path / "to", clock=ours.clock)
    assert there(tmp_path) == ["on-the-last-day"]
    await restore(ours.sources, tmp_path / "to", clock=ours.clock, although_expired=True)


def test_nothing_is_restored_over_anything(ours: BackedUp, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "a file").touch()
    code, stable, words = refused(*ours.words(tmp_path / "to"))
    assert (code, stable) == (3, "kring.already-there")
    assert "nothing is restored over it" in words
    with kring_to_kill(tmp_path / "at-work"):
        assert refused(*ours.words(tmp_path / "at-work"))[:2] == (5, "kring.folder-in-use")


def test_it_is_not_forgotten_to_name_the_keys_and_the_ledger(ours: BackedUp, tmp_path: Path) -> None:
    words = ours.words(tmp_path / "to")
    words.remove("--no-ledger")
    code, _, message = refused(*words)
    assert code == 2
    assert "--no-ledger" in message
    assert refused(*words, "--ledger", str(tmp_path / "none"))[:2] == (2, "kring.wrong-setup")
    code, stable, message = refused(*words, "--ledger", str(ours.data))
    assert (code, stable) == (2, "kring.wrong-setup")
    assert "not one line" in message
    assert refused(*ours.words(tmp_path / "to"), "--no-keys")[0] == 2
    assert not (tmp_path / "to").exists()


def test_no_backup_is_written_over_another_or_into_its_own_folder(ours: BackedUp, tmp_path: Path) -> None:
    at = ("backup", "--dir", str(ours.folder), "--to")
    assert refused(*at, str(ours.data))[:2] == (3, "kring.already-there")
    assert refused(*at, str(ours.folder / "b.tar"))[:2] == (2, "kring.wrong-setup")
    assert refused(*at, str(tmp_path / "k.tar"), "--keys", "--days", "93")[:2] == (2, "kring.wrong-setup")
    assert refused("backup", "--dir", str(tmp_path / "none"), "--to", str(tmp_path / "b.tar"))[:2] == (
        2,
        "kring.wrong-setup",
    )
    assert list(tmp_path.iterdir()) == []


def test_of_a_damaged_database_no_backup_is_made(ours: BackedUp, tmp_path: Path) -> None:
    folder = tmp_path / "kring"
    shutil.copytree(ours.folder, folder)
    with (folder / "db" / "intake.db").open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 4096)
    found = refused("backup", "--dir", str(folder), "--to", str(tmp_path / "b.tar"))
    assert found[:2] == (13, "kring.backup-damaged")
    assert there(tmp_path) == ["kring"]


def test_databases_of_a_newer_kring_are_refused_and_those_of_an_older_one_are_brought_up_to_date(
    ours: BackedUp, tmp_path: Path
) -> None:
    older = with_revision(ours, tmp_path / "older", "DELETE FROM version_vault_revisions", "DROP TABLE vault_key")
    assert done(*ours.words(tmp_path / "to", keys=older))["told"] > 0
    with closing(sqlite3.connect(tmp_path / "to" / "db" / "vault.db")) as vault:
        assert vault.execute("SELECT count(*) FROM vault_key").fetchone() == (0,)
    newer = with_revision(ours, tmp_path / "newer", "UPDATE version_vault_revisions SET version_num = 'vault_9999'")
    words = ours.words(tmp_path / "never", keys=newer)
    assert refused(*words)[:2] == (9, "kring.database-too-new")
    assert not (tmp_path / "never").exists()
    assert list(tmp_path.glob(".*")) == []


def with_revision(ours: BackedUp, place: Path, *statements: str) -> Path:
    """Give a key backup of a Kring of another version."""
    shutil.copytree(ours.folder, place)
    with closing(sqlite3.connect(place / "db" / "vault.db", isolation_level=None)) as vault:
        for statement in statements:
            vault.execute(statement)
    return make(place, place.with_suffix(".tar"), Kind.KEYS, clock=ours.clock).file
