"""What is answered to a command says what happened and what to do now, and never repeats what was in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.envelope import Command, Fact, Key, Named, Receipt
from kring_shared.contracts.intake import RejectRequest
from kring_shared.contracts.matching import RegisterCoordinator
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotYet
from kring_shared.runtime.lane import receipts
from kring_shared.testing.work import a_work, an_actor

CASE = "019aa0000000700080000000000000a1"
PRIVATE = "Rachel woont in de Lindestraat"


class MoveChair(Command, service="room"):
    """Move it."""

    case_id: Key
    where: str = ""


class ChairMoved(Fact, service="room"):
    """It was moved."""


def read(text: str) -> Receipt:
    return Receipt.model_validate_json(text)


def test_what_was_done_is_said_with_the_facts_that_followed() -> None:
    work = a_work("room", actor=an_actor())
    work.tell(ChairMoved(case_id=CASE), ChairMoved(case_id=CASE))
    work.answer = {"chairs": 2}
    receipt = read(receipts.done(MoveChair(case_id=CASE, where=PRIVATE), work))
    assert (receipt.status, receipt.code, receipt.case_id) == ("done", "kring.done", CASE)
    assert receipt.told == ("room.chair-moved.v1",) * 2
    assert receipt.answer == {"chairs": 2}
    assert PRIVATE not in receipt.model_dump_json()


def test_a_step_that_is_not_possible_now_is_refused_with_what_is() -> None:
    error = NotAllowedNow(asked="move-chair", stage="burnt", possible=("buy-chair",))
    receipt = read(receipts.refused(MoveChair(case_id=CASE, where=PRIVATE), error))
    assert (receipt.status, receipt.code) == ("refused", "kring.not-allowed-now")
    assert (receipt.asked, receipt.stage, receipt.possible) == ("move-chair", "burnt", ("buy-chair",))
    assert PRIVATE not in receipt.model_dump_json()


def test_wrong_fields_found_by_the_field_are_pointed_at_too() -> None:
    receipt = read(receipts.refused(MoveChair(case_id=CASE), InvalidFields(("/where",))))
    assert receipt.fields == ("/where",)


def test_what_is_not_yet_says_to_try_again() -> None:
    receipt = read(receipts.refused(MoveChair(case_id=CASE), NotYet("the vault does not answer")))
    assert receipt.code == "kring.not-yet"
    assert receipt.message == "the vault does not answer; nothing was changed, try again in a moment"


@pytest.mark.parametrize("error", [RuntimeError(PRIVATE), ValueError(PRIVATE), KeyError(PRIVATE)])
def test_a_fault_of_ours_is_told_without_its_words(error: Exception) -> None:
    for text in (receipts.refused(MoveChair(case_id=CASE), error), receipts.not_answered("show-chair", error)):
        assert read(text).code == "kring.fault"
        assert PRIVATE not in text


def test_an_unknown_command_says_where_to_look() -> None:
    receipt = read(receipts.unknown("room.burn-chair.v1"))
    assert (receipt.code, receipt.asked) == ("kring.unknown-message", "room.burn-chair.v1")
    assert "kring do --list" in receipt.message


@pytest.mark.parametrize("model", [*COMMANDS.values(), *QUERIES.values()], ids=lambda model: model.kind())
def test_no_field_of_any_message_is_repeated_when_it_is_wrong(model: type[Named]) -> None:
    for wrong in (PRIVATE, [PRIVATE], {PRIVATE: PRIVATE}, {"name": PRIVATE, "email": {PRIVATE: 1}}):
        body = {field.alias or name: wrong for name, field in model.model_fields.items()}
        try:
            model.model_validate_json(json.dumps(body))
        except ValidationError as error:
            text = receipts.invalid(model, error)
            assert PRIVATE not in text
            assert read(text).fields != ()
        with pytest.raises(ValidationError) as nothing:
            model.model_validate_json(json.dumps(PRIVATE))
        assert read(receipts.invalid(model, nothing.value)).fields == ("/",)
        assert PRIVATE not in receipts.invalid(model, nothing.value) + str(nothing.value)


def test_pointers_speak_as_the_wire_does() -> None:
    with pytest.raises(ValidationError) as wrong:
        RegisterCoordinator.model_validate({"contact": {"postal_address": 1}, "languages": ["nl", 7], "scopes": []})
    found = receipts.pointers(wrong.value)
    assert {"/coordinatorId", "/contact/postalAddress", "/contact/name", "/languages/1", "/scopes"} <= set(found)


@given(st.text())
def test_no_text_at_all_is_repeated(text: str) -> None:
    try:
        RejectRequest.model_validate_json(text)
    except ValidationError as error:
        said = json.loads(receipts.invalid(RejectRequest, error))
        assert set(said["fields"]) <= {"/", "/caseId", "/reason"}


def test_any_error_can_be_answered_for_every_question() -> None:
    for model in QUERIES.values():
        assert read(receipts.not_answered(model.name, NotFound("nothing"))).asked == model.name
