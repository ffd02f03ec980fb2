"""Whose yes it takes: by age, by who holds authority, by discernment; and never by guessing."""

from dataclasses import replace
from datetime import date

import pytest

from kring_intake.domain import MainPerson, Request
from kring_intake.domain.consent import deciders_of, giver_named, givers_of, has_consent, still_to_ask, unsettled_of
from kring_intake.people import age_band_of
from kring_intake.process import Held, Stage
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import SettleAuthority
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotReady
from tests.unit.intake.made import (
    CASE,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    a_main_person,
    a_request,
    a_triage,
    after,
    gives,
    goes_on,
    handled,
    names,
    refuses,
    said,
)

UNDER_12, FROM_12, FROM_16, ADULT = AgeBand.UNDER_12, AgeBand.FROM_12, AgeBand.FROM_16, AgeBand.ADULT
PARENTS = (MOTHER, FATHER)


def about(*people: MainPerson, policy: str = "nl/1") -> Request:
    return a_request(Stage.AWAITING_CONSENT, *people, policy=policy)


def who_decides(request: Request) -> set[str] | None:
    found = deciders_of(request)
    return None if found is None else set(found)


@pytest.mark.parametrize(
    ("age", "decide"),
    [
        (UNDER_12, {MOTHER, FATHER}),
        (FROM_12, {FILIP, MOTHER, FATHER}),
        (FROM_16, {FILIP}),
        (ADULT, {FILIP}),
    ],
)
def test_the_holders_decide_under_12_both_from_12_and_the_young_themselves_from_16(
    age: AgeBand, decide: set[str]
) -> None:
    assert who_decides(about(a_main_person(FILIP, age, *PARENTS))) == decide


@pytest.mark.parametrize("age", [UNDER_12, FROM_12, FROM_16])
@pytest.mark.parametrize(
    ("discerning", "decide"), [(True, {FILIP}), (False, {MOTHER, FATHER}), (None, None)], ids=["able", "not", "unknown"]
)
def test_in_flanders_a_minor_who_can_judge_it_decides_and_else_the_holders(
    age: AgeBand,
    discerning: bool | None,  # noqa: FBT001 - a case of the table
    decide: set[str] | None,
) -> None:
    child = a_main_person(FILIP, age, *PARENTS, discerning=discerning)
    assert who_decides(about(child, policy="be/1")) == decide


def test_an_adult_decides_alone_whoever_is_noted_beside_them() -> None:
    assert who_decides(about(a_main_person(FILIP, ADULT, *PARENTS), policy="be/1")) == {FILIP}


def test_nobody_decides_for_a_child_while_another_holder_may_be_found() -> None:
    assert who_decides(about(a_main_person(FILIP, UNDER_12, MOTHER, all_known=False))) is None
    assert who_decides(about(a_main_person(FILIP, UNDER_12))) is None


def test_a_parent_of_two_children_decides_once() -> None:
    children = a_main_person(FILIP, UNDER_12, *PARENTS), a_main_person(RACHEL, UNDER_12, *PARENTS)
    assert who_decides(about(*children)) == {MOTHER, FATHER}


def test_a_parent_it_is_about_too_is_one_person_and_answers_as_a_main_person() -> None:
    request = about(a_main_person(FILIP, UNDER_12, RACHEL), a_main_person(RACHEL, ADULT))
    assert who_decides(request) == {RACHEL}
    assert givers_of(request) == {FILIP: "main-person", RACHEL: "main-person"}


def test_who_decides_is_not_known_while_it_is_not_known_for_one_of_them() -> None:
    assert who_decides(about(a_main_person(RACHEL, ADULT), a_main_person(FILIP, None))) is None


@pytest.mark.parametrize(
    ("birth_year", "age"),
    [
        (2015, UNDER_12),
        (2014, FROM_12),
        (2011, FROM_12),
        (2010, FROM_12),
        (2009, FROM_16),
        (2008, None),
        (2007, ADULT),
        (None, None),
    ],
)
def test_a_birth_year_that_does_not_settle_the_age_asks_more_people_and_never_fewer(
    birth_year: int | None, age: AgeBand | None
) -> None:
    assert age_band_of(birth_year, date(2026, 11, 20)) is age


def test_somebody_of_unknown_age_is_an_adult_once_triage_found_that_no_children_are_involved() -> None:
    request = about(a_main_person(RACHEL, None))
    assert who_decides(request) is None
    assert who_decides(handled(request, a_triage(minors=False))[0]) == {RACHEL}


@pytest.mark.parametrize("policy", ["nl/1", "be/1"])
def test_a_child_whose_age_is_known_stays_a_child_whatever_triage_says(policy: str) -> None:
    no_children = a_triage(minors=False)
    child = a_main_person(FILIP, UNDER_12, MOTHER, all_known=False)
    assert who_decides(handled(about(child, policy=policy), no_children)[0]) is None
    known_as_minor = a_main_person(FILIP, None)
    known_as_minor = replace(known_as_minor, card=known_as_minor.card.model_copy(update={"minor": True}))
    assert who_decides(handled(about(known_as_minor, policy=policy), no_children)[0]) is None


def test_no_yes_opens_anything_while_it_is_not_known_who_decides() -> None:
    request = a_request(Stage.AWAITING_CONSENT, a_main_person(RACHEL, None), answers=(said(RACHEL),))
    assert not has_consent(request)
    assert not still_to_ask(request)


def test_who_said_nothing_yet_is_still_to_be_asked() -> None:
    child = a_main_person(FILIP, FROM_12, *PARENTS)
    request = a_request(Stage.AWAITING_CONSENT, child, answers=(said(MOTHER),))
    assert sorted(still_to_ask(request)) == [FILIP, FATHER]


def settles(person_id: str = FILIP, **found: object) -> SettleAuthority:
    return SettleAuthority.model_validate({"case_id": CASE, "person_id": person_id} | found)


def test_settling_who_decides_may_be_all_that_kept_the_gate_shut() -> None:
    request = a_request(Stage.AWAITING_CONSENT, a_main_person(RACHEL, None), answers=(said(RACHEL),))
    request, told = handled(request, settles(RACHEL, age_band=ADULT))
    assert request.stage is Stage.CONSENTED
    assert names(told) == ["authority-recorded", "consent-given"]


def test_a_parent_noted_for_one_child_is_the_same_person_for_the_other() -> None:
    mother = Contact(name="Aylin", phone="0612345678")
    request = about(a_main_person(FILIP, UNDER_12), a_main_person(RACHEL, UNDER_12))
    request, _ = handled(request, settles(FILIP, holders=(mother,), all_known=True))
    (noted,) = request.main_persons[0].holders
    request, _ = handled(request, settles(RACHEL, known_holders=(noted.person_id,), all_known=True), 1)
    assert who_decides(request) == {noted.person_id}
    request, told = handled(request, gives(noted.person_id), 2)
    assert (request.stage, names(told)) == (Stage.CONSENTED, ["consent-recorded", "consent-given"])


def test_who_holds_no_authority_after_all_is_asked_no_more() -> None:
    child = a_main_person(FILIP, UNDER_12, *PARENTS)
    request = a_request(Stage.AWAITING_CONSENT, child, answers=(said(MOTHER),))
    request, told = handled(request, settles(FILIP, no_holders=(FATHER,), all_known=True))
    assert (request.stage, who_decides(request)) == (Stage.CONSENTED, {MOTHER})
    assert names(told) == ["authority-recorded", "consent-given"]
    with pytest.raises(InvalidFields, match="taken off"):
        handled(request, settles(FILIP, no_holders=(RACHEL,), all_known=True), 1)


def test_a_no_of_who_holds_no_authority_after_all_counts_no_more_once_somebody_goes_on() -> None:
    request, _ = after(about(a_main_person(FILIP, UNDER_12, *PARENTS)), gives(MOTHER), refuses(FATHER))
    request, _ = handled(request, settles(FILIP, no_holders=(FATHER,), all_known=True), 3)
    assert request.held is Held.CONSENT_DIVIDED
    assert handled(request, goes_on(FILIP), 4)[0].stage is Stage.CONSENTED


def test_a_childs_no_that_was_put_aside_counts_once_it_is_known_that_they_decide_too() -> None:
    request = a_request(Stage.ACCEPTED, a_main_person(FILIP, UNDER_12, MOTHER))
    request, _ = after(request, refuses(FILIP), goes_on(FILIP))
    assert request.held is Held.FREE
    request, told = handled(request, settles(FILIP, age_band=FROM_12, all_known=True), 3)
    assert (request.held, names(told)) == (Held.CONSENT_DIVIDED, ["authority-recorded", "request-paused"])


def test_a_holder_found_late_is_asked_too() -> None:
    request = a_request(Stage.CONSENTED, a_main_person(FILIP, UNDER_12, MOTHER))
    assert has_consent(request)
    father = Contact(name="Emre", phone="0612345678")
    request, _ = handled(request, settles(FILIP, holders=(father,), all_known=True))
    assert (request.stage, has_consent(request)) == (Stage.CONSENTED, False)
    (found,) = still_to_ask(request)
    request, told = after(request, gives(found))
    assert (request.stage, has_consent(request)) == (Stage.CONSENTED, True)
    assert names(told) == ["consent-recorded"]


def test_a_refusal_names_for_whom_it_is_not_known_who_decides() -> None:
    request = a_request(Stage.TRIAGED, a_main_person(), a_main_person(FILIP, AgeBand.UNDER_12))
    assert unsettled_of(request) == (FILIP,)
    with pytest.raises(NotReady, match=FILIP):
        giver_named(request, None, None)
