"""The readiness checklist: one thing taken away, one thing named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_conference.domain.information import InformationNeed
from kring_conference.process import PathStage
from kring_conference.readiness import CHECKLIST, Preparation, checklist, missing, must_be_ready
from kring_shared.contracts.conference import Answered, Check, SupportWish
from kring_shared.contracts.field import Part
from kring_shared.contracts.policies import POLICIES, AcceptedBy
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from tests.unit.conference.case import CASE_ID, FILIP, GUARDIAN, VAULT, Case, card, mandate, prepared
from tests.unit.conference.checked import (
    Change,
    changed,
    of_part,
    preparation,
    with_conference,
    with_everyone,
    with_one_more,
)

UNDER_CONDITIONS = prepared(mandate("School goes on."))
OMA = of_part(preparation(UNDER_CONDITIONS), Part.CIRCLE)
ANOTHER = "0" * 31 + "9"
NEED = InformationNeed("0" * 32, VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), "What may school do?"))


def a_professional(p: Preparation) -> Preparation:
    """Let a professional come whom nobody briefed."""
    helper = changed(OMA, card=card(ANOTHER, "A helper"), part=Part.INFORMATION_GIVER)
    return with_one_more(p, helper)


def apart(p: Preparation) -> Preparation:
    return with_conference(p, apart=frozenset({frozenset({FILIP, OMA.id})}))


TAKEN_AWAY: dict[Check, Change] = {
    Check.QUESTION: lambda p: with_conference(p, question_version=0),
    Check.QUESTION_CLEAR: lambda p: with_conference(p, question_version=2),
    Check.CONDITIONS: lambda p: with_everyone(p, Part.CIRCLE, told__conditions=0),
    Check.ACCEPTOR: lambda p: replace(p, people=[x for x in p.people if x.part is not Part.ACCEPTOR]),
    Check.MAIN_PERSONS_SPOKEN_WITH: lambda p: with_everyone(p, Part.MAIN_PERSON, told__covered=frozenset()),
    Check.INVITED_ANSWERED: lambda p: with_everyone(p, Part.MAIN_PERSON, stage=PathStage.INVITED),
    Check.MAIN_PERSON_HEARD: lambda p: with_everyone(p, Part.MAIN_PERSON, answer=Answered.DOES_NOT_COME),
    Check.CIRCLE_COMES: lambda p: with_everyone(p, Part.CIRCLE, answer=Answered.BY_LETTER),
    Check.REPRESENTED_BY: lambda p: with_everyone(p, Part.MAIN_PERSON, answer=Answered.IS_REPRESENTED),
    Check.SAFETY_ASKED: lambda p: with_everyone(p, Part.CIRCLE, care__feels_safe=None),
    Check.APART: apart,
    Check.SUPPORT_CHOSEN: lambda p: with_everyone(p, Part.CIRCLE, care__support=SupportWish.WANTED),
    Check.INTERPRETERS: lambda p: with_everyone(p, Part.CIRCLE, care__interpreter="tr"),
    Check.PROFESSIONALS_BRIEFED: a_professional,
    Check.INFORMATION_ANSWERED: lambda p: with_conference(p, information=(NEED,)),
    Check.COMFORT: lambda p: with_everyone(p, Part.CIRCLE, care__comfort_asked=False),
    Check.DATES_ASKED: lambda p: with_everyone(p, Part.MAIN_PERSON, dates__answered=False),
    Check.DAY: lambda p: with_conference(p, day__venue=None),
    Check.DAY_TO_COME: lambda p: replace(p, now=p.now + timedelta(days=60)),
    Check.NEUTRAL_PLACE: lambda p: with_conference(p, day__neutral=False),
    Check.NO_END_TIME: lambda p: with_conference(p, day__no_end_time=False),
    Check.FOOD: lambda p: with_conference(p, day__food=False),
}
OF_ANOTHER_KIND = {Check.OPEN_INVITATION, Check.SIDES, Check.BOTH_SIDES_HEARD, Check.SCHOOL_INFORMS}
"""Tried in test_readiness_of_a_kind."""


def undone(p: Preparation) -> list[Check]:
    return [line.check for line in checklist(p) if not line.done]


@pytest.mark.parametrize(
    "case", [prepared(), UNDER_CONDITIONS, prepared(policy="be/1")], ids=["voluntary", "conditions", "always checked"]
)
def test_nothing_is_missing_once_everything_was_arranged(case: Case) -> None:
    assert missing(preparation(case)) == ()
    assert all(line.done and line.what == "" for line in checklist(preparation(case)))


@pytest.mark.parametrize("check", TAKEN_AWAY)
def test_what_is_taken_away_is_named_and_nothing_else(check: Check) -> None:
    p = TAKEN_AWAY[check](preparation(UNDER_CONDITIONS))
    assert undone(p) == [check]
    (item,) = (item for item in CHECKLIST if item.check is check)
    assert missing(p) == (item.missing,)
    with pytest.raises(NotReady) as refusal:
        must_be_ready(p)
    assert str(refusal.value) == f"not ready yet: {item.missing}"


def test_every_code_is_one_item_that_is_tried_here_and_says_why() -> None:
    assert sorted(item.check for item in CHECKLIST) == sorted(Check)
    assert set(TAKEN_AWAY) | OF_ANOTHER_KIND == set(Check)
    assert all(item.because.endswith(".") and item.source for item in CHECKLIST)


def test_every_gap_says_what_to_do_by_a_command() -> None:
    assert [item.check for item in CHECKLIST if "(" not in item.missing] == []


@given(order=st.permutations(range(3)), taken=st.lists(st.sampled_from(sorted(TAKEN_AWAY)), max_size=4))
def test_readiness_never_depends_on_the_order_of_people(order: list[int], taken: list[Check]) -> None:
    p = preparation(UNDER_CONDITIONS)
    for check in taken:
        p = TAKEN_AWAY[check](p)
    mixed = sorted(p.people, key=lambda person: order[p.people.index(person) % 3])
    assert checklist(replace(p, people=mixed)) == checklist(p)


@given(taken=st.lists(st.sampled_from(sorted(TAKEN_AWAY)), max_size=4))
def test_no_word_of_the_list_names_a_person(taken: list[Check]) -> None:
    p = preparation(UNDER_CONDITIONS)
    for check in taken:
        p = TAKEN_AWAY[check](p)
    words = " ".join(missing(p))
    assert not any(name in words for name in ("Filip", "Oma", FILIP, OMA.id, GUARDIAN))


def test_others_than_the_coordinator_hear_nothing_of_who_feels_safe_or_is_kept_apart() -> None:
    p = apart(with_everyone(preparation(UNDER_CONDITIONS), Part.CIRCLE, care__feels_safe=False))
    assert undone(p) == [Check.SAFETY_ASKED, Check.APART]
    lines = checklist(p, to_coordinator=False)
    assert {Check.SAFETY_ASKED, Check.APART}.isdisjoint(line.check for line in lines)
    assert missing(p, to_coordinator=False) == ()


def test_where_nobody_is_compelled_and_nothing_is_checked_no_acceptor_is_asked_for() -> None:
    p = preparation(prepared())
    assert not p.of(Part.ACCEPTOR)
    assert Check.ACCEPTOR not in [line.check for line in checklist(p)]


def test_where_a_plan_is_always_checked_the_office_appoints_who_does() -> None:
    p = preparation(prepared(policy="be/1"))
    without = replace(p, people=[person for person in p.people if person.part is not Part.ACCEPTOR])
    (gap,) = missing(without)
    assert "have the office appoint" in gap


def test_where_the_policy_wants_the_offices_own_choice_whom_a_mandate_names_is_not_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    p = preparation(UNDER_CONDITIONS)
    assert undone(p) == []
    by_office = POLICIES["nl/1"].model_copy(update={"accepted_by": AcceptedBy.APPOINTED})
    monkeypatch.setitem(POLICIES, "nl/1", by_office)
    assert undone(p) == [Check.ACCEPTOR]


def test_on_the_day_itself_the_hour_may_have_come() -> None:
    p = preparation(prepared())
    late = replace(p, now=p.now + timedelta(days=60))
    assert undone(late) == [Check.DAY_TO_COME]
    assert missing(replace(late, on_the_day=True)) == ()


def test_a_circle_that_stands_at_the_door_meets_without_food_and_never_without_knowing_the_conditions() -> None:
    p = with_conference(preparation(UNDER_CONDITIONS), day__food=False)
    assert undone(replace(p, on_the_day=True)) == []
    unknowing = with_everyone(p, Part.CIRCLE, told__conditions=0)
    assert undone(replace(unknowing, on_the_day=True)) == [Check.CONDITIONS]


def test_a_main_person_with_whom_it_does_not_go_on_is_neither_waited_for_nor_counted() -> None:
    p = preparation(UNDER_CONDITIONS)
    filip = of_part(p, Part.MAIN_PERSON)
    sister = replace(type(filip)(card(ANOTHER, "Noor"), CASE_ID, "utrecht", Part.MAIN_PERSON), version=1)
    assert Check.MAIN_PERSONS_SPOKEN_WITH in undone(with_one_more(p, sister))
    assert undone(with_one_more(p, sister.goes_on(with_them=False))) == []
    assert Check.MAIN_PERSON_HEARD in undone(with_everyone(p, Part.MAIN_PERSON, has_left=True))


def test_who_declined_need_not_know_the_question_or_the_conditions() -> None:
    p = preparation(UNDER_CONDITIONS)
    leo = changed(OMA, card=card(ANOTHER, "Leo"), answer=Answered.DOES_NOT_COME, told__conditions=0, told__question=0)
    assert undone(with_one_more(p, leo)) == []
