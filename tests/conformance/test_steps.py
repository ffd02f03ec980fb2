"""What an answer or a fact has to show is found where it stands, and missed where it does not."""

import pytest

from kring_shared.contracts.registry import ClaimDrafted
from kring_shared.testing.conformance.checks import checks_of
from kring_shared.testing.conformance.steps import ANYTHING, Expect, found_at, missing_in

SHOWN = {
    "stage": "active",
    "coordinator": {"personId": "a", "contact": None},
    "list": [{"id": 1, "why": "near"}, {"id": 2, "why": ""}],
    "none": [],
}


@pytest.mark.parametrize(
    "wanted",
    [
        {"stage": "active"},
        {"coordinator.personId": "a", "stage": ANYTHING},
        {"list.*.id": 2},
        {"list.1.id": 2},
        {"list.each.id": ANYTHING},
    ],
)
def test_what_is_there_is_found(wanted: dict[str, object]) -> None:
    assert missing_in(SHOWN, wanted) == ""


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("stage", "proposed", "stage = 'proposed'"),
        ("coordinator.contact", ANYTHING, "coordinator.contact to be there"),
        ("coordinator.name", "a", "coordinator.name = 'a'"),
        ("list.*.id", 3, "list.*.id = 3"),
        ("list.0.id", 2, "list.0.id = 2"),
        ("list.2.id", ANYTHING, "list.2.id to be there"),
        ("list.each.why", ANYTHING, "list.each.why to be there"),
        ("none.each.id", 1, "none.each.id = 1"),
        ("stage.deeper", "a", "stage.deeper = 'a'"),
    ],
)
def test_what_is_not_there_is_named(place: str, value: object, said: str) -> None:
    assert missing_in(SHOWN, {place: value}) == said


def test_an_id_that_is_named_has_to_be_in_the_fact() -> None:
    expected = Expect(ClaimDrafted, "case", {"coordinatorId": "a"}, names={"claimId": "claim"})
    assert missing_in({"coordinatorId": "a"}, expected.wanted) == "claimId to be there"
    assert missing_in(fact := {"coordinatorId": "a", "claimId": "b"}, expected.wanted) == ""
    assert [found_at(fact, "claimId"), found_at(fact, "claimId.of")] == ["b", None]
    assert found_at(SHOWN, "coordinator.personId") == "a"


def test_every_check_has_a_sentence_of_its_own_and_each_service_its_part_of_the_route() -> None:
    for service in ("conference", "intake", "matching", "notifications", "registry"):
        names = [check.name for check in checks_of(service)]
        assert len(names) == len(set(names)) > 25


@pytest.mark.parametrize(
    ("place", "stands"), [("coordinator.personId", "a"), ("list.1.id", 2), ("list.7.id", None), ("stage.deeper", None)]
)
def test_what_stands_at_a_place_is_given_and_nothing_where_there_is_no_such_place(place: str, stands: object) -> None:
    assert found_at(SHOWN, place) == stands
