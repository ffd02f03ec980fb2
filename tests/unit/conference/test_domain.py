"""The decisions about a conference, its people, its plan and its calls."""

from dataclasses import replace
from typing import Any

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, FOLLOW_UP, PLAN, PlanStage, Stage
from kring_shared.contracts.field import Context, Dossier
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from kring_shared.kernel.process import Process
from kring_shared.testing.work import NOON
from tests.unit.conference.case import CASE_ID, GUARDIAN, JUDGE, VAULT, mandate
from tests.unit.conference.case import PLAN as WORDS

OMA = "0" * 31 + "6"
CONFERENCE_VALUE = Conference(CASE_ID, "utrecht", Dossier(policy="nl/1"))
PLAN_VALUE = Plan(CASE_ID, "utrecht", VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), WORDS))
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


@pytest.mark.parametrize(
    ("professionals_left", "coordinator_left", "still_there"),
    [
        (False, False, "every professional and the coordinator must leave"),
        (True, False, "the coordinator must leave"),
        (False, True, "every professional must leave"),
    ],
)
def test_private_time_waits_until_everyone_but_the_circle_has_left(
    professionals_left: bool,  # noqa: FBT001 - a table of cases
    coordinator_left: bool,  # noqa: FBT001 - the same
    still_there: str,
) -> None:
    opened = replace(CONFERENCE_VALUE, stage=Stage.INFORMATION_PHASE)
    with pytest.raises(NotReady, match=still_there):
        opened.left_alone(NOON, professionals_left=professionals_left, coordinator_left=coordinator_left)


def test_of_private_time_only_its_beginning_and_end_are_kept() -> None:
    opened = replace(CONFERENCE_VALUE, stage=Stage.INFORMATION_PHASE, opened_at=NOON)
    after = opened.left_alone(NOON, professionals_left=True, coordinator_left=True).joined_again(NOON)
    changed = {name for name in vars(opened) if getattr(opened, name) != getattr(after, name)}
    assert changed == {"stage", "private_from", "private_until"}


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
    presenting = replace(CONFERENCE_VALUE, stage=Stage.PRESENTATION_PHASE, private_from=NOON, private_until=NOON)
    assert presenting.left_alone(NOON, professionals_left=True, coordinator_left=True).private_until is None


def test_conditions_are_numbered_through_all_mandates() -> None:
    conference = replace(CONFERENCE_VALUE, mandates=(mandate("One.", "Two."), mandate("Three.")))
    for condition, words in zip(conference.conditions, ("One.", "Two.", "Three."), strict=True):
        assert VAULT.open(condition, str) == words


def test_a_condition_nobody_was_told_of_does_not_bind() -> None:
    submitted = replace(PLAN_VALUE, stage=PlanStage.SUBMITTED)
    with pytest.raises(InvalidFields, match="no condition-3"):
        submitted.sent_back("condition-3", conditions=2)
    assert submitted.sent_back("condition-2", conditions=2).stage is PlanStage.SENT_BACK
    assert submitted.sent_back("lawful", conditions=0).stage is PlanStage.SENT_BACK


def test_under_several_mandates_a_plan_waits_for_every_professional() -> None:
    submitted = replace(PLAN_VALUE, stage=PlanStage.SUBMITTED)
    both = frozenset({GUARDIAN, JUDGE})
    once = submitted.accepted(GUARDIAN, both, all_must=True)
    assert once.stage is PlanStage.SUBMITTED
    assert once.accepted(JUDGE, both, all_must=True).stage is PlanStage.ACCEPTED
    assert submitted.accepted(JUDGE, both, all_must=False).stage is PlanStage.ACCEPTED


def test_new_words_need_every_yes_again() -> None:
    half_accepted = replace(PLAN_VALUE, stage=PlanStage.WITH_CIRCLE, accepted_by=(GUARDIAN,))
    again = half_accepted.agreed_again(PLAN_VALUE.text)
    assert (again.stage, again.plan_version, again.accepted_by) == (PlanStage.AGREED, 2, ())


def test_nobody_else_accepts_the_plan() -> None:
    submitted = replace(PLAN_VALUE, stage=PlanStage.SUBMITTED)
    with pytest.raises(NotPermitted):
        submitted.accepted(OMA, frozenset({GUARDIAN}), all_must=True)
