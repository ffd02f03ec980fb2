"""Commands: done once and answered the same for ever, or refused and forgotten; whoever asks is written down."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Receipt
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.storage.tables import ACCESS, INBOX, PARKED
from tests.integration.lane.desk import (
    BOTH,
    CASE,
    COORDINATOR,
    MANAGER,
    OFFICE,
    OTHER,
    START,
    Desk,
    a_command,
    a_desk,
    a_fact,
    door,
    guests,
)
from tests.integration.lane.guestbook import PRIVATE
from tests.integration.lane.messages import DoorOpened, LendBook, SignBook

pytestmark = BOTH
SIGN = SignBook(case_id=CASE, mark=1, full_name=PRIVATE)
NOBODY = ("", "", OFFICE, "", "guestbook.sign-book.v1", CASE, "kring.no-actor")


def receipt(desk: Desk, command: Delivery) -> Receipt:
    return Receipt.model_validate_json(desk.settle(command).answers[command.id] or "")


def noted(desk: Desk) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in desk.rows(ACCESS, "actor", "role", "office", "purpose", "asked", "key", "outcome")]


def test_the_same_id_again_gets_the_same_answer_byte_for_byte_and_no_second_effect(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        first = a_command(SIGN, desk.signed(), command_id=(command_id := new_id(START)))
        answers = desk.settle(first, a_command(SIGN, desk.signed(), command_id=command_id)).answers
        desk.clock.move_by(timedelta(hours=3))
        again = a_command(SIGN, desk.signed(), command_id=command_id)
        assert desk.settle(again).answers == answers
        assert Receipt.model_validate_json(answers[first.id] or "").told == ("guestbook.guest-noted.v1",)
        assert desk.marks() == (1,)
        assert len(noted(desk)) == 1


def test_a_refusal_is_not_remembered_for_later_it_may_be_possible(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        command = a_command(SIGN, desk.signed())
        assert receipt(desk, command).code == "kring.not-found"
        assert desk.rows(INBOX) == desk.rows(PARKED) == []
        desk.settle(door())
        assert receipt(desk, command).code == "kring.done"


def test_a_command_never_waits_behind_a_parked_fact(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(*guests([9]), door())
        assert desk.rows(PARKED) != []
        assert receipt(desk, a_command(SIGN, desk.signed())).code == "kring.done"


WRONG_ACTORS: dict[str, tuple[Callable[[Desk], str | None], str]] = {
    "nobody": (lambda _: None, "kring.no-actor"),
    "a false signature": (lambda desk: tampered(desk.signed()), "kring.no-actor"),
    "a signature of another edge": (lambda _: signed_elsewhere(), "kring.no-actor"),
    "a role that may not": (lambda desk: desk.signed(Role.FUNDER, "funder-1"), "kring.not-permitted"),
    "an actor of another office": (lambda desk: desk.signed(office="gent"), "kring.not-permitted"),
    "a coordinator of another case": (
        lambda desk: desk.signed(Role.COORDINATOR, "019aa0000000700080000000000000c9"),
        "kring.not-permitted",
    ),
    "a coordinator's id in another role": (
        lambda desk: desk.signed(Role.MAIN_PERSON, COORDINATOR),
        "kring.not-permitted",
    ),
}


def tampered(header: str) -> str:
    payload, _, signature = header.partition(".")
    return f"{payload[:-2]}AA.{signature}"


def signed_elsewhere() -> str:
    actor = Actor(id=MANAGER, role=Role.REGIONAL_MANAGER, office=OFFICE, purpose="run-the-route", issued_at=START)
    return Signer(Ed25519PrivateKey.generate().private_bytes_raw()).sign(actor)


@pytest.mark.parametrize("who", WRONG_ACTORS)
def test_who_may_not_is_refused_with_a_code_and_noted(kind: str, who: str, tmp_path: Path) -> None:
    sign, code = WRONG_ACTORS[who]
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        answer = receipt(desk, a_command(SIGN, sign(desk)))
        assert (answer.status, answer.code) == ("refused", code)
        assert desk.marks() == ()
        [note] = noted(desk)
        assert note[-3:] == ("guestbook.sign-book.v1", CASE, code)
        assert (note == NOBODY) == (code == "kring.no-actor")
        assert PRIVATE not in answer.model_dump_json() + str(noted(desk))


def test_a_signature_is_good_for_five_minutes(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        early = desk.signed()
        desk.clock.move_by(timedelta(minutes=5))
        assert receipt(desk, a_command(SIGN, early)).code == "kring.done"
        desk.clock.move_by(timedelta(milliseconds=1))
        assert receipt(desk, a_command(SIGN, early)).code == "kring.no-actor"


def test_another_offices_case_is_as_if_it_were_not_there(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(a_fact(DoorOpened(case_id=CASE, coordinator_id=COORDINATOR, office="gent", occurred_at=START)))
        in_gent = receipt(desk, a_command(SIGN, desk.signed()))
        nowhere = receipt(desk, a_command(SIGN.model_copy(update={"case_id": OTHER}), desk.signed()))
        assert in_gent.code == nowhere.code == "kring.not-found"
        assert [note[-1] for note in noted(desk)] == ["kring.not-found"] * 2


def test_a_coordinator_may_act_in_their_own_case_only(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        other = a_fact(DoorOpened(case_id=OTHER, coordinator_id=CASE))
        desk.settle(door(), other)
        them = desk.signed(Role.COORDINATOR, COORDINATOR)
        assert receipt(desk, a_command(SIGN, them)).code == "kring.done"
        elsewhere = SIGN.model_copy(update={"case_id": OTHER})
        assert receipt(desk, a_command(elsewhere, them)).code == "kring.not-permitted"
        assert receipt(desk, a_command(LendBook(case_id=CASE, hours=1), them)).code == "kring.not-permitted"


def test_the_note_of_what_was_done_stays_when_the_same_person_is_refused_next(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_fact(DoorOpened(case_id=OTHER, coordinator_id=CASE)))
        them = desk.signed(Role.COORDINATOR, COORDINATOR)
        desk.settle(a_command(SIGN, them), a_command(SIGN.model_copy(update={"case_id": OTHER}), them))
        assert [note[-2:] for note in noted(desk)] == [(CASE, "done"), (OTHER, "kring.not-permitted")]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b'{"caseId": "Rachel", "mark": "Rachel"}', ("/caseId", "/mark")),
        (b'{"fullName": ["Rachel"]}', ("/caseId", "/mark", "/fullName")),
        (b"Rachel", ("/",)),
        (b"", ("/",)),
    ],
)
def test_wrong_fields_are_pointed_at_and_never_repeated(
    kind: str, body: bytes, fields: tuple[str, ...], tmp_path: Path
) -> None:
    with a_desk(kind, tmp_path) as desk:
        command = a_command(SIGN, desk.signed())
        command.body = body
        text = desk.settle(command).answers[command.id] or ""
        assert "Rachel" not in text
        assert tuple(json.loads(text)["fields"]) == fields
        assert json.loads(text)["code"] == "kring.invalid-fields"


def test_an_unknown_command_is_refused_and_kept_nowhere(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        command = a_command(SIGN, desk.signed())
        command.kind = "guestbook.burn-book.v1"
        assert receipt(desk, command).code == "kring.unknown-message"
        assert desk.rows(PARKED) == desk.rows(INBOX) == []


def test_a_row_the_database_refuses_is_our_fault_and_spoils_no_other_command(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), door(OTHER))
        bad = a_command(SIGN.model_copy(update={"mark": -1}), desk.signed())
        good = a_command(SIGN.model_copy(update={"case_id": OTHER}), desk.signed())
        answers = desk.settle(bad, good).answers
        assert json.loads(answers[bad.id] or "")["code"] == "kring.fault"
        assert json.loads(answers[good.id] or "")["code"] == "kring.done"
        assert desk.rows(PARKED) == []
        assert {note[-1] for note in noted(desk)} == {"kring.fault", "done"}
