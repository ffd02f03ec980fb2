"""Who may not meet, and who is not invited for safety; nobody but the coordinator hears of it."""

import pytest

from kring_conference.process import PathStage
from kring_shared.contracts.conference import (
    Answered,
    InviteParticipant,
    NoLongerApart,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantNotInvited,
    Side,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from tests.unit.conference.case import CASE_ID, FILIP, main_person, preparing
from tests.unit.conference.people import (
    SAM,
    add,
    answer,
    apart,
    left_out,
    restorative,
    safe,
    suggested,
    with_sam,
)


def test_two_people_are_kept_apart_both_ways_and_no_fact_tells_it() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    assert case.do(apart(FILIP, leo)) == []
    assert case.do(apart(leo, FILIP)) == []
    assert case.conference.apart == {frozenset({FILIP, leo})}


def test_who_can_meet_again_is_kept_apart_no_more_and_that_may_be_said_twice() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    case.do(apart(FILIP, leo))
    again = NoLongerApart(case_id=CASE_ID, person_id=leo, other_id=FILIP)
    assert case.do(again) == []
    assert case.conference.apart == frozenset()
    assert case.do(again) == []


def test_a_pair_is_two_people_of_the_case() -> None:
    case = preparing()
    with pytest.raises(InvalidFields, match="two people"):
        case.do(apart(FILIP, FILIP))
    with pytest.raises(NotFound):
        case.do(apart(FILIP, "f" * 32))
    with pytest.raises(NotPermitted):
        case.do(apart(FILIP, case.suggest("Leo")), main_person())


def test_who_is_left_out_for_safety_is_expected_by_nobody_and_the_fact_says_no_more() -> None:
    case = preparing()
    leo = case.joins("Leo")
    (told,) = case.do(left_out(leo))
    assert isinstance(told, ParticipantNotInvited)
    assert set(told.model_dump()) - set(ParticipantAnswered.model_fields) == set()
    assert case.person(leo).stage is PathStage.NOT_INVITED
    assert not case.person(leo).is_expected
    assert not case.person(leo).takes_part
    with pytest.raises(NotAllowedNow):
        case.do(left_out(leo))


def test_who_is_left_out_is_heard_by_letter_or_through_somebody_and_in_no_other_way() -> None:
    case = preparing()
    leo = case.joins("Leo")
    with pytest.raises(InvalidFields, match="by-letter"):
        case.do(left_out(leo, Answered.COMES_REMOTE))
    case.do(left_out(leo, Answered.BY_LETTER))
    assert case.person(leo).answer is Answered.BY_LETTER
    oma = case.joins("Oma")
    answer(case, leo, Answered.IS_REPRESENTED, oma)
    assert (case.person(leo).stage, case.person(leo).represented_by) == (PathStage.NOT_INVITED, oma)
    with pytest.raises(NotReady, match="invite"):
        answer(case, leo, Answered.COMES)


def test_who_was_left_out_is_invited_once_they_say_that_they_can_come_safely() -> None:
    case = preparing()
    leo = case.joins("Leo")
    case.do(left_out(leo, Answered.BY_LETTER))
    case.do(safe(leo, feels_safe=False))
    invite = InviteParticipant(case_id=CASE_ID, person_id=leo)
    with pytest.raises(NotReady, match="record-safety"):
        case.do(invite)
    case.do(safe(leo))
    (told,) = case.do(invite)
    assert isinstance(told, ParticipantInvited)
    assert (case.person(leo).stage, case.person(leo).answer) == (PathStage.INVITED, None)


def test_a_main_person_is_left_out_only_when_somebody_it_is_about_is_still_heard() -> None:
    case = preparing()
    with pytest.raises(NotReady, match="hearBy"):
        case.do(left_out(FILIP))
    case.do(left_out(FILIP, Answered.BY_LETTER))
    assert case.person(FILIP).is_heard
    both = with_sam(preparing())
    both.do(left_out(SAM))
    assert not both.person(SAM).is_heard
    with pytest.raises(NotReady):
        both.do(left_out(FILIP))


def test_of_two_circles_neither_loses_its_last_voice() -> None:
    case = restorative()
    with pytest.raises(NotReady, match="heard"):
        case.do(left_out(SAM))
    case.do(left_out(add(case, suggested("Leo", side=Side.RESPONSIBLE))))
    case.do(left_out(SAM, Answered.IS_REPRESENTED))
    assert case.person(SAM).is_heard
