"""Outside own cases in an emergency: only questions that stand on the list, only in the own office, always noted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from kring_shared.contracts.actor import Actor, EmergencyReason, Role
from kring_shared.contracts.catalogue import QUERIES
from kring_shared.contracts.envelope import Query
from kring_shared.contracts.every_service import ListEmergencies, WhoLooked
from kring_shared.contracts.notifications import ListToTell
from kring_shared.contracts.rights import EMERGENCY, RIGHTS, Basis, Right, ground_of
from kring_shared.runtime.storage.tables import ACCESS
from tests.integration.lane.desk import CASE, COORDINATOR, MANAGER, START, Desk, a_desk, a_fact, door
from tests.integration.lane.messages import DoorOpened, ShowBook, SignBook
from tests.unit.runtime.asked import asks, commands

SHOW = ShowBook(case_id=CASE)
STAND_IN = "019aa0000000700080000000000000c9"
DANGER = EmergencyReason.DANGER.purpose


@pytest.fixture(name="desk")
def a_guestbook(tmp_path: Path) -> Iterator[Desk]:
    on_the_list = patch.dict(EMERGENCY, {ShowBook: frozenset({Role.COORDINATOR})})
    with a_desk("sqlite", tmp_path) as desk, on_the_list, patch.dict(QUERIES, {ShowBook.kind(): ShowBook}):
        desk.settle(door())
        yield desk


def test_without_the_purpose_a_case_of_somebody_else_stays_closed(desk: Desk) -> None:
    assert asks(desk, SHOW, Role.COORDINATOR, STAND_IN)["code"] == "kring.not-permitted"
    made_up = asks(desk, SHOW, Role.COORDINATOR, STAND_IN, purpose="emergency-curiosity")
    assert made_up["code"] == "kring.not-permitted"
    assert desk.rows(ACCESS, "basis") == ["own", "own"]


def test_with_it_the_question_is_answered_and_noted_with_the_reason(desk: Desk) -> None:
    assert asks(desk, SHOW, Role.COORDINATOR, STAND_IN, purpose=DANGER)["marks"] == []
    assert [tuple(row) for row in desk.rows(ACCESS, "actor", "basis", "purpose", "outcome")] == [
        (STAND_IN, "emergency", "emergency-danger", "done")
    ]


def test_a_command_outside_own_cases_stays_refused(desk: Desk) -> None:
    assert commands(desk, SignBook(case_id=CASE, mark=1), Role.COORDINATOR, STAND_IN, purpose=DANGER) == (
        "kring.not-permitted"
    )
    assert desk.rows(ACCESS, "basis", "outcome") == [("own", "kring.not-permitted")]


def test_another_office_stays_closed_and_so_does_its_case_under_the_own_office(desk: Desk) -> None:
    elsewhere = asks(desk, SHOW, Role.COORDINATOR, STAND_IN, purpose=DANGER, office="gent")
    assert elsewhere["code"] == "kring.not-permitted"
    theirs = CASE[:-1] + "7"
    desk.settle(a_fact(DoorOpened(case_id=theirs, coordinator_id=COORDINATOR, office="gent", occurred_at=START)))
    of_gent = asks(desk, ShowBook(case_id=theirs), Role.COORDINATOR, STAND_IN, purpose=DANGER)
    assert of_gent["code"] == "kring.not-found"


def test_a_role_or_a_question_that_is_not_on_the_list_stays_refused(desk: Desk) -> None:
    assert asks(desk, SHOW, Role.FUNDER, STAND_IN, purpose=DANGER)["code"] == "kring.not-permitted"
    look = asks(desk, WhoLooked(case_id=CASE), Role.COORDINATOR, STAND_IN, purpose=DANGER)
    assert look["code"] == "kring.not-permitted"


def test_the_manager_sees_each_use_and_the_case_shows_it_as_one(desk: Desk) -> None:
    asks(desk, SHOW, Role.COORDINATOR, COORDINATOR)
    asks(desk, SHOW, Role.COORDINATOR, STAND_IN, purpose=DANGER)
    desk.clock.move_by(timedelta(days=1))
    asks(desk, SHOW, Role.COORDINATOR, STAND_IN, purpose=EmergencyReason.MEDICAL.purpose)
    uses = asks(desk, ListEmergencies(), Role.REGIONAL_MANAGER, MANAGER)["lines"]
    assert [(line["actor"], line["purpose"], line["caseId"]) for line in uses] == [
        (STAND_IN, "emergency-danger", CASE),
        (STAND_IN, "emergency-medical", CASE),
    ]
    late = asks(desk, ListEmergencies(since=desk.clock.now()), Role.REGIONAL_MANAGER, MANAGER)["lines"]
    assert [line["purpose"] for line in late] == ["emergency-medical"]
    seen = asks(desk, WhoLooked(case_id=CASE), Role.COORDINATOR, COORDINATOR)["lines"]
    assert [line["emergency"] for line in seen] == [False, True, True]
    refused = asks(desk, ListEmergencies(), Role.COORDINATOR, COORDINATOR)
    assert refused["code"] == "kring.not-permitted"


def test_the_list_widens_only_questions_about_one_case_that_the_role_may_ask_of_its_own() -> None:
    assert all(issubclass(question, Query) for question in EMERGENCY)
    reach = {RIGHTS[question].get(role) for question, roles in EMERGENCY.items() for role in roles}
    assert reach == {Right.OWN}
    actor = Actor(id=STAND_IN, role=Role.COORDINATOR, office="utrecht", purpose=DANGER, issued_at=START)
    assert ground_of(actor, ListToTell(case_id=CASE)) is Basis.EMERGENCY
    assert ground_of(actor, ListToTell()) is Basis.OWN


def test_the_plan_and_a_persons_data_are_never_on_the_list() -> None:
    assert {question.name for question in EMERGENCY} & {"show-plan", "person-data", "show-calendar"} == set()
