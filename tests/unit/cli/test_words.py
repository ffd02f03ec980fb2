"""Facts in words: nothing sealed, nothing opaque."""

from datetime import UTC, datetime
from typing import Any

from kring_shared.contracts.every_service import FactLine
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.cli.asking.words import as_object, as_row, without_sealed

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERSON = "019aa0000000700080000000000000a1"
SEALED = Sealed[str](scope=f"person/{PERSON}", box="q83vEjRWeJCr").model_dump(mode="json", by_alias=True)


def a_fact(**data: Any) -> FactLine:  # noqa: ANN401 - a fact's own fields
    """Give a fact with some fields."""
    return FactLine(
        id=PERSON, service="intake", name="request-received", told_at=NOON, occurred_at=NOON,
        by=f"main-person/{PERSON}", place=7, data={"caseId": PERSON, "office": "gent", **data},
    )  # fmt: skip


def test_a_sealed_value_is_never_shown_however_deep_it_lies() -> None:
    deep = {"people": [{"personId": PERSON, "contact": SEALED}], "conditions": [SEALED], "question": SEALED, "kept": 1}
    assert without_sealed(deep) == {"people": [{"personId": PERSON}], "conditions": [], "kept": 1}


def test_a_row_says_who_what_and_the_codes() -> None:
    fact = a_fact(dossier={"conferenceType": "family", "minorsInvolved": True}, question=SEALED, languages=["nl", "tr"])
    _, who, service, what, codes = as_row(fact)
    assert (who, service, what) == ("main person 019aa000", "intake", "request received")
    assert codes == "conference type family, minors involved yes, languages nl+tr"


def test_a_row_shows_no_opaque_id_and_nothing_that_is_absent() -> None:
    *_, codes = as_row(a_fact(personId=PERSON, participants=[PERSON], stage=None, note=""))
    assert not codes


def test_an_object_keeps_everything_but_what_is_sealed() -> None:
    shown = as_object(a_fact(requesterKind="professional", requester={"personId": PERSON, "contact": SEALED}))
    assert shown["fact"] == "request-received"
    assert shown["data"]["requester"] == {"personId": PERSON}
    assert shown["place"] == 7
