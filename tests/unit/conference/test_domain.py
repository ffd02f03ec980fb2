"""The decisions about a conference, its people, its plan and its calls."""

from dataclasses import replace
from typing import Any

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Draft, Plan
from kring_conference.domain.private_time import joined_again, left_alone
from kring_conference.domain.room import Room
from kring_conference.process import CONFERENCE, FOLLOW_UP, PLAN, Stage
from kring_shared.contracts.conference import StartPrivateTime
from kring_shared.contracts.field import Context, Dossier
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.process import Process
from kring_shared.testing.work import NOON
from tests.unit.conference.case import CASE_ID, VAULT, mandate
from tests.unit.conference.case import PLAN as WORDS

OMA = "0" * 31 + "6"
CONFERENCE_VALUE = Conference(CASE_ID, "utrecht", Dossier(policy="nl/1"))
DRAFT = Draft(1, VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), WORDS), NOON)
PLAN_VALUE = Plan(CASE_ID, "utrecht", (DRAFT,))
CALL = FollowUp("0" * 31 + "7", CASE_ID, "utrecht", 1, NOON)


@pytest.mark.parametrize(
    ("value", "table"),
    [(CONFERENCE_VALUE, CONFERENCE), (PLAN_VALUE, PLAN), (CALL, FOLLOW_UP)],
    ids=["conference", "plan", "call"],
)
def test_an_illegal_step_leaves_the_value_as_it_was(value: Any, table: Process[Any]) -> None:  # noqa: ANN401 - three kinds
    for stage in table.stages():
        before = replace(value, stage=stage)
        kept = replace(before)
        for on in {step.on for step in table.steps if not table.knows(stage, step.on)}:
            with pytest.raises(NotAllowedNow):
                before.moved(on)
            assert before == kept


ALONE = StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)


def test_of_private_time_only_its_beginning_and_end_are_kept() -> None:
    opened = replace(CONFERENCE_VALUE, stage=Stage.INFORMATION_PHASE, room=Room(meeting=1, opened_at=NOON))
    after = joined_again(left_alone(opened, NOON, ALONE), NOON)
    assert {name for name in vars(opened) if getattr(opened, name) != getattr(after, name)} == {"stage", "room"}
    rooms = (opened.room, after.room)
    changed = {name for name in vars(opened.room) if len({getattr(room, name) for room in rooms}) > 1}
    assert changed == {"private_from", "private_until"}


@pytest.mark.parametrize(
    ("policy", "context", "needed"),
    [
        ("nl/1", Context.VOLUNTARY, False),
        ("nl/1", Context.MANDATORY, True),
        ("be/1", Context.VOLUNTARY, True),
        ("be/1", Context.MANDATORY, True),
    ],
)
def test_a_plan_is_accepted_where_help_is_compelled_or_the_policy_always_asks_it(
    policy: str,
    context: Context,
    needed: bool,  # noqa: FBT001 - a table of cases
) -> None:
    conference = replace(CONFERENCE_VALUE, dossier=Dossier(policy=policy, context=context))
    assert conference.needs_acceptance is needed


def test_a_second_private_time_has_no_end_yet_either() -> None:
    room = Room(meeting=1, opened_at=NOON, private_from=NOON, private_until=NOON)
    presenting = replace(CONFERENCE_VALUE, stage=Stage.PRESENTATION_PHASE, room=room)
    assert left_alone(presenting, NOON, ALONE).room.private_until is None


def test_conditions_are_numbered_through_all_mandates() -> None:
    conference = replace(CONFERENCE_VALUE, mandates=(mandate("One.", "Two."), mandate("Three.")))
    for condition, words in zip(conference.conditions, ("One.", "Two.", "Three."), strict=True):
        assert VAULT.open(condition, str) == words
