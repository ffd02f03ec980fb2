"""The register's rows."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Index, Row, Text
from sqlmodel import Field

from kring_matching.domain import Coordinator, Issued
from kring_matching.process import Standing
from kring_matching.store.tables import MatchingTable
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard
from kring_shared.contracts.matching import LanguageSkill, PauseReason, Period, SelfDeclared, Statute, TieKind
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import list_text, text_of

LEVELS: TypeAdapter[tuple[LanguageSkill, ...]] = TypeAdapter(tuple[LanguageSkill, ...])
PERIODS: TypeAdapter[tuple[Period, ...]] = TypeAdapter(tuple[Period, ...])
ISSUED: TypeAdapter[tuple[Issued, ...]] = TypeAdapter(tuple[Issued, ...])


class CoordinatorRow(MatchingTable, table=True):
    """One coordinator in the register."""

    __tablename__ = "coordinator"
    __table_args__ = (Index("coordinator_in_order", "office", "coordinator_id"),)

    coordinator_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    card: str = Field(sa_column=Column(Text, nullable=False))
    languages: str = Field(sa_column=Column(Text, nullable=False))
    """What the card says, once more: the ranking reads codes of everybody, and cards of a few."""
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    gender: str | None = Field(default=None, max_length=10)
    birth_year: int | None = None
    municipality: str = Field(max_length=60)
    travel_limit_km: int
    maximum_load: int
    screening_valid_until: date
    screening_checked_on: date | None = None
    levels: str = Field(sa_column=Column(Text, nullable=False))
    municipalities: list[str] = Field(sa_column=Column(JSON, nullable=False))
    declared: str | None = Field(default=None, sa_column=Column(Text))
    away: str = Field(sa_column=Column(Text, nullable=False))
    statute: str | None = Field(default=None, sa_column=Column(Text))
    issued: str = Field(sa_column=Column(Text, nullable=False))
    ties: list[str] = Field(sa_column=Column(JSON, nullable=False))
    standing: str = Field(max_length=12)
    standing_because: str = Field(max_length=40)
    standing_since: date | None = None
    pause: str | None = Field(default=None, max_length=12)
    certified_on: date | None = None
    supervised: bool
    last_case_on: date | None = None
    lent_by: str | None = Field(default=None, max_length=40)
    for_case: str | None = Field(default=None, max_length=32)
    version: int


def row_of(coordinator: Coordinator) -> dict[str, Any]:
    """Write a coordinator down."""
    return {
        "coordinator_id": coordinator.coordinator_id,
        "office": coordinator.office,
        "card": coordinator.card.model_dump_json(),
        "languages": list_text(coordinator.languages),
        "scopes": [scope.value for scope in coordinator.scopes],
        "gender": coordinator.gender.value if coordinator.gender else None,
        "birth_year": coordinator.birth_year,
        "municipality": coordinator.municipality,
        "travel_limit_km": coordinator.travel_limit_km,
        "maximum_load": coordinator.maximum_load,
        "screening_valid_until": coordinator.screening_valid_until,
        "screening_checked_on": coordinator.screening_checked_on,
        "levels": text_of(LEVELS, coordinator.levels),
        "municipalities": list(coordinator.municipalities),
        "declared": coordinator.declared.model_dump_json() if coordinator.declared else None,
        "away": text_of(PERIODS, coordinator.away),
        "statute": coordinator.statute.model_dump_json() if coordinator.statute else None,
        "issued": text_of(ISSUED, coordinator.issued),
        "ties": [tie.value for tie in coordinator.ties],
        "standing": coordinator.standing.value,
        "standing_because": coordinator.standing_because,
        "standing_since": coordinator.standing_since,
        "pause": coordinator.pause.value if coordinator.pause else None,
        "certified_on": coordinator.certified_on,
        "supervised": coordinator.supervised,
        "last_case_on": coordinator.last_case_on,
        "lent_by": coordinator.lent_by,
        "for_case": coordinator.for_case,
    }


def value_of(row: Row[Any]) -> Coordinator:
    """Read a coordinator."""
    return Coordinator(
        coordinator_id=row.coordinator_id,
        office=row.office,
        card=PersonCard.model_validate_json(row.card),
        scopes=tuple(ConferenceType(scope) for scope in row.scopes),
        gender=Gender(row.gender) if row.gender else None,
        birth_year=row.birth_year,
        municipality=row.municipality,
        travel_limit_km=row.travel_limit_km,
        maximum_load=row.maximum_load,
        screening_valid_until=row.screening_valid_until,
        screening_checked_on=row.screening_checked_on,
        levels=LEVELS.validate_json(row.levels),
        municipalities=tuple(row.municipalities),
        declared=Sealed[SelfDeclared].model_validate_json(row.declared) if row.declared else None,
        away=PERIODS.validate_json(row.away),
        statute=Statute.model_validate_json(row.statute) if row.statute else None,
        issued=ISSUED.validate_json(row.issued),
        ties=tuple(TieKind(tie) for tie in row.ties),
        standing=Standing(row.standing),
        standing_because=row.standing_because,
        standing_since=row.standing_since,
        pause=PauseReason(row.pause) if row.pause else None,
        certified_on=row.certified_on,
        supervised=row.supervised,
        last_case_on=row.last_case_on,
        lent_by=row.lent_by,
        for_case=row.for_case,
        version=row.version,
    )
