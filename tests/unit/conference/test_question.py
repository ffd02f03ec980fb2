"""The question: agreed by everybody it is of, and clear to each as it is put now."""

import pytest

from kring_conference.domain.participant import Participant
from kring_conference.process import Stage
from kring_shared.contracts.conference import AgreeQuestion, DeclareReady, QuestionAgreed, StartInformationPhase
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    QUESTION,
    VAULT,
    Case,
    alone,
    card,
    contact,
    in_days,
    main_person,
    preparing,
    ready,
)
from tests.unit.conference.checked import changed

NOOR = "0" * 31 + "9"


def with_a_sister() -> Case:
    case = preparing()
    case.stored[Participant, NOOR] = Participant(card(NOOR, "Noor"), CASE_ID, "utrecht", Part.MAIN_PERSON)
    return case


def ask(**fields: object) -> AgreeQuestion:
    return AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True).model_copy(update=fields)


def test_the_question_is_sealed_under_the_case_and_counts_its_wordings() -> None:
    case = preparing()
    (first,) = case.do(ask())
    (second,) = case.do(ask(question="What does Filip need to be safe?"))
    assert isinstance(first, QuestionAgreed)
    assert isinstance(second, QuestionAgreed)
    assert first.question.scope == scope_of(Scope.CASE, CASE_ID)
    assert VAULT.open(first.question, str) == QUESTION
    assert (first.question_version, second.question_version) == (1, 2)


def test_siblings_agree_both_or_there_is_no_question_yet() -> None:
    case = with_a_sister()
    with pytest.raises(NotReady, match="every main person must agree as well: put the question anew"):
        case.do(ask(agreed_by=(FILIP,)))
    assert case.conference.question_version == 0
    case.do(ask(agreed_by=(FILIP, NOOR)))
    case.do(ask())
    assert case.conference.question_version == 2


def test_whoever_asked_for_the_conference_agrees_as_well() -> None:
    with pytest.raises(NotReady, match="whoever asked for the conference must agree"):
        preparing().do(ask(requester_agrees=False))


def test_somebody_who_is_no_main_person_here_agrees_to_nothing() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    for named in ((FILIP, leo), (NOOR,)):
        with pytest.raises(InvalidFields) as refusal:
            case.do(ask(agreed_by=named))
        assert refusal.value.fields == ("/agreedBy",)


def test_a_main_person_with_whom_it_does_not_go_on_is_not_waited_for() -> None:
    case = with_a_sister()
    case.stored[Participant, NOOR] = case.person(NOOR).goes_on(with_them=False)
    case.do(ask(agreed_by=(FILIP,)))
    case.stored[Participant, FILIP] = case.person(FILIP).goes_on(with_them=False)
    with pytest.raises(NotReady, match="no main person"):
        case.do(ask())


def test_only_the_coordinator_writes_the_question_down_and_only_while_preparing() -> None:
    with pytest.raises(NotPermitted):
        preparing().do(ask(), main_person())
    with pytest.raises(NotAllowedNow):
        alone().do(ask())


def test_a_question_put_anew_is_clear_to_nobody_until_each_is_told() -> None:
    case = ready()
    case.do(ask())
    assert case.conference.stage is Stage.PREPARING
    with pytest.raises(NotReady, match="make the question, as it is put now, clear to everyone") as refusal:
        case.do(DeclareReady(case_id=CASE_ID))
    assert ";" not in str(refusal.value)
    first, *others = (a for a in case.stored.values() if isinstance(a, Participant))
    case.do(contact(first.id))
    with pytest.raises(NotReady):
        case.do(DeclareReady(case_id=CASE_ID))
    for person in others:
        case.do(contact(person.id))
    assert case.do(DeclareReady(case_id=CASE_ID))


def test_who_joined_after_readiness_hears_the_question_before_the_meeting_opens() -> None:
    case = ready()
    leo = case.joins("Leo")
    case.stored[Participant, leo] = changed(case.person(leo), told__question=0)
    case.now = in_days(case.now, 30)
    with pytest.raises(NotReady, match="make the question"):
        case.do(StartInformationPhase(case_id=CASE_ID))
    case.do(contact(leo))
    case.do(StartInformationPhase(case_id=CASE_ID))
