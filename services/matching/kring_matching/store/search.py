"""The rows of searches."""

import json
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Row, Text
from sqlmodel import Field

from kring_matching.domain import Search
from kring_matching.process import Stage
from kring_matching.store.tables import MatchingTable
from kring_shared.contracts.field import Dossier
from kring_shared.contracts.matching import PrivateWishes
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import list_text, moment_of, ms_of


class SearchRow(MatchingTable, table=True):
    """One search."""

    __tablename__ = "search"
    __table_args__ = (Index("search_stage", "office", "stage", "case_id"),)

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
    shortlist: str = Field(sa_column=Column(Text, nullable=False))
    approved: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(max_length=40)
    against_ranking: bool
    hours_to_answer: int | None = None
    supervised_by: str = Field(max_length=64)
    tied: str = Field(sa_column=Column(Text, nullable=False))
    private_wishes: str | None = Field(default=None, sa_column=Column(Text))
    fill_by_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    was_active: bool
    counted: str = Field(sa_column=Column(Text, nullable=False))
    version: int


def row_of(search: Search) -> dict[str, Any]:
    """Write a search down."""
    return {
        "case_id": search.case_id,
        "office": search.office,
        "stage": search.stage.value,
        "coordinator_id": search.coordinator_id,
        "respond_by_ms": ms_of(search.respond_by),
        "main_person_ids": list_text(search.main_person_ids),
        "refused": list_text(search.refused),
        "dossier": search.dossier.model_dump_json(),
        "paused_at_ms": ms_of(search.paused_at),
        "coordinated_by": search.coordinated_by,
        "previous_coordinator_id": search.previous_coordinator_id,
        "shortlist": list_text(search.shortlist),
        "approved": list_text(search.approved),
        "reason": search.reason,
        "against_ranking": search.against_ranking,
        "hours_to_answer": search.hours_to_answer,
        "supervised_by": search.supervised_by,
        "tied": list_text(search.tied),
        "private_wishes": search.private_wishes.model_dump_json() if search.private_wishes else None,
        "fill_by_ms": ms_of(search.fill_by),
        "was_active": search.was_active,
        "counted": list_text(search.counted),
    }


def value_of(row: Row[Any]) -> Search:
    """Read a search."""
    return Search(
        case_id=row.case_id,
        office=row.office,
        stage=Stage(row.stage),
        coordinator_id=row.coordinator_id,
        respond_by=moment_of(row.respond_by_ms),
        main_person_ids=tuple(json.loads(row.main_person_ids)),
        refused=tuple(json.loads(row.refused)),
        dossier=Dossier.model_validate_json(row.dossier),
        paused_at=moment_of(row.paused_at_ms),
        coordinated_by=row.coordinated_by,
        previous_coordinator_id=row.previous_coordinator_id,
        shortlist=tuple(json.loads(row.shortlist)),
        approved=tuple(json.loads(row.approved)),
        reason=row.reason,
        against_ranking=row.against_ranking,
        hours_to_answer=row.hours_to_answer,
        supervised_by=row.supervised_by,
        tied=tuple(json.loads(row.tied)),
        private_wishes=Sealed[PrivateWishes].model_validate_json(row.private_wishes) if row.private_wishes else None,
        was_active=row.was_active,
        counted=tuple(json.loads(row.counted)),
        fill_by=moment_of(row.fill_by_ms),
        version=row.version,
    )
