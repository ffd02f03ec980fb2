"""What every message has in common: its name, its address and its form follow from its class."""

from datetime import UTC, datetime
from types import new_class

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.conference import PlanSubmitted
from kring_shared.contracts.envelope import EPOCH, Command, Fact, Key, Named, Office, Query, Reach, Receipt
from kring_shared.contracts.every_service import CaseFacts
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import (
    RequestReceived,
    RequestWithdrawn,
    TransferAccepted,
    TransferHandedOver,
    TransferOffered,
    TransferRecalled,
    TransferRefused,
    TriageRequest,
)
from kring_shared.contracts.matching import (
    LoanEnded,
    LoanOffered,
    LoanRefused,
    LoanRequested,
    LoanTaken,
    LoanWithdrawn,
    ProposeCoordinator,
    RegisterCoordinator,
)
from kring_shared.runtime.published.schemas import example_of

CASE = "019aa0000000700080000000000000a1"
PRIVATE = "Rachel"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY_MESSAGE: tuple[type[Named], ...] = (*FACTS.values(), *COMMANDS.values(), *QUERIES.values())


class GardenWatered(Fact, service="garden", version=3):
    """It was watered."""

    litres_used: int = 0


class PathCleared(Fact, service="garden"):
    """Others may know."""

    reach = Reach.BACKBONE


def test_a_class_is_named_by_where_and_how_it_is_written() -> None:
    assert RequestReceived.kind() == "intake.request-received.v1"
    assert PlanSubmitted.kind() == "conference.plan-submitted.v1"
    assert GardenWatered.kind() == "garden.garden-watered.v3"
    assert CaseFacts.kind() == "every.case-facts.v1"


def test_a_second_version_stands_beside_the_first_under_one_name() -> None:
    class GateShut(Fact, service="garden"):
        """It was shut."""

    class GateShutV2(Fact, service="garden", version=2):
        """It was shut, and why."""

    class PlanV(Fact, service="garden"):
        """Ends in a letter, not in a version."""

    assert (GateShut.kind(), GateShutV2.kind()) == ("garden.gate-shut.v1", "garden.gate-shut.v2")
    assert GateShutV2.address("gent", CASE) == f"kring.gent.office.garden.gate-shut.v2.{CASE}"
    assert GateShut.address("gent", version="*") == GateShutV2.address("gent", version="*")
    assert PlanV.kind() == "garden.plan-v.v1"


@pytest.mark.parametrize("beside", [{}, {"version": 3}])
def test_a_class_that_says_two_versions_is_refused(beside: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"GateShutV2 says version 2 in its name and [13] beside it"):
        new_class("GateShutV2", (Fact,), beside, lambda body: body.update(__module__=__name__, __doc__="It was shut."))


def test_a_fact_is_addressed_by_office_reach_kind_and_case() -> None:
    subject = "kring.utrecht.office.intake.request-received.v1"
    assert RequestReceived.address("utrecht", CASE) == f"{subject}.{CASE}"
    assert RequestReceived.address() == "kring.*.office.intake.request-received.v1.*"
    assert PathCleared.address("gent", CASE) == f"kring.gent.backbone.garden.path-cleared.v1.{CASE}"


def test_commands_and_queries_are_sent_to_an_office() -> None:
    assert TriageRequest.address("utrecht") == "kring.utrecht.do.intake.triage-request.v1"
    assert CaseFacts.address() == "kring.*.ask.every.case-facts.v1"


def test_a_fact_says_what_it_is_and_who_tells_it_as_cloudevents_do() -> None:
    assert RequestReceived.type() == "nl.eigenkracht.intake.request-received.v1"
    assert RequestReceived.source() == "urn:kring:service:intake"


BETWEEN_OFFICES = {
    *(TransferOffered, TransferAccepted, TransferRefused, TransferRecalled, TransferHandedOver),
    *(LoanRequested, LoanOffered, LoanRefused, LoanTaken, LoanEnded, LoanWithdrawn),
}
"""The handshakes of a transfer and of a loan, under one-time ids, and what is handed over, sealed: the dossier, how to
reach the guest. Whoever adds to it says so here."""


def test_no_fact_leaves_its_office_unless_it_is_listed() -> None:
    assert {fact for fact in FACTS.values() if fact.reach is Reach.BACKBONE} == set(BETWEEN_OFFICES)


def test_a_message_travels_in_camel_case_and_is_read_in_either() -> None:
    fact = GardenWatered(case_id=CASE, litres_used=3)
    assert b'"litresUsed":3' in fact.to_json()
    assert GardenWatered.model_validate_json(fact.to_json()) == fact
    assert GardenWatered.model_validate({"case_id": CASE, "litres_used": 3}) == fact


def test_a_newer_field_is_ignored_by_an_older_reader() -> None:
    later = GardenWatered(case_id=CASE).to_json()[:-1] + b', "moon": "full"}'
    assert GardenWatered.model_validate_json(later) == GardenWatered(case_id=CASE)


def test_a_message_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        GardenWatered(case_id=CASE).litres_used = 9  # type: ignore[misc]  # that is the point


def test_a_fact_is_stamped_once_it_is_told() -> None:
    fact = GardenWatered(case_id=CASE)
    assert (fact.office, fact.occurred_at, fact.by) == ("", EPOCH, "system")
    fact.stamped("utrecht", NOON, "coordinator/1")
    assert (fact.office, fact.occurred_at, fact.by) == ("utrecht", NOON, "coordinator/1")
    assert GardenWatered.model_validate_json(fact.to_json()) == fact


def test_the_keys_of_a_message_begin_with_what_it_is_about() -> None:
    other = CASE[:-1] + "2"
    assert RequestWithdrawn(case_id=CASE).keys() == (CASE,)
    proposal = ProposeCoordinator(case_id=CASE, coordinator_id=other)
    assert (proposal.key(), proposal.keys()) == (CASE, (CASE, other))
    entry = RegisterCoordinator.model_validate(example_of(RegisterCoordinator))
    assert entry.keys() == (entry.coordinator_id,)


@pytest.mark.parametrize("model", EVERY_MESSAGE, ids=lambda model: model.kind())
def test_every_message_travels_in_the_words_of_the_wire_and_is_about_its_first_key(model: type[Named]) -> None:
    message = model.model_validate(example_of(model))
    assert model.model_validate_json(message.to_json()) == message
    assert message.keys()[0] == message.key()
    name, words = model.name, (model.__doc__ or "").strip()
    assert words.endswith("."), "says in a sentence what it is"
    assert (1 if issubclass(model, Query) else 2) <= len(name.split("-")) <= 6
    assert all(part.isalpha() for part in name.split("-"))
    for field in model.model_fields.values():
        assert (field.alias or "").isalnum()


def test_a_wrong_field_is_never_repeated_in_the_error() -> None:
    for model in FACTS.values():
        with pytest.raises(ValidationError) as wrong:
            model.model_validate({"caseId": PRIVATE, "occurredAt": PRIVATE})
        assert PRIVATE not in str(wrong.value)


@given(st.text())
def test_an_office_is_one_token_of_a_subject_and_a_key_another(text: str) -> None:
    for form, sound in ((Office, str.isascii), (Key, str.isalnum)):
        try:
            TypeAdapter(form).validate_python(text)
        except ValidationError:
            continue
        assert sound(text)
        assert not set(text) & set(".*> \n\0")


@pytest.mark.parametrize("text", ["Utrecht", "u", "1a", "a.b", "a b", "*", ">", "utrecht\n", "a" * 32, ""])
def test_what_is_no_office_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Office).validate_python(text)


def test_a_receipt_is_refused_or_done() -> None:
    assert Receipt(status="done").code == "kring.done"


def test_only_who_informs_and_leaves_is_a_professional() -> None:
    assert [part for part in Part if part.is_professional] == [Part.INFORMATION_GIVER, Part.ACCEPTOR]


def test_a_message_is_of_one_kind_only() -> None:
    for model in EVERY_MESSAGE:
        assert sum(issubclass(model, kind) for kind in (Fact, Command, Query)) == 1
