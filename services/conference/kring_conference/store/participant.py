"""The rows of participants."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Row, Text
from sqlmodel import Field

from kring_conference.domain.participant import Participant
from kring_conference.domain.path import Care, Dates, Told
from kring_conference.process import PathStage
from kring_conference.store.tables import SEALED, ConferenceTable
from kring_shared.contracts.conference import Answered, Side
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.runtime.storage.tables import text_of

TOLD: TypeAdapter[Told] = TypeAdapter(Told)
CARE: TypeAdapter[Care] = TypeAdapter(Care)
DATES: TypeAdapter[Dates] = TypeAdapter(Dates)


class ParticipantRow(ConferenceTable, table=True):
    """One participant."""

    __tablename__ = "participant"

    participant_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    part: str = Field(max_length=20)
    stage: str = Field(max_length=30)
    side: str | None = Field(default=None, max_length=20)
    card: str = Field(sa_column=Column(Text, nullable=False))
    relation: str | None = Field(default=None, sa_column=Column(Text))
    suggested_by: str | None = Field(default=None, max_length=32)
    told: str = Field(sa_column=Column(Text, nullable=False))
    care: str = Field(sa_column=Column(Text, nullable=False))
    dates: str = Field(sa_column=Column(Text, nullable=False))
    answer: str | None = Field(default=None, max_length=20)
    represented_by: str | None = Field(default=None, max_length=32)
    may_be_shown: bool = Field(sa_column=Column(Boolean, nullable=False))
    plan_received: int
    has_left: bool = Field(sa_column=Column(Boolean, nullable=False))
    version: int


def row_of(person: Participant) -> dict[str, Any]:
    """Write a participant down."""
    return {
        "participant_id": person.id,
        "case_id": person.case_id,
        "office": person.office,
        "part": person.part.value,
        "stage": person.stage.value,
        "side": person.side.value if person.side else None,
        "card": person.card.model_dump_json(),
        "relation": text_of(SEALED, person.relation) if person.relation else None,
        "suggested_by": person.suggested_by,
        "told": text_of(TOLD, person.told),
        "care": text_of(CARE, person.care),
        "dates": text_of(DATES, person.dates),
        "answer": person.answer.value if person.answer else None,
        "represented_by": person.represented_by,
        "may_be_shown": person.may_be_shown,
        "plan_received": person.plan_received,
        "has_left": person.has_left,
    }


def value_of(row: Row[Any]) -> Participant:
    """Read a participant."""
    return Participant(
        card=PersonCard.model_validate_json(row.card),
        case_id=row.case_id,
        office=row.office,
        part=Part(row.part),
        stage=PathStage(row.stage),
        side=Side(row.side) if row.side else None,
        relation=SEALED.validate_json(row.relation) if row.relation else None,
        suggested_by=row.suggested_by,
        told=TOLD.validate_json(row.told),
        care=CARE.validate_json(row.care),
        dates=DATES.validate_json(row.dates),
        answer=Answered(row.answer) if row.answer else None,
        represented_by=row.represented_by,
        may_be_shown=row.may_be_shown,
        plan_received=row.plan_received,
        has_left=row.has_left,
        version=row.version,
    )
