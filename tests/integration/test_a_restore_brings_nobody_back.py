"""An older copy of everything is put back: the ledger of erasures, which no copy takes along, erases again."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.testing.empty_databases import with_empty_databases
from tests.integration.left_behind import in_tables
from tests.integration.opened import opened_of
from tests.route.office import Office
from tests.route.played import START

REFERRED = {"name": "Rachel de Wolkenaar", "birthYear": 1986, "email": "wolkenaar@voorbeeld.example"}
COPIED = ("bus", "db", "keys")
"""What a backup takes along; the ledger is kept apart."""
THREE_MONTHS = timedelta(days=93)


async def an_ended_request(folder: Path, clock: DrivenClock) -> str:
    """Let a family refer, say yes, be taken on, and stop."""
    async with Embedded(with_empty_databases(folder), clock=clock) as kring:
        office = Office(kring, await kring.client(), clock)
        case = (await office.refers("R-1", mainPersons=[REFERRED])).case_id
        await office.accepts(case)
        await office.must(i.WithdrawRequest(case_id=case))
    return case


async def erased(folder: Path, clock: DrivenClock) -> None:
    """Let three months pass, so that plan and contacts are erased everywhere."""
    async with Embedded(folder, clock=clock) as kring:
        office = Office(kring, await kring.client(), clock)
        await office.waits(THREE_MONTHS)
        assert [each.done for each in await receipts(office)] == [True, True]


async def receipts(office: Office) -> tuple[r.ErasureShown, ...]:
    return (await office.asks(r.ListErasures(), r.ErasureList)).erasures


def put_back(copy: Path, folder: Path, *names: str) -> None:
    """Put an older copy in the place of what is there."""
    for name in names:
        source, place = copy / name, folder / name
        if place.is_dir():
            shutil.rmtree(place)
            shutil.copytree(source, place)
        else:
            for old in folder.glob(f"{name}*"):
                old.unlink()
            shutil.copy2(source, place)


@pytest.mark.parametrize(
    "older",
    [COPIED, ("db/vault.db",), ("db/intake.db",), ("db/registry.db",), ("db",)],
    ids=["everything", "the vault", "one service", "the registry", "all databases"],
)
async def test_after_an_older_copy_was_put_back_nothing_opens_and_no_row_is_there_again(
    tmp_path: Path, older: tuple[str, ...]
) -> None:
    folder, copy, clock = tmp_path / "kring", tmp_path / "copy", DrivenClock(START)
    case = await an_ended_request(folder, clock)
    for name in COPIED:
        shutil.copytree(folder / name, copy / name)
    await erased(folder, clock)
    put_back(copy, folder, *older)
    async with Embedded(folder, clock=clock) as kring:
        await kring.settle()
        office = Office(kring, await kring.client(), clock)
        boxes = await opened_of(kring, office.client, case)
        assert boxes
        assert {type(box) for box in boxes} == {Erased}
        assert office.rows("intake", "SELECT 1 FROM person_block") == []
        assert office.rows("intake", "SELECT 1 FROM person_trace") == []
        again = await receipts(office)
        assert sorted(kind for each in again for kind in each.kinds) == ["contacts", "plan"]
        assert [each.done for each in again] == [True, True]


async def test_without_the_ledger_an_older_copy_would_bring_them_back(tmp_path: Path) -> None:
    folder, copy, clock = tmp_path / "kring", tmp_path / "copy", DrivenClock(START)
    case = await an_ended_request(folder, clock)
    shutil.copytree(folder, copy)
    async with Embedded(copy, clock=clock) as kring:
        boxes = await opened_of(kring, await kring.client(), case)
        assert any("Wolkenaar" in str(box) for box in boxes)
    assert in_tables(f"sqlite:///{copy}/db/intake.db", [case])


async def test_a_ledger_that_was_kept_apart_is_taken_over_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, copy, clock = tmp_path / "kring", tmp_path / "copy", DrivenClock(START)
    case = await an_ended_request(folder, clock)
    shutil.copytree(folder, copy)
    await erased(folder, clock)
    saved = KringFolder(folder).ledger
    assert run_words(["erasures", "replay", str(saved), "--dir", str(copy)]) == 0
    assert "orders go at the next start" in capsys.readouterr().out
    async with Embedded(copy, clock=clock) as kring:
        await kring.settle()
        office = Office(kring, await kring.client(), clock)
        assert {type(box) for box in await opened_of(kring, office.client, case)} == {Erased}
        assert office.rows("intake", "SELECT 1 FROM person_block") == []


async def test_an_order_that_was_committed_and_not_told_stands_in_the_ledger_before_it_is_told(tmp_path: Path) -> None:
    folder, clock = tmp_path / "kring", DrivenClock(START)
    await an_ended_request(folder, clock)
    await erased(folder, clock)
    ledger = KringFolder(folder).ledger
    orders = ErasureLedger(ledger).orders()
    ledger.unlink()  # as if it was killed between its commit and the ledger
    outbox = sqlite3.connect(folder / "db" / "registry.db", isolation_level=None)
    outbox.execute("UPDATE outbox SET place = NULL WHERE type = ?", (r.ErasureOrdered.type(),))
    outbox.close()
    async with Embedded(folder, clock=clock) as kring:
        await kring.settle()
        office = Office(kring, await kring.client(), clock)
        assert [each.done for each in await receipts(office)] == [True, True]
    assert ErasureLedger(ledger).orders() == orders
    assert len(orders) == 2
