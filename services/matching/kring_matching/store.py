"""Rows and aggregates of matching, and both ways between them. What is about a person is sealed in its column too."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_matching.domain import Coordinator, Search
from kring_matching.process import Stage
from kring_shared.contracts.field import ConferenceType, Dossier, Gender, PersonCard
from kring_shared.runtime.shelves import Shelf
from kring_shared.runtime.tables import from_ms, to_ms


class MatchingTable(SQLModel):
    """Keeps matching's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class SearchRow(MatchingTable, table=True):
    """One search."""

    __tablename__ = "search"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20)
    coordinator_id: str | None = Field(default=None, max_length=32, index=True)
    respond_by_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    main_person_ids: str = Field(sa_column=Column(Text, nullable=False))
    refused: str = Field(sa_column=Column(Text, nullable=False))
    dossier: str = Field(sa_column=Column(Text, nullable=False))
    paused_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    coordinated_by: str | None = Field(default=None, max_length=32)
    previous_coordinator_id: str | None = Field(default=None, max_length=32)
    version: int


class CoordinatorRow(MatchingTable, table=True):
    """One coordinator in the register."""

    __tablename__ = "coordinator"

    coordinator_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    card: str = Field(sa_column=Column(Text, nullable=False))
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    gender: str | None = Field(default=None, max_length=10)
    birth_year: int | None = None
    municipality: str = Field(max_length=60)
    travel_limit_km: int
    maximum_load: int
    screening_valid_until: date
    employer_is_helping_body: bool
    version: int


def search_row(search: Search) -> dict[str, Any]:
    """Write a search down."""
    return {
        "case_id": search.case_id,
        "office": search.office,
        "stage": search.stage.value,
        "coordinator_id": search.coordinator_id,
        "respond_by_ms": to_ms(search.respond_by) if search.respond_by else None,
        "main_person_ids": json.dumps(search.main_person_ids),
        "refused": json.dumps(search.refused),
        "dossier": search.dossier.model_dump_json(),
        "paused_at_ms": to_ms(search.paused_at) if search.paused_at else None,
        "coordinated_by": search.coordinated_by,
        "previous_coordinator_id": search.previous_coordinator_id,
    }


def search_value(row: Row[Any]) -> Search:
    """Read a search."""
    return Search(
        case_id=row.case_id,
        office=row.office,
        stage=Stage(row.stage),
        coordinator_id=row.coordinator_id,
        respond_by=_moment(row.respond_by_ms),
        main_person_ids=tuple(json.loads(row.main_person_ids)),
        refused=tuple(json.loads(row.refused)),
        dossier=Dossier.model_validate_json(row.dossier),
        paused_at=_moment(row.paused_at_ms),
        coordinated_by=row.coordinated_by,
        previous_coordinator_id=row.previous_coordinator_id,
        version=row.version,
    )


def coordinator_row(coordinator: Coordinator) -> dict[str, Any]:
    """Write a coordinator down."""
    return {
        "coordinator_id": coordinator.coordinator_id,
        "office": coordinator.office,
        "card": coordinator.card.model_dump_json(),
        "scopes": [scope.value for scope in coordinator.scopes],
        "gender": coordinator.gender.value if coordinator.gender else None,
        "birth_year": coordinator.birth_year,
        "municipality": coordinator.municipality,
        "travel_limit_km": coordinator.travel_limit_km,
        "maximum_load": coordinator.maximum_load,
        "screening_valid_until": coordinator.screening_valid_until,
        "employer_is_helping_body": coordinator.employer_is_helping_body,
    }


def coordinator_value(row: Row[Any]) -> Coordinator:
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
        employer_is_helping_body=row.employer_is_helping_body,
        version=row.version,
    )


def _moment(ms: int | None) -> datetime | None:
    return from_ms(ms) if ms is not None else None


SHELVES = (
    Shelf(Search, SearchRow, search_row, search_value, by=("case_id", "coordinator_id")),
    Shelf(Coordinator, CoordinatorRow, coordinator_row, coordinator_value, by=("coordinator_id",)),
)
