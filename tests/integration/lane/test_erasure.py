"""An erasure is decided with the rest of its batch, and its key is gone after the commit, whatever happens between."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.lane import erasures
from kring_shared.runtime.lane.instants import Instant
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import ERASURE, OUTBOX, to_ms
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from tests.integration.lane import inn_to_kill
from tests.integration.lane.desk import BOTH, CASE, OFFICE, OTHER, START, Desk, a_desk
from tests.integration.lane.inn import inn, person
from tests.integration.lane.inn_guests import DOOR, GUESTS, guests, left, rang
from tests.integration.lane.inn_messages import GuestLeft, GuestRang
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
DECIDED = (person(CASE), OFFICE, to_ms(START))


def name_of(desk: Desk) -> Sealed[str]:
    [row] = desk.rows(GUESTS)
    return Sealed[str].model_validate_json(row.name)


def opened(desk: Desk, sealed: Sealed[str]) -> str | Erased:
    """Open it as another process would, that never saw the key."""
    value: str | Erased = Vault(desk.parts.vault._store, desk.shared.office_key_bytes()).open(sealed, str)
    return value


def ledger(desk: Desk) -> list[tuple[object, ...]]:
    return [tuple(row) for row in desk.rows(ERASURE)]


async def look(desk: Desk) -> bool:
    """Look once at what is due, as a service does four times a second."""
    lane = Lane(desk.setup, None)
    found = await Timers(desk.setup, lane).look()
    lane.close()
    return found


def test_the_key_is_destroyed_after_the_commit_and_the_ledger_keeps_that(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        name = name_of(desk)
        assert opened(desk, name) == "Rachel"
        desk.settle(left())
        assert opened(desk, name) == Erased()
        assert desk.parts.vault.open(name, str) == Erased()
        assert ledger(desk) == [(*DECIDED, to_ms(START), "guest-left")]


def test_what_is_sealed_in_the_batch_of_its_erasure_or_later_stays_unreadable(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(), left(), rang())
        assert opened(desk, name_of(desk)) == Erased()
        desk.settle(left())
        desk.settle(rang())
        assert opened(desk, name_of(desk)) == Erased()
        assert ledger(desk) == [(*DECIDED, to_ms(START), "guest-left")]


def test_a_message_that_fails_erases_nothing_and_its_neighbours_do(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        name = name_of(desk)
        desk.settle(left(in_trouble=True))
        assert opened(desk, name) == "Rachel"
        desk.settle(rang(OTHER, OTHER), left(OTHER))
        assert [row[0] for row in ledger(desk)] == [person(OTHER)]
        assert opened(desk, name) == "Rachel"


def test_a_commit_that_fails_erases_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, RuntimeError())

    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        name = name_of(desk)
        with monkeypatch.context() as patched:
            patched.setattr("kring_shared.runtime.lane.settle.come_by", away)  # the last thing before the commit
            with pytest.raises(OperationalError):
                desk.settle(left())
        assert opened(desk, name) == "Rachel"
        assert ledger(desk) == []
        assert len(guests(desk)) == 1


async def test_while_the_vault_is_away_the_batch_is_done_and_the_erasure_waits(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_store: SqlKeyStore, _scope: str) -> None:
        raise NotYet("the vault does not answer")

    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        name = name_of(desk)
        with monkeypatch.context() as patched:
            patched.setattr(SqlKeyStore, "destroy", away)
            desk.settle(left())
            assert not await look(desk)
        assert guests(desk) == []
        assert opened(desk, name) == "Rachel"
        assert ledger(desk) == [(*DECIDED, None, "guest-left")]
        assert await look(desk)
        assert opened(desk, name) == Erased()
        assert ledger(desk) == [(*DECIDED, to_ms(START), "guest-left")]
        assert not await look(desk)


async def test_a_key_that_is_gone_and_not_written_down_so_is_destroyed_once_more(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_database: Database, _scopes: list[str], _now_ms: int) -> None:
        raise OperationalError("", {}, RuntimeError())

    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        name = name_of(desk)
        with monkeypatch.context() as patched:
            patched.setattr(erasures, "done", away)
            desk.settle(left())
        assert opened(desk, name) == Erased()
        assert ledger(desk) == [(*DECIDED, None, "guest-left")]
        assert await look(desk)
        assert ledger(desk) == [(*DECIDED, to_ms(START), "guest-left")]


async def test_a_service_killed_between_the_commit_and_the_erasure_erases_when_it_starts(
    kind: str, tmp_path: Path
) -> None:
    async with on_stage(kind, tmp_path, service=inn(), started=False) as stage:
        await stage.tell(GuestRang(case_id=CASE, door_id=DOOR, full_name="Rachel"))
        await stage.start()
        await stage.rest()
        name = name_of(stage)
        await stage.stop()
        await stage.tell(GuestLeft(case_id=CASE), GuestRang(case_id=OTHER, door_id=OTHER))
        assert await killed(stage, Instant.BEFORE_ERASE) == -signal.SIGKILL
        assert opened(stage, name) == "Rachel"
        assert [row[3:] for row in ledger(stage)] == [(None, "guest-left")]
        await stage.start()
        await stage.rest()
        assert opened(stage, name) == Erased()
        assert [row[3] is None for row in ledger(stage)] == [False]
        assert [guest_id for guest_id, *_ in guests(stage)] == [OTHER]
        assert len(await stage.on_the_bus()) == len(stage.rows(OUTBOX)) == 2


async def killed(stage: Stage, instant: Instant) -> int:
    """Run the inn as a process of its own until it dies at an instant."""
    there = os.environ | {
        "PYTHONPATH": str(Path.cwd()),
        "KRING_DIE_AT": instant.value,
        "KRING_NATS_URL": stage.shared.nats_url,
        "KRING_VAULT_URL": stage.shared.vault_url.get_secret_value(),
        "KRING_OFFICE_KEYS": stage.shared.office_keys.get_secret_value(),
        "KRING_EDGE_PUBLIC_KEY": stage.shared.edge_public_key,
        inn_to_kill.DATABASE: stage.settings.database_url.get_secret_value(),
    }
    program = await asyncio.create_subprocess_exec(sys.executable, inn_to_kill.__file__, env=there)
    async with asyncio.timeout(30):
        return await program.wait()
