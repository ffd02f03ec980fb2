"""What a handler takes away is gone for the rest of the batch and from its table, and may come back anew."""

from pathlib import Path

import pytest

from kring_shared.runtime.storage.shelves import StaleVersionError, delete, load
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from tests.integration.lane.desk import BOTH, CASE, OTHER, a_desk
from tests.integration.lane.inn import Guest, inn
from tests.integration.lane.inn_guests import GUESTS, guests, left, rang

pytestmark = BOTH


def test_the_row_goes_with_the_batch(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE), rang(OTHER, OTHER))
        desk.settle(left(CASE))
        assert guests(desk) == [(OTHER, 1, 1)]


def test_what_was_new_in_the_batch_never_gets_a_row(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(), rang(), left())
        assert guests(desk) == []
        assert desk.rows(PARKED) == []


def test_later_messages_of_the_batch_do_not_find_it(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        late = left()
        desk.settle(left(), late)
        assert desk.reasons() == {late.id: "kring.not-yet: guest not there yet"}


@pytest.mark.parametrize("before", [0, 1, 3])
def test_what_comes_back_in_the_batch_is_a_new_row(kind: str, before: int, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        for _ in range(before):
            desk.settle(rang())
        desk.settle(rang(), left(), rang(), rang())
        assert guests(desk) == [(CASE, 2, 1)]
        desk.settle(rang())
        assert guests(desk) == [(CASE, 3, 2)]
        assert desk.rows(PARKED) == []


def test_what_comes_back_and_goes_again_is_gone(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        desk.settle(rang())
        desk.settle(left(), rang(), left())
        assert guests(desk) == []
        assert desk.rows(PARKED) == []


def test_a_handler_that_fails_takes_nothing_away(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        trouble = left(in_trouble=True)
        desk.settle(trouble, rang(OTHER, OTHER))
        assert guests(desk) == [(CASE, 1, 1), (OTHER, 1, 1)]
        assert desk.reasons() == {trouble.id: "kring.fault: RuntimeError"}


def test_what_another_wrote_meanwhile_is_not_taken_away(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        desk.settle(rang())
        with pytest.raises(StaleVersionError), desk.database.begin() as tx:
            delete(tx, desk.setup.shelves, {(Guest, CASE): 1})
        assert guests(desk) == [(CASE, 2, 2)]


def test_what_another_took_away_meanwhile_is_seen(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang())
        with desk.database.read() as tx:
            [(place, guest)] = load(tx, desk.setup.shelves, [CASE]).loaded.items()
        desk.settle(left())
        with pytest.raises(StaleVersionError), desk.database.begin() as tx:
            delete(tx, desk.setup.shelves, {place: guest.version})


def test_a_neighbour_the_database_refuses_does_not_undo_a_removal(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(), rang(OTHER, OTHER))
        with desk.database.begin() as tx:
            tx.execute(GUESTS.update().where(GUESTS.c.id == OTHER).values(visits=99))
        one_too_many = rang(OTHER, OTHER)
        desk.settle(left(), one_too_many)
        assert guests(desk) == [(OTHER, 99, 1)]
        assert desk.reasons() == {one_too_many.id: "kring.fault: DatabaseRefusedError"}
        assert len(desk.rows(OUTBOX)) == 2
