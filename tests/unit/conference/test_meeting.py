"""Part one: who is there, who informed, that conditions were explained, and nothing of what was said."""

import pytest

from kring_conference.process import PathStage, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    GUARDIAN,
    Case,
    alone,
    in_days,
    main_person,
    mandate,
    prepared,
    presenting,
    ready,
)
from tests.unit.conference.coordinators import informing
from tests.unit.conference.left_alone import oma_of

CONDITION = "School goes on."
OPEN = c.StartInformationPhase(case_id=CASE_ID)


def with_a_professional() -> tuple[Case, str]:
    """Make a case that waits for its day, to which somebody of a clinic comes as well."""
    case = prepared()
    clinic = case.joins("The clinic", Part.INFORMATION_GIVER)
    case.do(c.BriefProfessional(case_id=CASE_ID, person_id=clinic))
    case.do(c.AnswerDates(case_id=CASE_ID, person_id=clinic, can=case.conference.day.options))
    case.do(c.DeclareReady(case_id=CASE_ID))
    case.now = in_days(case.now, 30)
    return case, clinic


def attended(facts: list[Fact]) -> set[str]:
    return {fact.person_id for fact in facts if isinstance(fact, c.ParticipantAttended)}


def test_everybody_who_said_they_come_is_there_unless_it_is_said_who_is() -> None:
    case = ready()
    told = case.do(OPEN)
    assert isinstance(told[0], c.InformationPhaseStarted)
    assert attended(told[1:]) == {FILIP, oma_of(case)}
    assert case.person(FILIP).stage is PathStage.ATTENDED
    assert case.person(FILIP).answer is c.Answered.COMES
    assert case.conference.room.meeting == 1


def test_who_was_expected_and_is_not_there_is_absent_and_may_come_later() -> None:
    case = ready()
    oma = oma_of(case)
    told = case.do(OPEN.model_copy(update={"present": (oma,)}))
    assert attended(told) == {oma}
    assert case.person(FILIP).stage is PathStage.ABSENT
    (arrived,) = case.do(c.NoteArrival(case_id=CASE_ID, person_id=FILIP))
    assert isinstance(arrived, c.ParticipantAttended)
    assert case.do(c.NoteArrival(case_id=CASE_ID, person_id=FILIP)) == []
    assert case.person(FILIP).stage is PathStage.ATTENDED


def test_who_is_heard_by_letter_or_through_somebody_keeps_their_path_and_may_come_after_all() -> None:
    case = prepared()
    aunt = case.joins("Aunt")
    case.do(c.AnswerInvitation(case_id=CASE_ID, person_id=aunt, answer=c.Answered.BY_LETTER))
    case.do(c.DeclareReady(case_id=CASE_ID))
    before = case.person(aunt)
    case.do(OPEN)
    assert case.person(aunt) == before
    case.do(c.NoteArrival(case_id=CASE_ID, person_id=aunt))
    assert (case.person(aunt).stage, case.person(aunt).answer) == (PathStage.ATTENDED, c.Answered.COMES)


def test_who_takes_part_from_afar_is_there_and_still_from_afar() -> None:
    case = prepared()
    case.do(c.AnswerInvitation(case_id=CASE_ID, person_id=oma_of(case), answer=c.Answered.COMES_REMOTE))
    case.do(c.DeclareReady(case_id=CASE_ID))
    case.do(OPEN)
    oma = case.person(oma_of(case))
    assert (oma.stage, oma.answer) == (PathStage.ATTENDED, c.Answered.COMES_REMOTE)


def test_nobody_is_there_who_is_not_known_or_was_not_to_come() -> None:
    case = prepared()
    leo = case.suggest("Leo")
    case.do(c.DeclareReady(case_id=CASE_ID))
    before = dict(case.stored)
    with pytest.raises(NotFound):
        case.do(OPEN.model_copy(update={"present": ("0" * 32,)}))
    with pytest.raises(Refused, match="was not to come"):
        case.do(OPEN.model_copy(update={"present": (FILIP, leo)}))
    assert case.stored == before


def test_who_is_kept_away_for_safety_is_not_let_in() -> None:
    case = prepared()
    uncle = case.joins("Uncle")
    case.do(c.LeaveOut(case_id=CASE_ID, person_id=uncle))
    case.do(c.DeclareReady(case_id=CASE_ID))
    with pytest.raises(Refused, match="not invited for safety"):
        case.do(OPEN.model_copy(update={"present": (FILIP, uncle)}))
    case.do(OPEN)
    with pytest.raises(Refused, match="not invited for safety"):
        case.do(c.NoteArrival(case_id=CASE_ID, person_id=uncle))


def test_people_who_never_meet_do_not_meet_because_one_of_them_walks_in() -> None:
    case = prepared()
    uncle = case.joins("Uncle")
    case.do(c.AnswerInvitation(case_id=CASE_ID, person_id=uncle, answer=c.Answered.BY_LETTER))
    case.do(c.KeepApart(case_id=CASE_ID, person_id=uncle, other_id=FILIP))
    case.do(c.DeclareReady(case_id=CASE_ID))
    with pytest.raises(NotReady, match="never meet"):
        case.do(OPEN.model_copy(update={"present": (FILIP, uncle)}))
    case.do(OPEN)
    with pytest.raises(NotReady, match="never meet"):
        case.do(c.NoteArrival(case_id=CASE_ID, person_id=uncle))


def test_a_meeting_to_which_nobody_of_the_circle_came_does_not_open() -> None:
    case, clinic = with_a_professional()
    with pytest.raises(NotReady, match="nobody of the circle"):
        case.do(OPEN.model_copy(update={"present": (clinic,)}))
    assert case.conference.stage is Stage.READY


def test_what_changed_since_it_was_ready_is_looked_at_once_more() -> None:
    case = ready()
    case.do(c.AnswerInvitation(case_id=CASE_ID, person_id=oma_of(case), answer=c.Answered.DOES_NOT_COME))
    with pytest.raises(NotReady, match="circle"):
        case.do(OPEN)


def test_that_a_professional_informed_is_noted_once_and_not_what_they_said() -> None:
    case, clinic = with_a_professional()
    case.do(OPEN)
    (given,) = case.do(c.RecordInformationGiven(case_id=CASE_ID, person_id=clinic))
    assert isinstance(given, c.InformationGiven)
    assert case.person(clinic).told.spoke
    assert case.do(c.RecordInformationGiven(case_id=CASE_ID, person_id=clinic)) == []


def test_what_the_circle_says_is_not_noted_as_information() -> None:
    with pytest.raises(Refused, match="by a professional"):
        informing().do(c.RecordInformationGiven(case_id=CASE_ID, person_id=FILIP))


def test_a_professional_who_is_not_there_did_not_inform() -> None:
    case = ready(mandate(CONDITION))
    case.do(OPEN)
    with pytest.raises(Refused, match="note-arrival"):
        case.do(c.RecordInformationGiven(case_id=CASE_ID, person_id=GUARDIAN))
    case.do(c.NoteArrival(case_id=CASE_ID, person_id=GUARDIAN))
    assert case.do(c.RecordInformationGiven(case_id=CASE_ID, person_id=GUARDIAN))


def test_conditions_are_explained_once_more_in_the_room_and_only_where_there_are_any() -> None:
    case = ready(mandate(CONDITION))
    case.do(OPEN)
    explain = c.ExplainConditions(case_id=CASE_ID)
    assert [type(fact) for fact in case.do(explain)] == [c.ConditionsExplained]
    assert case.do(explain) == []
    with pytest.raises(NotReady, match="nobody set conditions"):
        informing().do(explain)


@pytest.mark.parametrize(
    "command",
    [
        OPEN,
        c.NoteArrival(case_id=CASE_ID, person_id=FILIP),
        c.RecordInformationGiven(case_id=CASE_ID, person_id=FILIP),
        c.ExplainConditions(case_id=CASE_ID),
    ],
    ids=lambda command: command.name,
)
def test_only_the_coordinator_leads_part_one(command: c.NoteArrival) -> None:
    for actor in (main_person(), an_actor(Role.REGIONAL_MANAGER), an_actor(Role.COORDINATOR, "0" * 32)):
        with pytest.raises(NotPermitted):
            informing().do(command, actor)


def test_part_one_is_over_when_it_is_over() -> None:
    case = presenting()
    for command in (
        OPEN,
        c.RecordInformationGiven(case_id=CASE_ID, person_id=FILIP),
        c.ExplainConditions(case_id=CASE_ID),
    ):
        with pytest.raises(NotAllowedNow):
            case.do(command)
    assert case.do(c.NoteArrival(case_id=CASE_ID, person_id=FILIP)) == []
    with pytest.raises(NotAllowedNow):
        alone().do(c.NoteArrival(case_id=CASE_ID, person_id=FILIP))
