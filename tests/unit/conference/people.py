"""Commands about people, short, and cases of other kinds than a family's."""

from dataclasses import replace

from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    Answered,
    AnswerInvitation,
    InviteParticipant,
    KeepApart,
    LeaveOut,
    PlaceOnSide,
    RecordSafety,
    Side,
    StepOut,
    SuggestParticipant,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.contracts.sealed import Contact
from tests.unit.conference.case import CASE_ID, FILIP, Case, card, contact, preparing

SAM = "0" * 31 + "8"
"""The other main person, where there are two."""


def suggested(
    name: str,
    part: Part = Part.CIRCLE,
    *,
    minor: bool | None = None,
    languages: tuple[str, ...] = (),
    relation: str = "",
    side: Side | None = None,
    by: str | None = None,
) -> SuggestParticipant:
    """Suggest somebody."""
    return SuggestParticipant(
        case_id=CASE_ID,
        contact=Contact(name=name),
        part=part,
        minor=minor,
        languages=languages,
        relation=relation,
        side=side,
        suggested_by=by,
    )


def add(case: Case, command: SuggestParticipant) -> str:
    """Have the coordinator suggest somebody; give their id."""
    case.do(command)
    assert case.last is not None
    assert case.last.answer is not None
    return str(case.last.answer["personId"])


def interpreter(case: Case, name: str = "Mariam", *languages: str) -> str:
    """Have a grown-up interpreter entered; give their id."""
    return add(case, suggested(name, Part.INTERPRETER, minor=False, languages=languages))


def invited(case: Case, person_id: str) -> None:
    """Speak with somebody, and invite them."""
    case.do(contact(person_id, *sorted(BEFORE_AN_INVITATION)))
    case.do(InviteParticipant(case_id=CASE_ID, person_id=person_id))


def answer(case: Case, person_id: str, said: Answered, by: str | None = None, *, shown: bool = False) -> list[Fact]:
    """Note what somebody said to their invitation."""
    return case.do(
        AnswerInvitation(case_id=CASE_ID, person_id=person_id, answer=said, represented_by=by, may_be_shown=shown)
    )


def safe(person_id: str, *, feels_safe: bool = True, measures: str = "") -> RecordSafety:
    """Note whether somebody can come safely."""
    return RecordSafety(case_id=CASE_ID, person_id=person_id, feels_safe=feels_safe, measures=measures)


def apart(one: str, other: str) -> KeepApart:
    """Keep two people apart."""
    return KeepApart(case_id=CASE_ID, person_id=one, other_id=other)


def left_out(person_id: str, hear_by: Answered | None = None) -> LeaveOut:
    """Leave somebody out, for safety."""
    return LeaveOut(case_id=CASE_ID, person_id=person_id, hear_by=hear_by)


def steps_out(person_id: str) -> StepOut:
    """Take no further part."""
    return StepOut(case_id=CASE_ID, person_id=person_id)


def with_sam(case: Case) -> Case:
    """Have the request be about Sam as well."""
    case.stored[Participant, SAM] = Participant(card(SAM, "Sam"), CASE_ID, "utrecht", Part.MAIN_PERSON)
    return case


def restorative() -> Case:
    """Make a restorative case: Filip was harmed, and Sam is responsible."""
    case = with_sam(preparing(conference_type=ConferenceType.RESTORATIVE))
    case.do(PlaceOnSide(case_id=CASE_ID, person_id=FILIP, side=Side.HARMED))
    case.do(PlaceOnSide(case_id=CASE_ID, person_id=SAM, side=Side.RESPONSIBLE))
    return case


def a_child(case: Case, person_id: str) -> None:
    """Have somebody turn out to be a child."""
    person = case.person(person_id)
    case.stored[Participant, person_id] = replace(person, card=person.card.model_copy(update={"minor": True}))
