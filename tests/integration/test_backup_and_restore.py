"""A backup is made, a family is erased, and the backup is put back: nobody reads them again, not even at rest."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.embedded.backup.making import make, read_notes
from kring_shared.runtime.embedded.backup.manifest import Kind
from kring_shared.runtime.embedded.backup.restoring import Sources, restore
from kring_shared.runtime.embedded.embedded import Embedded, sqlite_url
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.lane import erasures
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.sealing import ScopeKey
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.audit import audit
from tests.integration.backed_up import BackedUp, back_up, backed_up
from tests.integration.left_behind import boxes_in, in_files
from tests.integration.opened import opened_of
from tests.integration.test_a_restore_brings_nobody_back import erased, receipts
from tests.route.office import Office

NAME = "Wolkenaar"


async def test_who_was_erased_after_the_backup_can_be_read_by_nobody_even_before_anything_starts(
    tmp_path: Path,
) -> None:
    ours = await back_up(tmp_path)
    wrapped = dict(rows(ours.folder / "db" / "vault.db", "SELECT scope, wrapped FROM vault_key"))
    await erased(ours.folder, ours.clock)
    gone = ErasureLedger(ours.ledger).scopes()
    to = tmp_path / "to"
    back = await restore(ours.sources, to, clock=ours.clock, although_expired=True)
    assert (back.done.keys, back.done.orders) == (len(gone), 2)
    raw = [wrapped[scope] for scope in gone if scope in wrapped]
    assert len(raw) > 0
    contents = [file.read_bytes() for file in to.rglob("*") if file.is_file()]
    assert [key for key in raw if any(key in content for content in contents)] == []
    assert not any(NAME in text for text in opened_at_rest(to))
    assert rows(to / "db" / "intake.db", "SELECT 1 FROM person_block UNION ALL SELECT 1 FROM person_trace") == []
    assert in_files(to, [NAME, "wolkenaar@voorbeeld"]) == []
    await starts_and_proves(to, ours)


async def test_a_restore_says_how_much_it_could_not_erase_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    ours = await back_up(tmp_path)
    await erased(ours.folder, ours.clock)
    with monkeypatch.context() as trouble:
        trouble.setattr(erasures, "destroy", full)
        back = await restore(ours.sources, tmp_path / "to", clock=ours.clock, although_expired=True)
    assert back.done.waiting > 0
    await starts_and_proves(tmp_path / "to", ours)


async def starts_and_proves(to: Path, ours: BackedUp) -> None:
    """Start it: every service answers, nothing opens, and nothing is lost or doubled."""
    async with Embedded(to, clock=ours.clock) as kring:
        await kring.settle()
        office = Office(kring, await kring.client(), ours.clock)
        assert {type(box) for box in await opened_of(kring, office.client, ours.case)} == {Erased}
        again = await receipts(office)
        assert sorted(kind for each in again for kind in each.kinds) == ["contacts", "plan"]
        assert [each.done for each in again] == [True, True]
        services = [(one.service, one.setup.database) for one in kring.running]
        found = await audit(office.client.connection, services)
        assert (found.problems, found.lost, found.doubled) == ([], 0, 0)


async def test_without_the_ledger_they_would_be_read_again(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    await erased(ours.folder, ours.clock)
    without = Sources(ours.data, ours.keys, ours.folder / "keys", None)
    back = await restore(without, tmp_path / "to", clock=ours.clock, although_expired=True)
    assert back.ledger_day == ""
    assert any(NAME in text for text in opened_at_rest(tmp_path / "to"))


async def test_data_without_keys_tell_nobody_s_name_and_a_new_family_can_come(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    to = tmp_path / "to"
    back = await restore(Sources(ours.data, None, ours.folder / "keys", None), to, clock=ours.clock)
    assert back.keys_made_at is None
    assert not any(NAME in text for text in opened_at_rest(to))
    async with Embedded(to, clock=ours.clock) as kring:
        office = Office(kring, await kring.client(), ours.clock)
        new = await office.refers("R-2", mainPersons=[{"name": "Noor Nieuw", "birthYear": 2015}])
        assert any("Noor Nieuw" in str(box) for box in await opened_of(kring, office.client, new.case_id))


async def test_what_was_due_to_go_out_is_held_back_and_what_is_due_later_waits_on(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    due = {"later": int(ours.clock.now().timestamp() * 1000) + 60_000, "now": 0}
    with closing(sqlite3.connect(ours.folder / "db" / "notifications.db", isolation_level=None)) as database:
        for name, due_ms in due.items():
            values = (name, "none-such", "", ours.case, "utrecht", "{}", due_ms, "waiting")
            database.execute(
                "INSERT INTO errand (id,name,via,key,office,body,due_ms,state) VALUES (?,?,?,?,?,?,?,?)", values
            )
    data = make(ours.folder, tmp_path / "again.tar", Kind.DATA, clock=ours.clock).file
    sources = Sources(data, ours.keys, ours.folder / "keys", None)
    back = await restore(sources, tmp_path / "to", clock=ours.clock)
    held = dict(rows(tmp_path / "to" / "db" / "notifications.db", "SELECT id, state FROM errand"))
    assert held["now"] == "begun"
    assert held["later"] == "waiting"
    assert back.done.unclear >= 1
    assert back.keys_are_older is False


async def test_a_backup_of_the_data_holds_no_key_and_neither_holds_a_master_key_or_the_ledger(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    await erased(ours.folder, ours.clock)
    data = make(ours.folder, tmp_path / "data.tar", Kind.DATA, clock=ours.clock).file.read_bytes()
    keys = make(ours.folder, tmp_path / "keys.tar", Kind.KEYS, clock=ours.clock).file.read_bytes()
    wrapped = [key for (key,) in rows(ours.folder / "db" / "vault.db", "SELECT wrapped FROM vault_key") if key]
    assert wrapped
    assert [key for key in wrapped if key in data] == []
    assert [key for key in wrapped if key not in keys] == []
    secrets = [file.read_bytes().strip() for file in (ours.folder / "keys").iterdir()]
    assert [secret for secret in secrets if secret in data or secret in keys] == []
    assert b"erasures.jsonl" not in data
    assert b"erasures.jsonl" not in keys


async def test_whatever_is_written_is_for_its_user_only(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    assert {mode_of(ours.data), mode_of(ours.keys)} == {0o600}
    assert mode_of(ours.data.parent) == 0o700
    to = tmp_path / "to"
    await restore(Sources(ours.data, ours.keys, ours.folder / "keys", None), to, clock=ours.clock)
    assert {mode_of(path) for path in (to, *to.iterdir()) if path.is_dir()} == {0o700}
    assert {mode_of(file) for file in (*to.glob("db/*.db"), *to.glob("keys/*"))} == {0o600}


async def test_the_folder_knows_when_its_last_backups_were_made(tmp_path: Path) -> None:
    ours = await back_up(tmp_path)
    first = read_notes(ours.folder)
    ours.clock.move_by(timedelta(days=2))
    make(ours.folder, tmp_path / "more.tar", Kind.DATA, clock=ours.clock)
    second = read_notes(ours.folder)
    assert first.data is not None
    assert second.data == first.data + timedelta(days=2)
    assert second.keys == first.keys


def test_both_commands_say_what_was_done_and_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = backed_up(tmp_path)
    capsys.readouterr()
    assert run_words(["backup", "--dir", str(ours.folder), "--to", str(tmp_path / "d.tar")]) == 0
    assert "make `kring backup --keys` next" in capsys.readouterr().out
    assert run_words(["backup", "--dir", str(ours.folder), "--keys", "--to", str(tmp_path / "k.tar")]) == 0
    assert "Remove it after" in capsys.readouterr().out
    assert run_words(ours.words(tmp_path / "to")) == 0
    words = capsys.readouterr().out
    for part in ("stands again as it was on", "built anew", "whoever was erased since", "referrals", "Next: kring up"):
        assert part in words


def rows(database: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened_at_rest(folder: Path) -> list[str]:
    """Open every box in every row of a Kring that does not run, with every key that is there."""
    vault_rows = Database(sqlite_url(folder / "db" / "vault.db"), "vault")
    vault = Vault(SqlKeyStore(vault_rows), {"*": KringFolder(folder).keys.office_key("any")})
    scopes = [
        scope for (scope,) in rows(folder / "db" / "vault.db", "SELECT scope FROM vault_key WHERE wrapped IS NOT NULL")
    ]
    keys = [key for scope in scopes if (key := vault._key(scope)[1]) is not None]
    found = [text for box in boxes_of(folder / "db") for text in opened(box, keys)]
    vault_rows.close()
    return found


def opened(box: Sealed[Any], keys: list[ScopeKey]) -> Iterator[str]:
    for key in keys:
        plain = key.open(box.scope, box.box)
        if plain is not None:
            yield plain.decode()


def boxes_of(db: Path) -> list[Sealed[Any]]:
    found: dict[str, Sealed[Any]] = {}
    for file in sorted(set(db.glob("*.db")) - {db / "vault.db"}):
        for (table,) in rows(file, "SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in rows(file, f'SELECT * FROM "{table}"'):  # noqa: S608 - its own tables
                for text in (value for value in row if isinstance(value, str) and '"box"' in value):
                    found |= {box.box: box for box in boxes_in(json.loads(text))}
    return list(found.values())
