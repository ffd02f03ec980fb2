"""One batch, one transaction: a bad message never spoils its neighbours, and every message has its effect once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.storage.tables import INBOX, OUTBOX, PARKED
from tests.integration.lane.desk import BOTH, CASE, OFFICE, OTHER, START, a_command, a_desk, a_fact, door, guests
from tests.integration.lane.guestbook import PRIVATE
from tests.integration.lane.messages import GuestCame, SignBook, Wish

pytestmark = BOTH
LONG_AGO_ID = "0" * 32


def bad(body: bytes, kind: str = GuestCame.kind(), *, fact_id: str = LONG_AGO_ID, office: str = OFFICE) -> Delivery:
    return Delivery(fact_id, kind, body, Origin.FACT, office)


def guest_json(**changes: object) -> bytes:
    sound = {"caseId": OTHER, "office": OFFICE, "occurredAt": START.isoformat(), "mark": 1}
    return json.dumps(sound | changes).encode()


UNKNOWN = "kring.unknown-message: this Kring does not know it; a newer one will"
POISONS: dict[str, tuple[bytes, str, str]] = {
    "no JSON at all": (PRIVATE.encode(), GuestCame.kind(), "kring.invalid-fields"),
    "JSON that is cut off": (guest_json()[:-5], GuestCame.kind(), "kring.invalid-fields"),
    "a NUL": (b"\x00" + PRIVATE.encode(), GuestCame.kind(), "kring.invalid-fields"),
    "bytes that are no text": (b"\xff\xfe\xff" + PRIVATE.encode(), GuestCame.kind(), "kring.invalid-fields"),
    "wrong fields": (guest_json(mark=PRIVATE), GuestCame.kind(), "kring.invalid-fields"),
    "a case that is no id": (guest_json(caseId=PRIVATE), GuestCame.kind(), "kring.invalid-fields"),
    "an unknown kind": (guest_json(note=PRIVATE), "street.procession-came.v1", UNKNOWN),
    "a kind as long as a street": (guest_json(), "street." + "long-" * 60 + ".v1", UNKNOWN),
    "no kind": (guest_json(), "", "kring.unknown-message"),
    "a handler's fault": (guest_json(wish=Wish.FAULT), GuestCame.kind(), "kring.fault: RuntimeError"),
    "a refusal": (guest_json(wish=Wish.REFUSAL), GuestCame.kind(), "kring.refused: no guest of that kind"),
    "a row the database refuses": (guest_json(mark=-1), GuestCame.kind(), "kring.fault: DatabaseRefusedError"),
    "a row made anew over another": (
        guest_json(wish=Wish.MAKE_ANEW),
        GuestCame.kind(),
        "kring.fault: DatabaseRefusedError",
    ),
    "another office in it": (
        guest_json(office="gent"),
        GuestCame.kind(),
        "kring.refused: it says another office than the one it was told in",
    ),
}


@pytest.mark.parametrize("poison", POISONS)
def test_a_poison_is_parked_with_a_reason_and_its_neighbours_are_done(kind: str, poison: str, tmp_path: Path) -> None:
    body, of_kind, reason = POISONS[poison]
    alone = "1" * 32
    with a_desk(kind, tmp_path) as desk, capture_logs() as lines:
        desk.settle(door(OTHER))  # what the poison is about is there: nothing but itself is wrong with it
        batch = [door(), *guests(range(5)), bad(body, of_kind), *guests(range(5, 11))]
        settled = desk.settle(*batch)
        assert desk.marks() == tuple(range(11))
        assert desk.reasons() == {LONG_AGO_ID: reason}
        assert desk.inbox() >= {delivery.id for delivery in batch} - {LONG_AGO_ID}
        assert LONG_AGO_ID not in desk.inbox()
        assert len(settled.rows) == len(desk.rows(OUTBOX)) == 11
        desk.clock.move_by(timedelta(hours=1))
        desk.settle(bad(body, of_kind, fact_id=alone))
        assert set(desk.reasons()) == {LONG_AGO_ID, alone}
        assert desk.reasons()[LONG_AGO_ID] == reason
        assert PRIVATE not in str(lines) + str(desk.rows(PARKED, "reason"))


def test_all_poisons_in_one_batch_leave_everything_between_them_done(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(OTHER), door())
        batch = []
        for n, (body, of_kind, _) in enumerate(POISONS.values()):
            batch += [bad(body, of_kind, fact_id=f"{n:032x}"), *guests([n])]
        desk.settle(*batch)
        assert desk.marks() == tuple(range(len(POISONS)))
        assert set(desk.reasons()) == {f"{n:032x}" for n in range(len(POISONS))}


def test_two_poisons_of_the_database_in_one_batch_are_both_found(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        first, second = guests([-1], OTHER)[0], guests([-2], CASE)[0]
        desk.settle(door(OTHER), door(), first, *guests([1, 2], "019aa000000070008000000000000009"), second)
        assert desk.reasons()[first.id] == desk.reasons()[second.id] == "kring.fault: DatabaseRefusedError"


def test_every_message_delivered_twice_has_one_effect(kind: str, tmp_path: Path) -> None:
    batch = [door(), *guests(range(20))]
    doubled = [delivery for delivery in batch for _ in range(2)]
    with a_desk(kind, tmp_path) as desk:
        desk.settle(*doubled)
        assert desk.settle(*doubled).rows == []
        desk.settle(*batch[5:15])
        assert desk.marks() == tuple(range(20))
        assert desk.told() == ["guestbook.guest-noted.v1"] * 20
        assert len(desk.rows(INBOX)) == 21


def test_a_message_settled_again_after_it_was_thrown_away_tells_the_same_facts(kind: str, tmp_path: Path) -> None:
    batch = [door(), *guests(range(3))]

    def told_in(folder: Path) -> list[tuple[str, str]]:
        with a_desk(kind, folder) as desk:
            desk.settle(*batch)
            return [(row.id, row.body) for row in desk.rows(OUTBOX)]

    assert told_in(tmp_path / "a") == told_in(tmp_path / "b")


def test_what_a_handler_changed_before_it_failed_is_not_kept(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), *guests([1]), a_fact(GuestCame(case_id=CASE, mark=2, wish=Wish.FAULT)))
        assert desk.marks() == (1,)
        assert len(desk.told()) == 1


def test_a_larger_message_than_the_bus_takes_is_never_told(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        command = a_command(SignBook(case_id=CASE, mark=1, full_name="x" * 900_000), desk.signed())
        answer = desk.settle(command).answers[command.id]
        assert json.loads(answer or "")["code"] == "kring.too-large"
        assert desk.marks() == ()
        assert desk.told() == []
