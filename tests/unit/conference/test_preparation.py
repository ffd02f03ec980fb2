"""Handlers of the weeks before the meeting."""

import pytest

from kring_conference.process import Stage
from kring_shared.contracts.conference import (
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    ConditionsShared,
    ConferenceReady,
    DeclareReady,
    PreparationStarted,
    QuestionAgreed,
    ScheduleConference,
    ShareConditions,
    StartInformationPhase,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotReady, NotYet
from kring_shared.testing.work import a_work
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    HANDLERS,
    QUESTION,
    VAULT,
    Case,
    card,
    in_days,
    mandate,
    prepared,
    preparing,
    ready,
)

ACTIVATED = AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma"))


def test_an_accepted_request_waits_for_its_coordinator_with_those_it_is_about() -> None:
    case = Case(mandate("School goes on."))
    assert case.conference.stage is Stage.AWAITING_COORDINATOR
    assert case.person(FILIP).part is Part.MAIN_PERSON
    assert case.person(FILIP).spoken_with is None
    assert case.person(GUARDIAN).part is Part.ACCEPTOR
    assert case.told == []


def test_the_coordinator_whom_the_main_person_wants_begins() -> None:
    case = Case()
    (started,) = case.hear(ACTIVATED)
    assert isinstance(started, PreparationStarted)
    assert started.coordinator_id == case.conference.coordinator_id == COORDINATOR
    assert case.conference.stage is Stage.PREPARING


def test_a_coordinator_before_the_request_is_not_yet() -> None:
    with pytest.raises(NotYet):
        HANDLERS[ACTIVATED.kind()](ACTIVATED, a_work("conference"))


def test_an_assignment_told_twice_is_left_alone() -> None:
    case = preparing()
    assert case.hear(ACTIVATED) == []


def test_the_question_is_sealed_under_the_case_and_counts_its_wordings() -> None:
    case = preparing()
    (first,) = case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION))
    (second,) = case.do(AgreeQuestion(case_id=CASE_ID, question="What does Filip need to be safe?"))
    assert isinstance(first, QuestionAgreed)
    assert isinstance(second, QuestionAgreed)
    assert first.question.scope == scope_of(Scope.CASE, CASE_ID)
    assert VAULT.open(first.question, str) == QUESTION
    assert (first.question_version, second.question_version) == (1, 2)


def test_without_conditions_there_is_nothing_to_share() -> None:
    with pytest.raises(NotReady, match="no conditions"):
        preparing().do(ShareConditions(case_id=CASE_ID))


def test_conditions_are_told_to_people_who_were_spoken_with_and_later_to_who_joins_later() -> None:
    case = preparing(mandate("School goes on."))
    with pytest.raises(NotReady, match="record-contact"):
        case.do(ShareConditions(case_id=CASE_ID))
    oma = case.joins("Oma")
    (shared,) = case.do(ShareConditions(case_id=CASE_ID))
    assert isinstance(shared, ConditionsShared)
    assert shared.recipients == 1
    leo = case.joins("Leo")
    assert case.person(oma).knows_conditions
    assert not case.person(leo).knows_conditions
    assert any("share-conditions" in words for words in case.show().missing)


def test_a_day_that_has_passed_cannot_be_chosen() -> None:
    case = preparing()
    with pytest.raises(InvalidFields) as refusal:
        case.do(ScheduleConference(case_id=CASE_ID, starts_at=case.now, venue="Community centre"))
    assert refusal.value.fields == ("/startsAt",)


def test_readiness_is_refused_with_everything_that_is_missing_in_words() -> None:
    with pytest.raises(NotReady) as refusal:
        preparing(mandate(acceptor_id=None)).do(DeclareReady(case_id=CASE_ID))
    for words in ("agree-question", "main person", "circle", "schedule-conference", "part acceptor"):
        assert words in str(refusal.value)


def test_a_ready_conference_tells_how_many_are_expected() -> None:
    case = prepared()
    case.suggest("Somebody nobody reached")
    (told,) = case.do(DeclareReady(case_id=CASE_ID))
    assert isinstance(told, ConferenceReady)
    assert told.expected == 2
    assert case.conference.stage is Stage.READY


def test_another_day_or_another_question_makes_readiness_a_question_again() -> None:
    case = ready()
    case.do(ScheduleConference(case_id=CASE_ID, starts_at=in_days(case.now, 9), venue="Community centre"))
    assert case.conference.stage is Stage.PREPARING
    case.do(DeclareReady(case_id=CASE_ID))
    case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION))
    assert case.conference.stage is Stage.PREPARING


def test_what_fell_away_after_readiness_is_seen_when_the_meeting_opens() -> None:
    case = prepared()
    leo = case.joins("Leo")
    case.do(DeclareReady(case_id=CASE_ID))
    for person in [leo, *(p.person_id for p in case.show().participants if p.name == "Oma")]:
        case.do(AnswerInvitation(case_id=CASE_ID, person_id=person, answer=Answered.DOES_NOT_COME))
    with pytest.raises(NotReady, match="somebody of the circle"):
        case.do(StartInformationPhase(case_id=CASE_ID))
    assert case.conference.stage is Stage.READY
