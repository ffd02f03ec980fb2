"""The circle's words: who writes them down, what they must hold, and who says that everyone agrees."""

from dataclasses import replace
from datetime import date

import pytest

from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage, PlanStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    Agreement,
    BorneBy,
    ConcludeConference,
    EndPrivateTime,
    HelpAsked,
    PlanAgreed,
    PlanDrafted,
    PlanText,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    VAULT,
    agreed,
    alone,
    circle_member,
    concluded,
    guardian,
    main_person,
    mandate,
    presenting,
)
from tests.unit.conference.case import PLAN as WORDS
from tests.unit.conference.planning import ALONE, OTHER, UNKNOWN, answer, confirm, draft, of


def test_the_coordinator_writes_down_the_circles_words_sealed_and_they_do_not_count_yet() -> None:
    case = presenting()
    (told,) = case.do(draft())
    assert isinstance(told, PlanDrafted)
    assert told.plan_version == 1
    assert case.plan.counting is None
    assert case.plan.latest.text.scope == scope_of(Scope.PLAN, CASE_ID)
    assert VAULT.open(case.plan.latest.text, PlanText) == WORDS
    assert answer(case)["planVersion"] == 1


def test_who_wrote_a_version_hears_what_changed_and_what_can_still_be_asked() -> None:
    case = presenting()
    case.do(draft())
    case.do(draft(OTHER))
    asked = answer(case)
    assert (asked["planVersion"], asked["changed"]) == (2, 1)
    assert asked["stillToAsk"] == ["strengths", "help-asked", "whom-to-warn"]


def test_the_same_words_again_are_no_new_version() -> None:
    case = presenting()
    case.do(draft())
    with pytest.raises(Refused, match="nothing changed: version 1"):
        case.do(draft())
    case.do(draft(OTHER))
    case.do(draft(WORDS))  # back to earlier words is a change
    assert case.plan.latest.number == 3


@pytest.mark.parametrize("actor", [guardian(), an_actor(Role.REGIONAL_MANAGER)], ids=lambda actor: actor.role)
def test_nobody_but_circle_and_coordinator_words_or_confirms_a_plan(actor: Actor) -> None:
    case = presenting(mandate("School goes on."))
    with pytest.raises(NotPermitted):
        case.do(draft(), actor)
    case.do(draft())
    with pytest.raises(NotPermitted):
        case.do(confirm(), actor)


def test_a_stranger_words_nothing() -> None:
    with pytest.raises(NotPermitted, match="takes no part"):
        presenting().do(draft(), circle_member(UNKNOWN))


def test_people_a_plan_names_are_people_of_the_case() -> None:
    case = presenting()
    wrong = WORDS.model_copy(
        update={
            "agreements": (*WORDS.agreements, Agreement(who="Opa", what="calls", people=(FILIP, UNKNOWN))),
            "help_asked": (HelpAsked(what="a ride", person_id=UNKNOWN),),
            "fallback_person": UNKNOWN,
        }
    )
    with pytest.raises(InvalidFields) as refusal:
        case.do(draft(wrong))
    assert refusal.value.fields == ("/plan/agreements/1/people/1", "/plan/helpAsked/0/personId", "/plan/fallbackPerson")
    assert UNKNOWN not in str(refusal.value)
    case.do(draft(WORDS.model_copy(update={"fallback_person": of(Part.CIRCLE, case)})))


def test_the_day_to_look_how_it_goes_is_still_to_come() -> None:
    case = presenting()
    with pytest.raises(InvalidFields) as refusal:
        case.do(draft(WORDS.model_copy(update={"review_on": case.now.date()})))
    assert refusal.value.fields == ("/plan/reviewOn",)
    assert isinstance(case.do(draft(WORDS.model_copy(update={"review_on": date(2026, 12, 21)})))[0], PlanDrafted)


@pytest.mark.parametrize("place", [alone, concluded])
def test_no_plan_is_worded_while_the_circle_is_alone_or_after_the_day(place: object) -> None:
    case = place()  # type: ignore[operator]
    for who in (main_person(), an_actor(Role.COORDINATOR, COORDINATOR)):
        with pytest.raises(NotAllowedNow):
            case.do(draft(OTHER), who)


def test_a_version_counts_when_the_circle_says_that_everyone_agrees() -> None:
    case = presenting()
    case.do(draft())
    (told,) = case.do(confirm(), main_person())
    assert isinstance(told, PlanAgreed)
    assert (told.plan_version, told.own_strengths, told.professional_help) == (1, 1, 0)
    assert told.plan.scope == scope_of(Scope.PLAN, CASE_ID)
    assert case.plan.stage is PlanStage.AGREED
    assert case.plan.counting is not None
    assert case.plan.counting.confirmed_by == FILIP


def test_what_is_told_of_a_plan_counts_own_strength_and_professional_help() -> None:
    case = presenting()
    school = Agreement(who="School", what="calls", borne_by=BorneBy.PROFESSIONAL)
    asked = {"agreements": (*WORDS.agreements, school), "help_asked": (HelpAsked(what="a ride"),)}
    case.do(draft(WORDS.model_copy(update=asked)))
    (told,) = case.do(confirm(), main_person())
    assert isinstance(told, PlanAgreed)
    assert (told.own_strengths, told.professional_help) == (1, 2)
    assert "School" not in told.model_dump_json()


def test_where_not_everyone_agrees_nothing_counts_and_nothing_is_kept_of_who() -> None:
    case = presenting()
    case.do(draft())
    before, told = dict(case.stored), list(case.told)
    with pytest.raises(NotReady, match="everyone present agrees"):
        case.do(confirm(everyone=False), main_person())
    assert (case.stored, case.told) == (before, told)


def test_the_coordinator_notes_who_of_the_circle_said_it_and_never_says_it() -> None:
    case = presenting(mandate("School goes on."))
    case.do(draft())
    with pytest.raises(InvalidFields) as refusal:
        case.do(confirm())
    assert refusal.value.fields == ("/saidBy",)
    with pytest.raises(NotFound):
        case.do(confirm(said_by=COORDINATOR))
    with pytest.raises(NotPermitted, match="of the circle"):
        case.do(confirm(said_by=GUARDIAN))
    oma = of(Part.CIRCLE, case)
    case.do(confirm(said_by=oma))
    assert case.plan.latest.confirmed_by == oma


def test_nobody_of_the_circle_says_it_for_somebody_else() -> None:
    case = presenting()
    case.do(draft())
    with pytest.raises(NotPermitted, match="for yourself"):
        case.do(confirm(said_by=FILIP), circle_member(of(Part.CIRCLE, case)))
    case.do(confirm(said_by=FILIP), main_person())
    assert case.plan.stage is PlanStage.AGREED


def test_who_was_not_there_does_not_say_it() -> None:
    case = presenting()
    case.do(draft())
    oma = case.person(of(Part.CIRCLE, case))
    case.stored[Participant, oma.id] = replace(oma, stage=PathStage.ABSENT)
    with pytest.raises(NotReady, match="note-arrival"):
        case.do(confirm(said_by=oma.id))


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ({"review_on": None}, "on which day the circle looks"),
        ({"review_by": " "}, "who comes together"),
        ({"fallback_convener": ""}, "who calls everyone together"),
    ],
)
def test_a_plan_names_its_review_and_its_fallback_before_it_counts(left_out: dict[str, object], words: str) -> None:
    case = presenting()
    case.do(draft(WORDS.model_copy(update=left_out)))
    with pytest.raises(NotReady, match=words):
        case.do(confirm(), main_person())
    case.do(draft())
    case.do(confirm(2), main_person())


def test_a_version_nobody_wrote_down_is_not_confirmed() -> None:
    case = presenting()
    with pytest.raises(NotAllowedNow):
        case.do(confirm(), main_person())
    case.do(draft())
    with pytest.raises(NotFound, match="no version 2"):
        case.do(confirm(2), main_person())


def test_an_earlier_version_counts_again_when_the_circle_confirms_it() -> None:
    case = presenting()
    case.do(draft())
    case.do(draft(OTHER))
    case.do(confirm(2), main_person())
    (told,) = case.do(confirm(1), main_person())
    assert isinstance(told, PlanAgreed)
    assert (told.plan_version, case.plan.plan_version) == (1, 1)
    assert VAULT.open(case.plan.text, PlanText) == WORDS
    case.do(confirm(2), circle_member(of(Part.CIRCLE, case)))
    assert case.plan.plan_version == 2


def test_what_counts_already_is_not_confirmed_again() -> None:
    with pytest.raises(Refused, match="counts already"):
        agreed().do(confirm(), main_person())


def test_once_agreed_only_the_circle_changes_its_plan() -> None:
    case = agreed()
    with pytest.raises(NotPermitted, match="only the circle changes it"):
        case.do(draft(OTHER))
    case.do(draft(OTHER), circle_member(of(Part.CIRCLE, case)))
    assert case.plan.plan_version == 1  # the new words do not count yet
    with pytest.raises(NotPermitted, match="only the circle changes it"):
        case.do(draft(OTHER.model_copy(update={"whom_to_warn": "School"})))
    case.do(confirm(2, said_by=FILIP))
    assert case.plan.plan_version == 2


def test_the_coordinator_does_not_put_an_earlier_version_in_the_place_of_an_agreed_one() -> None:
    case = presenting()
    case.do(draft())
    case.do(draft(OTHER))
    case.do(confirm(2), main_person())
    with pytest.raises(NotPermitted, match="only the circle"):
        case.do(confirm(1, said_by=FILIP))


def test_a_circle_that_talked_again_may_keep_the_plan_it_had() -> None:
    case = agreed()
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    assert case.plan.stage is PlanStage.WITH_CIRCLE
    (told,) = case.do(confirm(), main_person())
    assert isinstance(told, PlanAgreed)
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9))


def test_words_that_were_erased_are_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    case = presenting()
    case.do(draft())
    forgetful = PlainVault()
    forgetful.destroy(case.plan.latest.text.scope)
    monkeypatch.setattr("tests.unit.conference.case.VAULT", forgetful)
    with pytest.raises(Refused, match="were erased"):
        case.do(confirm(), main_person())
