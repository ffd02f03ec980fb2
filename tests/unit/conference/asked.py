"""What the coordinator asks each person before the day, as commands."""

from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.conference import BriefProfessional, RecordNeeds, RecordSafety, SupportWish
from kring_shared.contracts.envelope import Command


def asked(person: Participant) -> tuple[Command, ...]:
    """Ask somebody of the circle, who comes safely, what they need; brief a professional."""
    case_id, person_id = person.case_id, person.id
    if person.part in CIRCLE:
        return (
            RecordSafety(case_id=case_id, person_id=person_id, feels_safe=True),
            RecordNeeds(case_id=case_id, person_id=person_id, comfort="", support=SupportWish.NOT_WANTED),
        )
    return (BriefProfessional(case_id=case_id, person_id=person_id),) if person.part.is_professional else ()
