"""Rows and what people asked, both ways; what they said is sealed under their own key."""

from datetime import date
from typing import Any

from sqlalchemy import Column, Index, Row, Text
from sqlmodel import Field

from kring_registry.domain.asked import Asked
from kring_registry.process.asked import AskedStage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.registry import AnsweredWith, AsksFor
from kring_shared.contracts.sealed import Sealed


class AskedRow(RegistryTable, table=True):
    """One thing somebody asked about their data."""

    __tablename__ = "asked"
    __table_args__ = (Index("asked_answer_by", "office", "answer_by"),)

    asked_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    asks_for: str = Field(max_length=20)
    received_on: date
    answer_by: date
    words: str = Field(sa_column=Column(Text, nullable=False))
    about: str = Field(max_length=64)
    stage: str = Field(max_length=20)
    handler: str = Field(max_length=64)
    extended_for: str = Field(max_length=40)
    answered_with: str | None = Field(default=None, max_length=20)
    code: str = Field(max_length=40)
    erasure_id: str = Field(max_length=32)
    version: int


def asked_row(asked: Asked) -> dict[str, Any]:
    """Write down what somebody asked."""
    return {
        "asked_id": asked.asked_id,
        "case_id": asked.case_id,
        "person_id": asked.person_id,
        "office": asked.office,
        "asks_for": asked.asks_for.value,
        "received_on": asked.received_on,
        "answer_by": asked.answer_by,
        "words": asked.words.model_dump_json(),
        "about": asked.about,
        "stage": asked.stage.value,
        "handler": asked.handler,
        "extended_for": asked.extended_for,
        "answered_with": asked.answered_with.value if asked.answered_with else None,
        "code": asked.code,
        "erasure_id": asked.erasure_id,
    }


def asked_value(row: Row[Any]) -> Asked:
    """Read what somebody asked."""
    return Asked(
        asked_id=row.asked_id,
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        asks_for=AsksFor(row.asks_for),
        received_on=row.received_on,
        answer_by=row.answer_by,
        words=Sealed[str].model_validate_json(row.words),
        about=row.about,
        stage=AskedStage(row.stage),
        handler=row.handler,
        extended_for=row.extended_for,
        answered_with=AnsweredWith(row.answered_with) if row.answered_with else None,
        code=row.code,
        erasure_id=row.erasure_id,
        version=row.version,
    )
