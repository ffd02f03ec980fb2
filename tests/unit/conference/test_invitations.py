"""Invitations, and what people say to them."""

import pytest

from kring_conference.domain.sides import knows_of
from kring_conference.process import PathStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    Answered,
    AnswerInvitation,
    GroupInvited,
    InviteGroup,
    InviteParticipant,
    ParticipantAnswered,
    ParticipantInvited,
    Side,
)
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady, Refused
from tests.unit.conference.case import CASE_ID, FILIP, circle_member, main_person, preparing
from tests.unit.conference.people import (
    SAM,
    a_child,
    add,
    answer,
    apart,
    invited,
    left_out,
    restorative,
    steps_out,
    suggested,
)


def test_no_invitation_goes_out_before_a_personal_contact() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    with pytest.raises(NotReady, match="record-contact"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=leo))
    invited(case, leo)
    (told,) = [fact for fact in case.told if isinstance(fact, ParticipantInvited)]
    assert (told.person_id, told.part) == (leo, Part.CIRCLE)


def test_an_invitation_goes_out_once_and_not_to_who_stepped_out() -> None:
    case = preparing()
    leo = case.joins("Leo")
    with pytest.raises(Refused, match="invited before"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=leo))
    case.do(steps_out(leo))
    with pytest.raises(Refused, match="no further part"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=leo))


def test_people_answer_for_themselves_and_may_change_their_minds() -> None:
    case = preparing()
    leo = case.joins("Leo")
    no = AnswerInvitation(case_id=CASE_ID, person_id=leo, answer=Answered.DOES_NOT_COME)
    (answered,) = case.do(no, circle_member(leo))
    assert isinstance(answered, ParticipantAnswered)
    assert case.person(leo).shown_stage == "does-not-come"
    with pytest.raises(NotPermitted):
        case.do(no, circle_member(leo))  # who does not take part any more says so to the coordinator
    answer(case, leo, Answered.COMES)
    assert case.person(leo).shown_stage == "comes"


def test_nobody_answers_for_somebody_else_or_before_they_were_invited() -> None:
    case = preparing()
    leo, oma = case.joins("Leo"), case.suggest("Oma")
    with pytest.raises(NotPermitted):
        case.do(AnswerInvitation(case_id=CASE_ID, person_id=leo, answer=Answered.COMES), main_person())
    with pytest.raises(NotReady, match="invite-participant"):
        answer(case, oma, Answered.COMES)


def test_a_main_person_may_say_that_they_do_not_come() -> None:
    case = preparing()
    invited(case, FILIP)
    no = AnswerInvitation(case_id=CASE_ID, person_id=FILIP, answer=Answered.DOES_NOT_COME)
    case.do(no, main_person())
    assert not case.person(FILIP).is_expected
    assert not case.person(FILIP).is_heard


def test_somebody_who_is_not_there_is_spoken_for_by_one_who_is() -> None:
    case = preparing()
    leo, oma = case.joins("Leo"), case.suggest("A spokesperson from outside")
    answer(case, leo, Answered.IS_REPRESENTED, oma)
    assert case.person(leo).represented_by == oma
    answer(case, leo, Answered.COMES)
    assert case.person(leo).represented_by is None
    with pytest.raises(InvalidFields, match="is-represented"):
        answer(case, leo, Answered.BY_LETTER, oma)


def test_nobody_is_spoken_for_by_themselves_a_child_a_professional_or_somebody_they_may_not_meet() -> None:
    case = preparing()
    leo, child, feared, away = case.joins("Leo"), case.joins("Mila"), case.joins("Joris"), case.joins("Away")
    a_child(case, child)
    case.do(apart(leo, feared))
    answer(case, away, Answered.BY_LETTER)
    helper = add(case, suggested("A helper", Part.INFORMATION_GIVER))
    for by, words in (
        (leo, "themselves"),
        (child, "child"),
        (feared, "will not be there"),
        (away, "not be there"),
        (helper, "of the circle"),
    ):
        with pytest.raises(Refused, match=words):
            answer(case, leo, Answered.IS_REPRESENTED, by)
    assert case.person(leo).answer is Answered.COMES


@pytest.mark.parametrize("how", ["steps out", "is left out", "does not come", "is kept apart"])
def test_when_a_spokesperson_falls_away_another_is_sought(how: str) -> None:
    case = preparing()
    leo, oma = case.joins("Leo"), case.joins("Oma")
    answer(case, leo, Answered.IS_REPRESENTED, oma)
    if how == "steps out":
        case.do(steps_out(oma))
    elif how == "is left out":
        case.do(left_out(oma))
    elif how == "does not come":
        answer(case, oma, Answered.DOES_NOT_COME)
    else:
        case.do(apart(oma, leo))
    assert (case.person(leo).answer, case.person(leo).represented_by) == (Answered.IS_REPRESENTED, None)


def test_a_group_is_invited_openly_and_counted_without_names() -> None:
    case = preparing(conference_type=ConferenceType.COMMUNITY)
    for reached in (60, 75):
        (told,) = case.do(InviteGroup(case_id=CASE_ID, invited=reached))
        assert isinstance(told, GroupInvited)
        assert told.invited == case.conference.invited_group == reached


@pytest.mark.parametrize("kind", sorted(set(ConferenceType) - {ConferenceType.COMMUNITY}))
def test_everywhere_else_everybody_is_invited_personally(kind: ConferenceType) -> None:
    case = preparing(conference_type=kind)
    with pytest.raises(Refused, match="invite-participant"):
        case.do(InviteGroup(case_id=CASE_ID, invited=60))
    with pytest.raises(NotPermitted):
        case.do(InviteGroup(case_id=CASE_ID, invited=60), main_person())


def test_the_other_side_sees_only_who_said_that_they_may_be_shown() -> None:
    case = restorative()
    leo = add(case, suggested("Leo", side=Side.RESPONSIBLE))
    invited(case, leo)
    for shown in (False, True):
        answer(case, leo, Answered.BY_LETTER, shown=shown)
        seen = knows_of(case.person(FILIP), case.person(leo), Role.MAIN_PERSON, two_circles=True)
        assert seen is shown
    assert knows_of(case.person(SAM), case.person(leo), Role.MAIN_PERSON, two_circles=True)


def test_while_somebody_has_no_side_yet_the_circles_do_not_see_each_other() -> None:
    case = restorative()
    leo = case.suggest("Leo")
    assert not knows_of(case.person(FILIP), case.person(leo), Role.MAIN_PERSON, two_circles=True)
    assert knows_of(case.person(FILIP), case.person(leo), Role.MAIN_PERSON)


def test_the_coordinator_sees_everybody_and_who_takes_no_part_nobody() -> None:
    case = restorative()
    helper = add(case, suggested("A helper", Part.INFORMATION_GIVER))
    filip, sam = case.person(FILIP), case.person(SAM)
    assert knows_of(None, sam, Role.COORDINATOR, two_circles=True)
    assert not knows_of(None, sam, Role.REGIONAL_MANAGER, two_circles=True)
    assert not knows_of(case.person(helper), filip, Role.INFORMATION_GIVER, two_circles=True)
    assert knows_of(filip, case.person(helper), Role.MAIN_PERSON, two_circles=True)
    assert knows_of(filip, filip, Role.MAIN_PERSON, two_circles=True)


def test_a_circle_member_sees_who_was_invited_and_not_who_was_only_thought_of() -> None:
    case = preparing()
    oma, leo, thought_of = case.joins("Oma"), case.joins("Leo"), case.suggest("Joris")
    assert knows_of(case.person(oma), case.person(leo), Role.CIRCLE_MEMBER)
    assert not knows_of(case.person(oma), case.person(thought_of), Role.CIRCLE_MEMBER)


def test_being_shown_to_another_side_means_nothing_where_there_is_one_circle() -> None:
    case = preparing()
    leo = case.joins("Leo")
    answer(case, leo, Answered.COMES, shown=True)
    assert not case.person(leo).may_be_shown
    assert case.person(leo).stage is PathStage.ANSWERED
