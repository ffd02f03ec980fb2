"""The plan reaches those it belongs to, on paper unless they want it otherwise, and each says that they have it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.recipients import recipients
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    AttachTranslation,
    ConfirmReceipt,
    DistributePlan,
    HelpAnswerDue,
    PlanDistributed,
    PlanReceived,
    PlanText,
    PlanTranslated,
    ReceivedBy,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import Part
from kring_shared.contracts.policies import POLICIES, Distribution, Policy
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import CASE_ID, FILIP, GUARDIAN, Case, guardian, main_person, mandate
from tests.unit.conference.papers import ANJA, AUNT, BRAM, OMA, WORDS, given_out, informer, on_paper, over, put

TURKISH = WORDS.model_copy(
    update={
        "agreements": (
            Agreement(who="Babaanne", what="hafta sonu Filip onunla kal", when="her üç haftada bir"),
            Agreement(who="Anja", what="annesiyle mektup düzenler", how_long="bahara kadar"),
        ),
        "strengths": ("Biz hep beraberiz.",),
        "help_asked": tuple(line.model_copy(update={"what": "destek", "person_id": None}) for line in WORDS.help_asked),
        "stay_in_touch": "Kendi grubumuzda",
    }
)


def distributed(case: Case, *handed_to: str) -> PlanDistributed:
    told = case.do(DistributePlan(case_id=CASE_ID, handed_to=handed_to))
    (fact,) = [fact for fact in told if isinstance(fact, PlanDistributed)]
    return fact


def parts_of(case: Case, ids: tuple[str, ...]) -> set[Part]:
    return {case.person(person_id).part for person_id in ids}


def translation(plan: PlanText = TURKISH, *, language: str = "tr", version: int = 1) -> AttachTranslation:
    return AttachTranslation(
        case_id=CASE_ID, plan_version=version, language=language, translator="Elif Demir", plan=plan
    )


def test_the_circle_gets_the_plan_and_a_professional_does_not_where_nobody_has_to_accept_it() -> None:
    case = on_paper()
    fact = distributed(case)
    assert parts_of(case, fact.recipients) == {Part.MAIN_PERSON, Part.CIRCLE}
    assert fact.plan == case.plan.text


def test_of_their_own_accord_a_professional_has_the_plan_only_when_the_circle_hands_it_over_in_flanders_too() -> None:
    case = on_paper(policy="be/1")
    put(case, AUNT, Part.INTERPRETER)
    fact = distributed(case)
    assert parts_of(case, fact.recipients) <= OF_CIRCLE
    assert ANJA in distributed(on_paper(policy="be/1"), ANJA).recipients


@dataclass(frozen=True)
class Ruled:
    """As much of a conference as says who gets its plan."""

    policy: Policy
    is_mandatory: bool = True


OF_CIRCLE = {Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON}


@pytest.mark.parametrize(
    ("distribution", "parts"),
    [
        (Distribution.CIRCLE, OF_CIRCLE),
        (Distribution.CIRCLE_AND_ACCEPTOR, OF_CIRCLE | {Part.ACCEPTOR}),
        (Distribution.ALL_PARTICIPANTS, set(Part) - {Part.INTERPRETER}),
    ],
)
def test_the_policy_says_who_gets_the_plan_but_a_professional_only_under_compulsion(
    distribution: Distribution, parts: set[Part]
) -> None:
    case = over()
    people = [put(case, f"{n:032x}", part) for n, part in enumerate(Part, start=99)]
    policy = POLICIES["nl/1"].model_copy(update={"distribution": distribution})
    for ruled, get_it in ((Ruled(policy), parts), (Ruled(policy, is_mandatory=False), OF_CIRCLE)):
        ids = recipients(people, cast("Conference", ruled))
        assert {person.part for person in people if person.id in ids} == get_it


def test_a_plan_of_people_who_are_not_known_by_name_goes_out_to_nobody_in_particular() -> None:
    case = on_paper()
    for person_id in (FILIP, OMA):
        case.stored[Participant, person_id] = replace(case.person(person_id), has_left=True)
    assert distributed(case).recipients == ()


def test_the_circle_may_hand_its_plan_to_a_professional_and_that_is_remembered() -> None:
    case = on_paper()
    assert ANJA in distributed(case, ANJA, ANJA).recipients
    assert case.plan.handed_to == (ANJA,)


@pytest.mark.parametrize("stranger", [FILIP, "f" * 32])
def test_the_plan_is_handed_to_professionals_of_this_case_and_to_nobody_else(stranger: str) -> None:
    case = on_paper()
    with pytest.raises(InvalidFields, match="professionals of this case") as refused:
        distributed(case, ANJA, stranger)
    assert refused.value.fields == ("/handedTo/1",)
    assert case.plan.distributed_on is None


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        (PathStage.NOT_INVITED, None),
        (PathStage.STEPPED_OUT, Answered.COMES),
        (PathStage.INFORMED, None),
        (PathStage.ANSWERED, Answered.DOES_NOT_COME),
    ],
)
def test_who_takes_no_part_does_not_get_the_plan(stage: PathStage, answer: Answered | None) -> None:
    case = on_paper(policy="be/1")
    put(case, AUNT, Part.CIRCLE, stage=stage, answer=answer)
    assert AUNT not in distributed(case).recipients


@pytest.mark.parametrize("answer", [Answered.COMES_REMOTE, Answered.IS_REPRESENTED, Answered.BY_LETTER])
def test_who_takes_part_in_another_way_gets_the_plan_like_everybody(answer: Answered) -> None:
    case = on_paper()
    put(case, AUNT, Part.CIRCLE, stage=PathStage.ANSWERED, answer=answer)
    assert AUNT in distributed(case).recipients


def test_the_coordinator_hears_who_gets_only_the_agreements_that_bind_them() -> None:
    case = on_paper()
    distributed(case)
    assert case.last is not None
    assert case.last.answer is not None
    assert case.last.answer["ownAgreements"] == [ANJA, BRAM]


def test_professionals_have_ten_working_days_to_answer_and_christmas_is_none() -> None:
    case = on_paper()
    assert case.now.date() == date(2026, 12, 21)
    distributed(case)
    assert case.last is not None
    (clock,) = [each for each in case.last.reminders if isinstance(each.deadline, HelpAnswerDue)]
    assert clock.due.date() == date(2027, 1, 6)


def test_no_clock_runs_where_nothing_is_asked() -> None:
    case = on_paper(words=WORDS.model_copy(update={"help_asked": ()}))
    distributed(case)
    assert case.last is not None
    assert not [each for each in case.last.reminders if isinstance(each.deadline, HelpAnswerDue)]


def test_a_plan_is_given_out_once_and_only_after_it_stands_on_paper() -> None:
    with pytest.raises(NotAllowedNow):
        distributed(over())
    case = given_out()
    with pytest.raises(NotAllowedNow):
        distributed(case)


def test_a_plan_is_written_out_when_the_meeting_is_over() -> None:
    case = over()
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.PRESENTATION_PHASE)
    with pytest.raises(NotAllowedNow):
        case.do(WriteOutPlan(case_id=CASE_ID))
    case = over()
    case.do(WriteOutPlan(case_id=CASE_ID))
    assert case.plan.written_out_on == case.now.date()


def test_everybody_says_for_themself_that_they_have_the_plan_and_twice_is_harmless() -> None:
    case = given_out()
    receipt = ConfirmReceipt(case_id=CASE_ID, person_id=FILIP, received_by=ReceivedBy.READ_ALOUD)
    (told,) = case.do(receipt, main_person())
    assert told == told.model_copy(update={"person_id": FILIP, "plan_version": 1, "received_by": ReceivedBy.READ_ALOUD})
    assert isinstance(told, PlanReceived)
    assert case.person(FILIP).plan_received == 1
    assert case.do(receipt) == []


def test_the_coordinator_notes_a_receipt_and_a_plan_comes_by_hand_unless_said_otherwise() -> None:
    case = given_out()
    (told,) = case.do(ConfirmReceipt(case_id=CASE_ID, person_id=ANJA))
    assert isinstance(told, PlanReceived)
    assert told.received_by is ReceivedBy.BY_HAND


def test_nobody_receives_for_somebody_else_or_what_they_do_not_get_or_before_it_went_out() -> None:
    receipt = ConfirmReceipt(case_id=CASE_ID, person_id=FILIP)
    with pytest.raises(NotReady, match="distribute-plan"):
        on_paper().do(receipt)
    case = given_out()
    with pytest.raises(NotPermitted, match="nobody answers for somebody else"):
        case.do(receipt, informer(ANJA))
    put(case, AUNT, Part.INTERPRETER)
    with pytest.raises(Refused, match="no part of the plan"):
        case.do(ConfirmReceipt(case_id=CASE_ID, person_id=AUNT))
    with pytest.raises(NotFound):
        case.do(ConfirmReceipt(case_id=CASE_ID, person_id="f" * 32))


def test_a_translation_by_a_named_human_stands_beside_the_original() -> None:
    case = on_paper()
    (told,) = case.do(translation(language="TR"))
    assert isinstance(told, PlanTranslated)
    assert (told.language, told.plan_version) == ("tr", 1)
    (kept,) = case.plan.translations
    assert "Elif" not in kept.translator.box
    assert kept.text.scope == f"plan/{CASE_ID}"


def test_a_better_translation_takes_the_place_of_the_one_in_that_language() -> None:
    case = given_out()
    case.do(translation())
    case.do(translation(language="ar"))
    case.do(translation())
    assert [kept.language for kept in case.plan.translations] == ["ar", "tr"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"agreements": TURKISH.agreements[:1]}, "/plan/agreements"),
        ({"strengths": ()}, "/plan/strengths"),
        ({"help_asked": TURKISH.help_asked[:1]}, "/plan/helpAsked"),
        ({"stay_in_touch": ""}, "/plan/stayInTouch"),
        ({"whom_to_warn": "Polis"}, "/plan/whomToWarn"),
        ({"agreements": (TURKISH.agreements[0], TURKISH.agreements[0])}, "/plan/agreements/1"),
    ],
)
def test_a_translation_says_no_more_and_no_less_than_the_plan(change: dict[str, object], pointer: str) -> None:
    case = on_paper()
    with pytest.raises(InvalidFields, match="no more and no less") as refused:
        case.do(translation(TURKISH.model_copy(update=change)))
    assert refused.value.fields == (pointer,)


def test_only_the_version_that_counts_is_translated_and_after_it_stands_on_paper() -> None:
    with pytest.raises(NotReady, match="write-out-plan"):
        over().do(translation())
    with pytest.raises(InvalidFields, match="counts is 1"):
        on_paper().do(translation(version=2))
    with pytest.raises(InvalidFields, match="BCP 47"):
        on_paper().do(translation(language="Turkish please"))


@pytest.mark.parametrize(
    "command",
    [WriteOutPlan(case_id=CASE_ID), DistributePlan(case_id=CASE_ID), translation()],
    ids=lambda command: type(command).__name__,
)
def test_nobody_but_the_coordinator_writes_out_translates_or_gives_out(command: Command) -> None:
    case = on_paper()
    for somebody in (main_person(), informer(ANJA), an_actor(Role.REGIONAL_MANAGER)):
        with pytest.raises(NotPermitted):
            case.do(command, somebody)


def test_whoever_accepts_the_plan_keeps_it_only_where_the_policy_says_so() -> None:
    case = on_paper(mandate("a safe bed"))
    assert GUARDIAN not in distributed(case).recipients
    with pytest.raises(Refused, match="no part of the plan"):
        case.do(ConfirmReceipt(case_id=CASE_ID, person_id=GUARDIAN), guardian())


def test_the_day_it_went_out_is_remembered() -> None:
    case = given_out()
    assert case.plan.distributed_on == case.now.date()
    assert case.now > NOON
