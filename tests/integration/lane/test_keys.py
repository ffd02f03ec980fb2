"""Keys and the lane: a key is kept before what it seals, and made once; what is set apart from outside is sealed."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Erased, Scope, Sealed, scope_of
from kring_shared.kernel.errors import NotYet, Refused
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.parked import body_of
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from kring_shared.runtime.vault.keystore import KEYS, SqlKeyStore
from kring_shared.runtime.vault.vault import Vault, WrappedKey
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, Desk, a_command, a_desk, door, guests
from tests.integration.lane.guestbook import PRIVATE
from tests.integration.lane.messages import GuestNoted, SignBook

pytestmark = BOTH
SIGN = SignBook(case_id=CASE, mark=1, full_name=PRIVATE)


class Parcel(Named, service="post"):
    """What an outside system sends."""

    event: str


def scopes(desk: Desk) -> list[str]:
    database = assembly.vault_database(desk.shared)
    with database.read() as tx:
        found = list(tx.execute(KEYS.select().order_by(KEYS.c.scope)).scalars())
    database.close()
    return found


def a_second_vault(desk: Desk) -> Vault:
    return Vault(desk.parts.vault._store, desk.shared.office_key_bytes())


def signatures(desk: Desk) -> list[Sealed[str]]:
    facts = (GuestNoted.model_validate_json(body) for body in desk.rows(OUTBOX, "body"))
    return [fact.signed for fact in facts if fact.signed is not None]


def opened(desk: Desk) -> list[str | Erased]:
    vault, found = a_second_vault(desk), list[str | Erased]()
    for sealed in signatures(desk):
        value = vault.open(sealed, str)
        found.append(value)
    return found


def test_what_a_command_sealed_can_be_opened_by_another_process(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_command(SIGN, desk.signed()), a_command(SIGN, desk.signed()))
        assert scopes(desk) == [f"case/{CASE}"]
        assert opened(desk) == [PRIVATE] * 2
        desk.parts.vault.destroy(f"case/{CASE}")
        assert opened(desk) == [Erased()] * 2


def test_a_batch_that_is_thrown_away_leaves_no_key_and_its_redoing_makes_one(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.settle(a_command(SIGN, desk.signed()), *guests([-1]))  # halved: the first half is done again
        assert scopes(desk) == [f"case/{CASE}"]
        [sealed] = signatures(desk)
        assert a_second_vault(desk).open(sealed, str) == PRIVATE


def test_when_another_process_makes_the_key_first_its_key_is_used(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        flush, other = Vault.flush, a_second_vault(desk)

        def too_late(vault: Vault) -> None:
            if vault is desk.parts.vault and not scopes(desk):
                other.seal("utrecht", f"case/{CASE}", "something else")
                flush(other)
            flush(vault)

        monkeypatch.setattr(Vault, "flush", too_late)
        command = a_command(SIGN, desk.signed())
        assert json.loads(desk.settle(command).answers[command.id] or "")["code"] == "kring.done"
        [sealed] = signatures(desk)
        assert other.open(sealed, str) == PRIVATE


async def test_while_the_vault_is_away_nothing_is_committed_and_then_it_is_done(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = SqlKeyStore.add
    failures: list[int] = []

    def away(store: SqlKeyStore, keys: list[WrappedKey]) -> None:
        if len(failures) < 2:
            failures.append(1)
            raise NotYet("the vault does not answer")
        add(store, keys)

    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        monkeypatch.setattr(SqlKeyStore, "add", away)
        lane = Lane(desk.setup, None)
        command = a_command(SIGN, desk.signed())
        settling = asyncio.create_task(lane.settle_now([command]))
        await until(lambda: failures, "it was tried")
        assert desk.marks() == ()
        settled = await settling
        lane.close()
        assert json.loads(settled.answers[command.id] or "")["code"] == "kring.done"
        assert desk.marks() == (1,)


def test_what_came_from_outside_is_set_apart_sealed(kind: str, tmp_path: Path) -> None:
    def refuse(_message: Parcel, _work: Work) -> None:
        raise Refused("not for us")

    with a_desk(kind, tmp_path) as desk:
        desk.running.broker.takes_in(Parcel, refuse, keys=lambda _message, _office: ())
        parcel = Delivery(
            "7" * 32, f"ingress/{Parcel.kind()}", f'{{"event": "{PRIVATE}"}}'.encode(), Origin.INGRESS, "utrecht"
        )
        desk.settle(parcel)
        [row] = desk.rows(PARKED)
        assert (row.sealed, row.due_ms) == (True, None)
        assert PRIVATE not in row.body + row.reason
        assert scopes(desk) == [scope_of(Scope.QUARANTINE, parcel.id)]
        assert body_of(row, a_second_vault(desk)) == parcel.body
        desk.parts.vault.destroy(scope_of(Scope.QUARANTINE, parcel.id))
        assert body_of(row, a_second_vault(desk)) == b""


def test_what_cannot_even_say_what_it_is_about_is_set_apart_and_spoils_nothing(kind: str, tmp_path: Path) -> None:
    def no_keys(_message: Parcel, _office: str) -> tuple[str, ...]:
        raise RuntimeError(PRIVATE)

    with a_desk(kind, tmp_path) as desk:
        desk.running.broker.takes_in(Parcel, lambda *_: None, keys=no_keys)
        parcel = Delivery("7" * 32, f"ingress/{Parcel.kind()}", b'{"event": "x"}', Origin.INGRESS, "utrecht")
        desk.settle(door(), parcel, *guests([1]))
        assert desk.marks() == (1,)
        assert desk.reasons() == {parcel.id: "kring.fault: RuntimeError"}


def test_the_store_keeps_one_key_a_scope_and_remembers_that_it_is_gone(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        store = desk.parts.vault._store
        key = WrappedKey("person/1", "utrecht", b"\x00\xff wrapped")
        store.add([key])
        assert store.fetch("person/1") == key
        with pytest.raises(IntegrityError):
            store.add([WrappedKey("person/2", "utrecht", b"new"), key])
        assert store.fetch("person/2") is None
        for _ in range(2):
            store.destroy("person/1")
            assert store.fetch("person/1") == WrappedKey("person/1", "-", None)
