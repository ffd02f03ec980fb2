"""One participant: their say, and how they go through the days before, the day itself, and another day."""

from dataclasses import replace

import pytest

from kring_conference.domain.participant import Participant
from kring_conference.process import PARTICIPANT, PathStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import Answered
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import Refused
from tests.unit.conference.case import CASE_ID, FILIP, GUARDIAN, card

OMA = "0" * 31 + "6"


def person(person_id: str = OMA, part: Part = Part.CIRCLE, **fields: object) -> Participant:
    return replace(Participant(card(person_id, "Oma"), CASE_ID, "utrecht", part), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "role"),
    [
        (Part.CIRCLE, Role.CIRCLE_MEMBER),
        (Part.SUPPORT_PERSON, Role.CIRCLE_MEMBER),
        (Part.INFORMATION_GIVER, Role.INFORMATION_GIVER),
    ],
)
def test_who_was_invited_has_a_role_and_who_was_only_thought_of_has_none(part: Part, role: Role) -> None:
    assert person(part=part).parties() == frozenset()
    assert person(part=part, stage=PathStage.INVITED).parties() == {(role.value, OMA)}
    declined = person(part=part, stage=PathStage.ANSWERED, answer=Answered.DOES_NOT_COME)
    assert declined.parties() == frozenset()


def test_main_persons_and_acceptors_take_part_by_right_and_interpreters_have_no_say() -> None:
    assert person(FILIP, Part.MAIN_PERSON).parties() == {(Role.MAIN_PERSON.value, FILIP)}
    assert person(GUARDIAN, Part.ACCEPTOR).parties() == {(Role.MANDATED_PROFESSIONAL.value, GUARDIAN)}
    assert person(part=Part.INTERPRETER, stage=PathStage.INVITED).parties() == frozenset()


@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize("stage", [PathStage.STEPPED_OUT, PathStage.NOT_INVITED])
def test_who_is_out_takes_no_part_whatever_they_said_before(part: Part, stage: PathStage) -> None:
    out = person(part=part, stage=stage, answer=Answered.COMES)
    assert out.is_out
    assert not out.is_expected
    assert out.parties() == frozenset()


def test_a_main_person_is_prepared_without_an_invitation_and_still_changes_their_mind() -> None:
    prepared = person(FILIP, Part.MAIN_PERSON, stage=PathStage.INFORMED).prepared()
    assert prepared.stage is PathStage.PREPARED
    assert not prepared.is_invited
    assert prepared.is_expected
    assert not prepared.answered(Answered.DOES_NOT_COME, None).is_expected


@pytest.mark.parametrize("stage", [PathStage.SUGGESTED, PathStage.CONTACTED, PathStage.STEPPED_OUT])
def test_who_was_not_spoken_with_about_everything_is_not_prepared(stage: PathStage) -> None:
    before = person(stage=stage)
    assert before.prepared() is before


def test_who_is_prepared_stays_so() -> None:
    prepared = person(stage=PathStage.PREPARED, answer=Answered.COMES)
    assert prepared.prepared() == prepared


def test_who_comes_later_was_there_also_when_nobody_had_invited_them() -> None:
    late = person(stage=PathStage.ANSWERED, answer=Answered.COMES).absent()
    assert late.stage is PathStage.ABSENT
    assert late.attended().stage is PathStage.ATTENDED
    assert late.attended().attended().stage is PathStage.ATTENDED
    assert person().attended().takes_part


@pytest.mark.parametrize("answer", [Answered.BY_LETTER, Answered.IS_REPRESENTED, Answered.DOES_NOT_COME, None])
def test_who_was_not_expected_is_not_absent(answer: Answered | None) -> None:
    away = person(stage=PathStage.ANSWERED, answer=answer)
    assert away.absent() is away


@pytest.mark.parametrize("stage", [PathStage.NOT_INVITED, PathStage.STEPPED_OUT])
def test_who_is_out_is_not_noted_as_there(stage: PathStage) -> None:
    with pytest.raises(Refused):
        person(stage=stage).attended()


def test_on_another_day_who_was_there_is_expected_again_and_who_was_not_is_asked_once_more() -> None:
    there = person(stage=PathStage.ATTENDED, answer=Answered.COMES_REMOTE).expected_again()
    assert (there.stage, there.answer) == (PathStage.ANSWERED, Answered.COMES_REMOTE)
    turned_up = person(stage=PathStage.ATTENDED).expected_again()
    assert (turned_up.stage, turned_up.answer) == (PathStage.ANSWERED, Answered.COMES)
    missed = person(stage=PathStage.ABSENT, answer=Answered.COMES).expected_again()
    assert (missed.stage, missed.answer, missed.is_expected) == (PathStage.INVITED, None, False)


@pytest.mark.parametrize("stage", [PathStage.SUGGESTED, PathStage.ANSWERED, PathStage.NOT_INVITED])
def test_another_day_changes_nothing_for_who_was_not_there_to_be_counted(stage: PathStage) -> None:
    before = person(stage=stage, answer=Answered.BY_LETTER)
    assert before.expected_again() is before


def test_from_every_stage_there_is_a_way_out_but_from_the_end() -> None:
    ends = {stage for stage in PARTICIPANT.stages() if not PARTICIPANT.is_open(stage)}
    assert ends == {PathStage.STEPPED_OUT}
    assert set(PARTICIPANT.stages()) == set(PathStage)
    leaving = {step.at for step in PARTICIPANT.steps if step.to is PathStage.STEPPED_OUT}
    assert leaving == set(PathStage) - ends


def test_whoever_has_died_is_left_in_peace() -> None:
    gone = person(stage=PathStage.ANSWERED, answer=Answered.COMES, has_left=True)
    assert gone.shown_stage == "left"
    assert gone.expected_again() is gone
    with pytest.raises(Refused, match="no further part"):
        gone.invited()
