"""Facts of one case are handled in order, whatever one of them waits for; other cases go on meanwhile."""

import json
from datetime import timedelta
from pathlib import Path

from kring_shared.contracts.every_service import RetryDeadLetter
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.parked import LADDER_SECONDS
from kring_shared.runtime.storage.tables import PARKED
from tests.integration.lane.desk import BOTH, CASE, OTHER, Desk, a_command, a_desk, a_fact, door, guests
from tests.integration.lane.guestbook import PRIVATE
from tests.integration.lane.messages import GuestCame, Wish

pytestmark = BOTH
SECOND = timedelta(seconds=1)
NOT_YET = "kring.not-yet: book not there yet"
BEHIND = "kring.not-yet: behind an earlier message of the same case"


def waiting(desk: Desk) -> list[str]:
    return list(desk.reasons().values())


def after_ladder(desk: Desk) -> None:
    for step in LADDER_SECONDS:
        desk.after(timedelta(seconds=step))


def test_a_fact_that_comes_too_early_waits_and_later_ones_of_its_case_wait_behind_it(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(*guests([1]))
        desk.settle(*guests([2]), door(OTHER), *guests([7], OTHER))
        assert waiting(desk) == [NOT_YET, BEHIND]
        assert desk.marks() is None
        assert desk.marks(OTHER) == (7,)
        desk.settle(*guests([3]), door())  # what it waits for is told by another service, and passes
        assert desk.marks() == ()
        desk.settle(*guests([4]))
        assert desk.marks() == ()
        desk.after(SECOND)
        assert desk.marks() == (1, 2, 3, 4)
        assert desk.rows(PARKED) == []


def test_also_within_one_batch(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(*guests([1, 2]), door(), *guests([3]), door(OTHER), *guests([8], OTHER))
        assert waiting(desk) == [NOT_YET, BEHIND, BEHIND]
        assert desk.marks(OTHER) == (8,)
        desk.after(SECOND)
        assert desk.marks() == (1, 2, 3)


def test_a_new_fact_in_the_batch_that_brings_the_parked_ones_back_stays_behind_them(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(*guests([1, 2]), door())
        desk.clock.move_by(SECOND)
        desk.settle(*guests([3]), *desk.due())
        assert desk.marks() == (1, 2)
        desk.after(SECOND)
        assert desk.marks() == (1, 2, 3)


def test_behind_a_fault_of_ours_everybody_waits_also_other_services(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.weather.storms.add(CASE)
        desk.settle(*guests([1]))
        desk.settle(a_fact_of_the_hall := door(), *guests([2]))
        assert waiting(desk) == ["kring.fault: RuntimeError", BEHIND, BEHIND]
        desk.weather.storms.clear()
        desk.after(SECOND)
        assert desk.marks() == (1, 2)
        assert a_fact_of_the_hall.id in desk.inbox()


def test_tries_grow_along_the_ladder_and_end_in_a_dead_letter_that_blocks_nobody(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.weather.storms.add(CASE)
        desk.settle(*guests([1]))
        for tries, step in enumerate(LADDER_SECONDS, 1):
            assert desk.rows(PARKED, "tries") == [tries]
            desk.clock.move_by(timedelta(seconds=step) - timedelta(milliseconds=1))
            assert desk.due() == []
            desk.after(timedelta(milliseconds=1))
        assert desk.rows(PARKED, "tries") == [len(LADDER_SECONDS) + 1]
        assert desk.rows(PARKED, "due_ms") == [None]
        desk.weather.storms.clear()
        desk.settle(*guests([2]))
        assert desk.marks() == (2,)
        assert desk.after(timedelta(days=99)).rows == []
        assert PRIVATE not in str(desk.rows(PARKED, "reason"))


def test_what_waited_behind_it_goes_on_once_it_is_dead(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.settle(a_fact(GuestCame(case_id=CASE, mark=1, wish=Wish.FAULT)), *guests([2, 3]))
        assert desk.marks() == ()
        after_ladder(desk)
        desk.after(timedelta(hours=1))
        assert desk.marks() == (2, 3)
        assert waiting(desk) == ["kring.fault: RuntimeError"]


def test_a_refused_fact_is_a_dead_letter_at_once(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_fact(GuestCame(case_id=CASE, mark=1, wish=Wish.REFUSAL)), *guests([2]))
        assert desk.rows(PARKED, "due_ms") == [None]
        assert desk.marks() == (2,)


def test_a_dead_letter_is_tried_again_when_somebody_asks(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.weather.storms.add(CASE)
        desk.settle(letter := guests([1])[0])
        after_ladder(desk)
        desk.weather.storms.clear()
        retry = a_command(RetryDeadLetter(id=letter.id), desk.signed())
        assert status(desk, retry) == "kring.done"
        desk.settle(*desk.due())
        assert desk.marks() == (1,)
        assert desk.rows(PARKED) == []


def test_a_dead_letter_of_another_office_or_of_nobody_cannot_be_tried(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        stranger = a_fact(GuestCame(case_id=CASE, mark=1, wish=Wish.REFUSAL, office="gent"))
        desk.settle(a_door_in_gent := door(), stranger)
        assert a_door_in_gent.id in desk.inbox()
        for letter_id in (stranger.id, "x" * 500, "Rachel"):
            assert status(desk, a_command(RetryDeadLetter(id=letter_id), desk.signed())) == "kring.not-found"
        assert status(desk, a_command(RetryDeadLetter(id="\x00"), desk.signed())) == "kring.invalid-fields"
        assert desk.due() == []


def test_a_parked_fact_that_the_bus_brings_again_is_done_once_and_leaves_no_row(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        early = guests([1])[0]
        desk.settle(early, door())
        desk.settle(early)  # killed before it was acknowledged: it comes again, and now it can be done
        assert desk.marks() == (1,)
        assert desk.rows(PARKED) == []
        desk.settle(*guests([2]))
        assert desk.marks() == (1, 2)


def test_a_dead_letter_that_the_bus_brings_again_leaves_no_letter_either(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        desk.weather.storms.add(CASE)
        desk.settle(letter := guests([1])[0])
        after_ladder(desk)
        desk.weather.storms.clear()
        desk.settle(letter)
        assert desk.marks() == (1,)
        assert desk.rows(PARKED) == []


def test_a_row_of_what_was_settled_meanwhile_is_taken_away_when_it_is_due(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(a_letter := Delivery("2" * 32, GuestCame.kind(), b"no JSON", Origin.FACT, "utrecht"))
        desk.settle(door(), understood_since := a_fact(GuestCame(case_id=CASE, mark=1), fact_id=a_letter.id))
        assert desk.marks() == (1,)
        assert status(desk, a_command(RetryDeadLetter(id=understood_since.id), desk.signed())) == "kring.done"
        desk.settle(*desk.due())
        assert desk.rows(PARKED) == []
        assert desk.marks() == (1,)


def status(desk: Desk, command: Delivery) -> str:
    code: str = json.loads(desk.settle(command).answers[command.id] or "")["code"]
    return code
