"""What the coordinator asks each person before the day, and how they choose it, as commands."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.conference import (
    AnswerDates,
    ArrangeFood,
    BriefProfessional,
    ProposeDates,
    RecordNeeds,
    RecordSafety,
    ScheduleConference,
    SupportWish,
)
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


def choosing_the_day(case_id: str, people: Iterable[str], first: datetime, second: datetime) -> tuple[Command, ...]:
    """Lay two days before people who can both, and choose the first, in a place that is theirs without end."""
    return (
        ProposeDates(case_id=case_id, options=(first, second)),
        *(AnswerDates(case_id=case_id, person_id=person_id, can=(first, second)) for person_id in people),
        ArrangeFood(case_id=case_id),
        ScheduleConference(case_id=case_id, starts_at=first, venue="Community centre", neutral=True, no_end_time=True),
    )


def in_days(now: datetime, days: int) -> datetime:
    """Give a moment some days on."""
    return now + timedelta(days=days)
