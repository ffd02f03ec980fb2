"""Policies: what organisations differ in, as data; and what no organisation may switch off is no part of them."""

import re

import pytest
from pydantic import ValidationError

from kring_shared.contracts.conference import MAY_BE_LEFT_OUT, Check
from kring_shared.contracts.field import AgeBand, Urgency
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.policies import (
    BE,
    NL,
    POLICIES,
    Acceptance,
    ChecklistRules,
    Distribution,
    FollowUpStep,
    Policy,
    WhoConsents,
)

FIXED = ("independ", "consent", "private", "circle_alone", "tie")


def test_every_policy_is_found_by_its_own_name_and_version() -> None:
    assert all(name == policy.id and re.fullmatch(r"[a-z]+/\d+", name) for name, policy in POLICIES.items())


def test_every_example_office_works_by_a_policy_there_is() -> None:
    assert {office.policy for office in EXAMPLE_OFFICES} <= set(POLICIES)
    assert {office.id: office.policy for office in EXAMPLE_OFFICES} == {
        "utrecht": "nl/1",
        "amersfoort": "nl/2",
        "gent": "be/1",
    }


def test_independence_consent_and_private_time_are_not_a_matter_of_policy() -> None:
    named = [name for name in Policy.model_fields if any(word in name for word in FIXED)]
    assert named == ["consent"]  # whose it is; that somebody has to say yes is no matter of policy


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.id)
def test_every_policy_names_somebody_who_says_yes_at_every_age(policy: Policy) -> None:
    assert set(WhoConsents) == {
        WhoConsents.HOLDERS,
        WhoConsents.BOTH,
        WhoConsents.SELF,
        WhoConsents.BY_DISCERNMENT,
    }
    assert policy.consent.of(AgeBand.ADULT) is WhoConsents.SELF
    assert all(policy.consent.of(age) in WhoConsents for age in AgeBand)


def test_the_netherlands_check_a_plan_where_help_is_compelled_and_call_after_four_weeks() -> None:
    policy = NL
    assert (policy.acceptance, policy.distribution) == (Acceptance.MANDATORY_ONLY, Distribution.CIRCLE)
    assert [step.after_days for step in policy.follow_up] == [4 * 7]


def test_flanders_always_checks_it_gives_it_to_all_and_calls_after_three_months() -> None:
    policy = BE
    assert (policy.acceptance, policy.distribution) == (Acceptance.ALWAYS, Distribution.ALL_PARTICIPANTS)
    assert [step.after_days for step in policy.follow_up] == [13 * 7]


def test_an_urgent_case_is_answered_sooner() -> None:
    assert all(0 < policy.answer_hours_urgent < policy.answer_hours_normal for policy in POLICIES.values())


def test_a_policy_without_a_follow_up_is_one_too_and_a_call_before_the_plan_is_none() -> None:
    assert NL.model_copy(update={"follow_up": ()}).follow_up == ()
    with pytest.raises(ValidationError):
        FollowUpStep(after_days=0)


def test_a_policy_cannot_be_changed_under_a_case() -> None:
    with pytest.raises(ValidationError):
        NL.screening = "none"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("check", sorted(set(Check) - MAY_BE_LEFT_OUT))
@pytest.mark.parametrize("field", ["leaves_out", "urgent_leaves_out"])
def test_no_policy_does_without_what_keeps_people_safe_heard_and_free(field: str, check: Check) -> None:
    with pytest.raises(ValidationError, match=f"no policy can do without {check}"):
        ChecklistRules.model_validate({field: [check]})


def test_what_may_be_left_out_is_comfort_and_never_safety_consent_or_conditions() -> None:
    assert {Check.DATES_ASKED, Check.FOOD, Check.COMFORT, Check.INFORMATION_ANSWERED} == MAY_BE_LEFT_OUT


def test_a_checklist_is_whole_when_there_is_time_and_shorter_when_it_is_urgent() -> None:
    assert ChecklistRules().without(Urgency.NORMAL) == frozenset()
    assert ChecklistRules().without(Urgency.URGENT) == MAY_BE_LEFT_OUT


def test_a_policy_may_leave_something_out_always_and_something_else_when_it_is_urgent() -> None:
    rules = ChecklistRules(leaves_out=frozenset({Check.FOOD}), urgent_leaves_out=frozenset({Check.DATES_ASKED}))
    assert rules.without(Urgency.NORMAL) == {Check.FOOD}
    assert rules.without(Urgency.URGENT) == {Check.FOOD, Check.DATES_ASKED}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.id)
def test_every_policy_there_is_asks_the_whole_list_when_there_is_time(policy: Policy) -> None:
    assert policy.checklist.without(Urgency.NORMAL) == frozenset()
