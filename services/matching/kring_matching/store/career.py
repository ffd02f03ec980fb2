"""The rows of careers."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Index, Row, Text
from sqlmodel import Field

from kring_matching.domain import Career, Evaluation
from kring_matching.process import CareerStage
from kring_matching.store.tables import MatchingTable
from kring_shared.contracts.field import ConferenceType, PersonCard
from kring_shared.contracts.matching import GatheringKind, Report
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import text_of

TEXT: TypeAdapter[Sealed[str] | None] = TypeAdapter(Sealed[str] | None)
DAYS: TypeAdapter[tuple[tuple[GatheringKind, int], ...]] = TypeAdapter(tuple[tuple[GatheringKind, int], ...])
REPORTS: TypeAdapter[tuple[Sealed[Report], ...]] = TypeAdapter(tuple[Sealed[Report], ...])
TYPES: TypeAdapter[tuple[ConferenceType, ...]] = TypeAdapter(tuple[ConferenceType, ...])
CASES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
EVALUATIONS: TypeAdapter[tuple[Evaluation, ...]] = TypeAdapter(tuple[Evaluation, ...])


class CareerRow(MatchingTable, table=True):
    """One person on the way."""

    __tablename__ = "career"
    __table_args__ = (Index("career_longest", "office", "since", "person_id"),)

    person_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    policy: str = Field(max_length=20)
    card: str = Field(sa_column=Column(Text, nullable=False))
    municipality: str = Field(max_length=60)
    stage: str = Field(max_length=20)
    since: date
    motivation: str = Field(sa_column=Column(Text, nullable=False))
    cv: str = Field(sa_column=Column(Text, nullable=False))
    days: str = Field(sa_column=Column(Text, nullable=False))
    reports: str = Field(sa_column=Column(Text, nullable=False))
    workshops: str = Field(sa_column=Column(Text, nullable=False))
    conferences: str = Field(sa_column=Column(Text, nullable=False))
    evaluations: str = Field(sa_column=Column(Text, nullable=False))
    scopes: str = Field(sa_column=Column(Text, nullable=False))
    certified_on: date | None = None
    version: int


def row_of(career: Career) -> dict[str, Any]:
    """Write a career down."""
    return {
        "person_id": career.person_id,
        "office": career.office,
        "policy": career.policy,
        "card": career.card.model_dump_json(),
        "municipality": career.municipality,
        "stage": career.stage.value,
        "since": career.since,
        "motivation": text_of(TEXT, career.motivation),
        "cv": text_of(TEXT, career.cv),
        "days": text_of(DAYS, career.days),
        "reports": text_of(REPORTS, career.reports),
        "workshops": text_of(TYPES, career.workshops),
        "conferences": text_of(CASES, career.conferences),
        "evaluations": text_of(EVALUATIONS, career.evaluations),
        "scopes": text_of(TYPES, career.scopes),
        "certified_on": career.certified_on,
    }


def value_of(row: Row[Any]) -> Career:
    """Read a career."""
    return Career(
        person_id=row.person_id,
        office=row.office,
        policy=row.policy,
        card=PersonCard.model_validate_json(row.card),
        municipality=row.municipality,
        stage=CareerStage(row.stage),
        since=row.since,
        motivation=TEXT.validate_json(row.motivation),
        cv=TEXT.validate_json(row.cv),
        days=DAYS.validate_json(row.days),
        reports=REPORTS.validate_json(row.reports),
        workshops=TYPES.validate_json(row.workshops),
        conferences=CASES.validate_json(row.conferences),
        evaluations=EVALUATIONS.validate_json(row.evaluations),
        scopes=TYPES.validate_json(row.scopes),
        certified_on=row.certified_on,
        version=row.version,
    )
