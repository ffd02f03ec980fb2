"""In an emergency it can be within a week: a shorter list, and nothing skipped that keeps people safe and free."""

from datetime import datetime, timedelta

import pytest

from kring_conference.process import Stage
from kring_shared.contracts.conference import (
    MAY_BE_LEFT_OUT,
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    Check,
    ContactKind,
    DeclareReady,
    InviteParticipant,
    RecordContact,
    RecordSafety,
    ScheduleConference,
    ShareConditions,
    StartInformationPhase,
)
from kring_shared.contracts.field import Urgency
from kring_shared.kernel.errors import NotReady
from kring_shared.testing.work import NOON
from tests.unit.conference.case import CASE_ID, EVERYTHING, FILIP, GUARDIAN, QUESTION, Case, mandate, preparing

DECLARE = DeclareReady(case_id=CASE_ID)


def day(number: int, hour: int = 12) -> datetime:
    """Give an hour of one of the four days."""
    return (NOON + timedelta(days=number - 1)).replace(hour=hour)


def call(person_id: str) -> RecordContact:
    return RecordContact(case_id=CASE_ID, person_id=person_id, how=ContactKind.PHONE, covered=EVERYTHING, minutes=40)


def still_to_do(case: Case) -> set[Check]:
    return {line.check for line in case.show().checklist if not line.done}


def first_two_days() -> Case:
    """The question is agreed, everybody is called, and Oma is invited by telephone."""
    case = preparing(mandate("School goes on."), urgency=Urgency.URGENT)
    case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True))
    for person_id in (FILIP, GUARDIAN):
        case.do(call(person_id))
    case.now = day(2)
    oma = case.suggest("Oma")
    with pytest.raises(NotReady, match="nobody is invited before that"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=oma))
    case.do(call(oma))
    case.do(InviteParticipant(case_id=CASE_ID, person_id=oma))
    case.do(AnswerInvitation(case_id=CASE_ID, person_id=oma, answer=Answered.COMES))
    return case


def test_an_emergency_is_prepared_in_four_days_and_nothing_that_keeps_people_safe_is_skipped() -> None:
    case = first_two_days()
    oma = case.told[-1].person_id  # type: ignore[attr-defined]  # what was told last is her answer
    case.now = day(3)
    case.do(ScheduleConference(case_id=CASE_ID, starts_at=day(4, 10), venue="Library", neutral=True, no_end_time=True))
    assert still_to_do(case) == {Check.SAFETY_ASKED, Check.CONDITIONS}
    for person_id in (FILIP, oma):
        case.do(RecordSafety(case_id=CASE_ID, person_id=person_id, feels_safe=True))
    with pytest.raises(NotReady, match="tell the conditions to everyone"):
        case.do(DECLARE)
    case.do(ShareConditions(case_id=CASE_ID))
    case.do(DECLARE)
    case.now = day(4, 10)
    case.do(StartInformationPhase(case_id=CASE_ID))
    assert case.conference.stage is Stage.INFORMATION_PHASE
    assert case.now - NOON < timedelta(days=4)


def test_somebody_who_does_not_feel_safe_holds_up_an_emergency_as_well() -> None:
    case = first_two_days()
    case.do(ScheduleConference(case_id=CASE_ID, starts_at=day(4, 10), venue="Library", neutral=True, no_end_time=True))
    case.do(ShareConditions(case_id=CASE_ID))
    for person_id in (line.person_id for line in case.show().participants if line.person_id != GUARDIAN):
        case.do(RecordSafety(case_id=CASE_ID, person_id=person_id, feels_safe=person_id == FILIP))
    with pytest.raises(NotReady, match="agree on measures"):
        case.do(DECLARE)


def test_the_short_list_leaves_out_what_a_policy_may_do_without_and_nothing_else() -> None:
    urgent = preparing(urgency=Urgency.URGENT)
    calm = preparing()
    asked = [{line.check for line in case.show().checklist} for case in (calm, urgent)]
    assert asked[0] - asked[1] == MAY_BE_LEFT_OUT
    assert asked[1] < asked[0]
