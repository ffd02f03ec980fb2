"""What a message names after a first look is loaded as well, once for a batch, and as the batch left it so far."""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from kring_shared.contracts.envelope import Receipt
from kring_shared.runtime.lane import settle as settling
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.requests import Requests
from kring_shared.runtime.storage.shelves import View, load
from kring_shared.runtime.storage.tables import PARKED
from tests.integration.lane.desk import BOTH, CASE, OFFICE, OTHER, THIRD, Desk, a_command, a_desk, a_fact
from tests.integration.lane.inn import Door, Guest, inn
from tests.integration.lane.inn_guests import DOOR, guests, left, rang
from tests.integration.lane.inn_messages import DoorShown, GuestMoved, GuestNoted, GuestRang, KnockAt, ShowDoor

pytestmark = BOTH
NUL = "\0" * 32


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Write down what each look at the tables asks for."""
    seen: list[list[str]] = []

    def counted(tx: Connection, shelves: Any, keys: Collection[str], *, into: View | None = None) -> View:  # noqa: ANN401
        if keys:
            seen.append(list(keys))
        return load(tx, shelves, keys, into=into)

    monkeypatch.setattr(settling, "load", counted)
    return seen


def test_what_is_named_by_what_was_found_is_found_too(kind: str, tmp_path: Path, looks: list[list[str]]) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR))
        looks.clear()
        desk.settle(rang(OTHER, DOOR))  # somebody behind this door is known
        assert guests(desk) == [(CASE, 2, 2)]
        assert looks == [[DOOR], [CASE]]


def test_a_whole_batch_takes_one_look_more(kind: str, tmp_path: Path, looks: list[list[str]]) -> None:
    doors = [f"{n:032x}" for n in range(20)]
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(*(rang(f"{n:032x}", door) for n, door in enumerate(doors, 100)))
        looks.clear()
        desk.settle(*(rang(f"{n:032x}", door) for n, door in enumerate(doors * 2, 200)))
        assert [len(keys) for keys in looks] == [20, 20]
        assert [visits for _, visits, _ in guests(desk)] == [3] * 20


def test_two_of_one_family_in_one_batch_are_one(kind: str, tmp_path: Path, looks: list[list[str]]) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE), rang(OTHER), rang(OTHER))
        assert guests(desk) == [(CASE, 3, 1)]
        assert looks[0] == [DOOR]


def test_who_names_more_is_asked_again_only_when_something_was_found_or_changed_since(
    kind: str, tmp_path: Path
) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        asked: list[str] = []

        def naming(message: GuestNoted, _office: str, _found: object) -> tuple[str, ...]:
            asked.append(message.case_id)
            return (DOOR,)

        desk.running.broker.hears(GuestNoted, lambda *_: None, then=naming)
        noted = [a_fact(GuestNoted(case_id=guest_id, visits=1)) for guest_id in (OTHER, THIRD)]
        desk.settle(*noted[:1])
        assert asked == [OTHER]  # alone, and nothing stands under what it named
        desk.settle(rang(CASE, DOOR))
        asked.clear()
        desk.settle(rang(CASE, DOOR), noted[1])
        assert asked == [THIRD, THIRD]


def test_what_an_earlier_message_of_the_batch_brings_into_it_is_loaded_at_its_turn(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, THIRD))
        moved = a_fact(GuestMoved(case_id=CASE, door_id=OTHER))
        desk.settle(moved, rang(OTHER, OTHER))
        assert guests(desk) == [(CASE, 2, 2)]


def test_what_a_second_look_finds_does_not_undo_what_the_batch_did(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR))
        moved = a_fact(GuestMoved(case_id=CASE, door_id=OTHER))
        desk.settle(left(CASE), moved, rang(THIRD, OTHER), rang(CASE, DOOR))
        assert [(guest_id, visits) for guest_id, visits, _ in guests(desk)] == [(CASE, 1), (THIRD, 1)]
        assert desk.rows(PARKED) == []


def test_what_is_read_again_stays_as_the_batch_left_it(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR), rang(OTHER, OTHER))
        with desk.database.read() as tx:
            view = load(tx, desk.setup.shelves, [CASE, OTHER])
            changed = replace(view.loaded[Guest, CASE], visits=50)  # type: ignore[type-var]  # it is a dataclass
            view.absorb({(Guest, CASE): changed}, {(Guest, OTHER): view.loaded[Guest, OTHER]})
            load(tx, desk.setup.shelves, [CASE, OTHER, DOOR], into=view)
        assert view.loaded[Guest, CASE] == changed
        assert (Guest, OTHER) not in view.loaded
        assert (Door, DOOR) in view.loaded


def test_a_message_that_cannot_say_what_it_names_is_set_apart_and_spoils_nothing(kind: str, tmp_path: Path) -> None:
    def in_trouble(*_: object) -> tuple[str, ...]:
        raise RuntimeError

    def unprintable(*_: object) -> tuple[str, ...]:
        return (NUL,)

    reasons = list[str]()
    for n, then in enumerate((in_trouble, unprintable)):
        with a_desk(kind, tmp_path / str(n), service=inn()) as desk:
            routes = desk.setup.routes.messages
            noted = GuestNoted.kind()
            desk.running.broker.hears(GuestNoted, lambda *_: None, then=then)
            bad = a_fact(GuestNoted(case_id=OTHER, visits=1))
            desk.settle(rang(), bad, rang())
            assert noted in routes
            assert guests(desk) == [(CASE, 2, 1)]
            reasons += desk.reasons().values()
    assert reasons == [
        "kring.fault: RuntimeError",
        "kring.invalid-fields: an id in it holds a character that no id has",
    ]


def a_door_of_two_offices(desk: Desk) -> None:
    """Put a guest of another office behind a door of ours."""
    gent = GuestRang(case_id=OTHER, door_id=OTHER, office="gent", full_name="Joost")
    desk.settle(rang(CASE, DOOR), a_fact(gent))
    desk.settle(a_fact(GuestMoved(case_id=OTHER, door_id=DOOR)))


def test_a_command_whose_second_look_finds_another_offices_is_refused(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR))
        assert knocked(desk).code == "kring.done"
        assert guests(desk) == [(CASE, 2, 2)]
        a_door_of_two_offices(desk)
        refused = knocked(desk)
        assert (refused.code, refused.message) == ("kring.not-found", "nothing is known under that id in this office")
        assert (OTHER, 1, 1) in guests(desk)


def knocked(desk: Desk) -> Receipt:
    command = a_command(KnockAt(case_id=DOOR), desk.signed())
    return Receipt.model_validate_json(desk.settle(command).answers[command.id] or "")


def test_a_question_sees_what_it_names_after_a_first_look_and_what_it_asks_for_later(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR), rang(CASE, DOOR), rang(OTHER, OTHER))
        assert asked(desk, also=OTHER) == {"visits": [2], "also": 1}
        assert asked(desk, also="nobody") == {"visits": [2], "also": None}


def test_a_question_is_not_told_of_another_offices(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(rang(CASE, DOOR), a_fact(GuestRang(case_id=OTHER, door_id=OTHER, office="gent")))
        assert asked(desk, also=OTHER)["code"] == "kring.not-found"
        desk.settle(a_fact(GuestMoved(case_id=OTHER, door_id=DOOR)))
        assert asked(desk)["code"] == "kring.not-found"


def asked(desk: Desk, *, also: str = "") -> dict[str, Any]:
    lane = Lane(desk.setup, None)
    requests = Requests(desk.setup, lane, None, (OFFICE,), None)  # type: ignore[arg-type]  # nobody asks over the bus
    text, _ = requests._read(ShowDoor.kind(), ShowDoor(case_id=DOOR, also=also).to_json(), OFFICE, desk.signed())
    requests._readers.shutdown()
    lane.close()
    answer: dict[str, Any] = json.loads(text)
    if "code" not in answer:
        assert set(answer) == set(DoorShown.model_fields)
    return answer
