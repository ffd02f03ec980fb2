"""`kring erasures` on a running Kring: what was ordered, the receipt, and whether the keys are really gone."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.kernel.clock import DrivenClock
from tests.integration.kring_command import kring, kring_up
from tests.integration.test_a_restore_brings_nobody_back import an_ended_request, erased
from tests.route.played import START

AT = ("--office", "utrecht")


@pytest.fixture(scope="module", name="folder")
def a_kring_that_erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Erase a family when its terms are over, and run that Kring for all tests here."""
    folder, clock = tmp_path_factory.mktemp("kring") / "k", DrivenClock(START)
    asyncio.run(an_ended_request(folder, clock))
    asyncio.run(erased(folder, clock))
    with kring_up(folder):
        yield folder


def lines(folder: Path, *words: str) -> list[dict[str, Any]]:
    said = kring("erasures", *words, *AT, "--json", folder=folder)
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()]


def test_orders_are_listed_and_none_is_open(folder: Path) -> None:
    assert sorted(each["kinds"][0] for each in lines(folder, "list")) == ["contacts", "plan"]
    assert lines(folder, "list", "--open") == []
    shown = kring("erasures", "list", *AT, folder=folder).stdout
    assert "term-over" in shown
    assert "in the chain" in shown


def test_a_receipt_says_what_each_service_did_and_names_nobody(folder: Path) -> None:
    contacts = next(each for each in lines(folder, "list") if each["kinds"] == ["contacts"])
    said = kring("erasures", "show", contacts["erasureId"], *AT, folder=folder).stdout
    for service in ("intake", "matching", "conference", "notifications", "registry"):
        assert f"{service}: 20" in said
    assert "contacts: erased" in said
    assert f"proof {contacts['proof']}, {contacts['number']} in the chain" in said
    assert "Wolkenaar" not in said


def test_a_receipt_that_is_not_there_is_refused_with_a_hint(folder: Path) -> None:
    said = kring("erasures", "show", "0" * 32, *AT, folder=folder)
    assert said.returncode == 3
    assert "list-erasures" in said.stderr


def test_verify_finds_a_key_that_came_back(folder: Path) -> None:
    (held,) = lines(folder, "verify")
    assert (held["receipts"], held["standing"], held["changed"]) == (2, [], [])
    assert held["keys"] > 0
    vault = sqlite3.connect(folder / "db" / "vault.db", isolation_level=None)
    (scope,) = vault.execute("SELECT scope FROM vault_key WHERE scope LIKE 'person/%' AND wrapped IS NULL").fetchone()
    vault.execute("UPDATE vault_key SET wrapped = x'00' WHERE scope = ?", (scope,))
    said = kring("erasures", "verify", *AT, folder=folder)
    assert said.returncode == 1
    assert f"{scope} is still in the vault" in said.stderr
    vault.execute("UPDATE vault_key SET wrapped = NULL WHERE scope = ?", (scope,))
    vault.close()
    assert kring("erasures", "verify", *AT, folder=folder).returncode == 0


def test_verify_finds_a_receipt_that_was_changed(folder: Path) -> None:
    registry = sqlite3.connect(folder / "db" / "registry.db", isolation_level=None)
    registry.execute("UPDATE erasure_order SET because = 'nobody-asked'")
    said = kring("erasures", "verify", *AT, folder=folder)
    registry.execute("UPDATE erasure_order SET because = 'term-over'")
    registry.close()
    assert said.returncode == 1
    assert "is not the receipt that was proved" in said.stderr


def test_replay_names_what_is_missing(folder: Path, tmp_path: Path) -> None:
    said = kring("erasures", "replay", str(tmp_path / "nowhere.jsonl"), folder=folder)
    assert said.returncode == 2
    assert "name a ledger of erasures" in said.stderr
