"""Who reads the plan, and how much of it: it is the circle's, and others read what the circle and the law give them."""

from dataclasses import replace
from datetime import date

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.plan import Draft, Plan
from kring_conference.domain.room import EMPTY_ROOM
from kring_conference.process import PlanStage, Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import AnswerHelp, AttachTranslation, DistributePlan
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.contracts.matching import AssignmentHandedOver, HandOverReason
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference import papers
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    GUARDIAN,
    VAULT,
    Case,
    circle_member,
    guardian,
    main_person,
    mandate,
    preparing,
)
from tests.unit.conference.papers import (
    ANJA,
    AUNT,
    BRAM,
    OMA,
    WORDS,
    given_out,
    informer,
    on_paper,
    over,
    plan_for,
    put,
)

SECOND = WORDS.model_copy(update={"strengths": ("We are many, and we live close by.",)})
CIRCLE = (main_person(), circle_member(OMA), an_actor(Role.COORDINATOR, COORDINATOR))


def with_a_draft(case: Case, stage: PlanStage) -> Case:
    """Write a second version down that nobody confirmed."""
    text = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), SECOND)
    drafts = (*case.plan.drafts, Draft(2, text, case.now))
    case.stored[Plan, CASE_ID] = replace(case.plan, drafts=drafts, stage=stage)
    return case


def at(case: Case, stage: PlanStage) -> Case:
    case.stored[Plan, CASE_ID] = replace(case.plan, stage=stage)
    return case


@pytest.mark.parametrize("reader", CIRCLE, ids=lambda actor: actor.role)
def test_the_circle_and_the_coordinator_read_all_of_it(reader: Actor) -> None:
    shown = plan_for(given_out(), reader)
    assert (shown.plan, shown.whole, shown.counts, shown.plan_version) == (WORDS, True, True, 1)
    assert shown.help_answers == ("1: open", "2: open")
    assert shown.asked == ()


@pytest.mark.parametrize("reader", CIRCLE, ids=lambda actor: actor.role)
def test_before_everyone_agrees_the_circle_reads_the_draft_and_that_it_does_not_count(reader: Actor) -> None:
    case = with_a_draft(over(), PlanStage.DRAFTED)
    shown = plan_for(case, reader)
    assert (shown.plan, shown.plan_version, shown.counts) == (SECOND, 2, False)
    assert [(change.was, change.now) for change in shown.changed] == [
        ("Own strength: We are many.", "Own strength: We are many, and we live close by.")
    ]
    assert (plan_for(case, reader, 1).plan, plan_for(case, reader, 1).counts) == (WORDS, False)


def test_the_version_that_counts_is_shown_when_no_version_is_asked_for() -> None:
    case = with_a_draft(over(), PlanStage.AGREED)
    assert (plan_for(case).plan_version, plan_for(case).counts) == (1, True)
    assert (plan_for(case, version=2).plan_version, plan_for(case, version=2).counts) == (2, False)


def test_what_changed_names_people_and_never_shows_an_id() -> None:
    case = on_paper()
    without = WORDS.model_copy(update={"agreements": WORDS.agreements[:1]})
    text = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), without)
    case.stored[Plan, CASE_ID] = replace(case.plan, drafts=(*case.plan.drafts, Draft(2, text, case.now)))
    (change,) = plan_for(case, version=2).changed
    assert "Somebody 1" in change.was
    assert ANJA not in change.was


def test_whoever_accepts_the_plan_reads_it_once_it_was_laid_before_them() -> None:
    case = over(mandate("a safe bed"))
    for stage in (PlanStage.SUBMITTED, PlanStage.ACCEPTED, PlanStage.WRITTEN_OUT):
        shown = plan_for(at(case, stage), guardian())
        assert (shown.plan, shown.whole, shown.changed) == (WORDS, True, ())
    for stage in (PlanStage.DRAFTED, PlanStage.AGREED, PlanStage.SENT_BACK, PlanStage.WITH_CIRCLE, PlanStage.STOPPED):
        shown = plan_for(at(case, stage), guardian())
        assert (shown.plan, shown.whole, shown.help_answers) == (None, False, ())


def test_drafts_and_earlier_versions_are_no_professionals_business() -> None:
    case = with_a_draft(over(mandate("a safe bed")), PlanStage.SUBMITTED)
    assert plan_for(case, guardian(), 1).plan == WORDS
    with pytest.raises(NotPermitted, match="the circle's own"):
        plan_for(case, guardian(), 2)


def test_a_professional_who_accepts_nothing_here_reads_nothing_that_was_not_handed_over() -> None:
    case = given_out()
    put(case, GUARDIAN, Part.ACCEPTOR)
    assert plan_for(case, guardian()).plan is None
    handed = on_paper()
    put(handed, GUARDIAN, Part.ACCEPTOR)
    handed.do(DistributePlan(case_id=CASE_ID, handed_to=(GUARDIAN,)))
    assert plan_for(handed, guardian()).plan == WORDS


def test_who_informed_the_circle_reads_what_binds_them_once_the_plan_went_out() -> None:
    case = on_paper()
    assert plan_for(case, informer(ANJA)).plan is None
    shown = plan_for(given_out(), informer(ANJA))
    assert shown.plan is not None
    assert shown.plan.agreements == WORDS.agreements[1:]
    assert (shown.plan.strengths, shown.plan.stay_in_touch, shown.plan.help_asked) == ((), "", ())
    assert (shown.whole, shown.asked) == (False, ())


def test_who_is_asked_for_help_reads_what_is_asked_of_them_and_its_number() -> None:
    case = given_out()
    shown = plan_for(case, informer(BRAM))
    assert (shown.plan, shown.asked, shown.help_answers) == (None, ("A place at the clinic",), ("1: open",))
    case.do(AnswerHelp(case_id=CASE_ID, item=1, granted=True, starts_on=date(2027, 1, 4)), informer(BRAM))
    case.do(AnswerHelp(case_id=CASE_ID, item=2, granted=False))
    assert plan_for(case, informer(BRAM)).help_answers == ("1: yes from 2027-01-04",)
    assert plan_for(case, main_person()).help_answers == ("1: yes from 2027-01-04", "2: no")


def test_to_whom_the_circle_handed_its_plan_reads_all_of_it_and_no_earlier_version() -> None:
    case = given_out(handed_to=(ANJA,))
    shown = plan_for(case, informer(ANJA))
    assert (shown.plan, shown.whole) == (WORDS, True)
    with pytest.raises(NotPermitted):
        plan_for(case, informer(ANJA), 3)


def test_the_manager_an_interpreter_and_who_takes_no_part_have_no_right_to_it() -> None:
    case = given_out()
    put(case, AUNT, Part.INTERPRETER)
    for somebody in (an_actor(Role.REGIONAL_MANAGER), informer(AUNT), circle_member(AUNT), circle_member("f" * 32)):
        with pytest.raises(NotPermitted):
            plan_for(case, somebody)


def test_the_coordinator_reads_it_for_as_long_as_their_part_lasts() -> None:
    case = given_out()
    assert plan_for(case).whole
    case.hear(
        AssignmentHandedOver(
            case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, reason=HandOverReason.ILLNESS
        )
    )
    with pytest.raises(NotPermitted):
        plan_for(case)


def test_in_private_time_nobody_reads_anything() -> None:
    case = with_a_draft(over(), PlanStage.WITH_CIRCLE)
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.PRIVATE_TIME)
    for reader in CIRCLE:
        with pytest.raises(NotAllowedNow, match="private-time"):
            plan_for(case, reader)


def test_a_translation_is_shown_with_the_version_it_is_of_and_by_whom() -> None:
    case = on_paper()
    words = WORDS.model_copy(update={"strengths": ("Biz hep beraberiz.",)})
    command = AttachTranslation(case_id=CASE_ID, plan_version=1, language="tr", translator="Elif Demir", plan=words)
    case.do(command)
    (shown,) = plan_for(case, main_person()).translations
    assert (shown.language, shown.translator, shown.plan) == ("tr", "Elif Demir", words)
    assert plan_for(with_a_draft(case, PlanStage.WRITTEN_OUT), version=2).translations == ()
    assert plan_for(case, informer(BRAM)).translations == ()


def test_the_paper_has_the_headings_of_its_kind_and_the_days() -> None:
    case = on_paper()
    dossier = case.conference.dossier.model_copy(update={"conference_type": ConferenceType.LEARNING})
    case.stored[Conference, CASE_ID] = replace(case.conference, dossier=dossier)
    shown = plan_for(case)
    assert (shown.form, shown.held_on, shown.written_out_on) == ("learning", date(2026, 12, 20), case.now.date())
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.WITHOUT_MEETING, room=EMPTY_ROOM)
    assert plan_for(case).held_on is None


def test_of_a_plan_that_was_erased_only_its_stage_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    case = given_out()
    erased = PlainVault()
    erased.destroy(scope_of(Scope.CASE, CASE_ID))
    monkeypatch.setattr(papers, "VAULT", erased)
    shown = plan_for(case)
    assert (shown.plan, shown.help_answers, shown.translations, shown.stage) == (None, (), (), "distributed")


def test_where_nothing_was_written_down_there_is_no_plan_and_no_version_that_never_was() -> None:
    with pytest.raises(NotFound, match="not written down yet"):
        plan_for(preparing(), main_person())
    with pytest.raises(NotFound, match="no version 9"):
        plan_for(given_out(), main_person(), 9)
