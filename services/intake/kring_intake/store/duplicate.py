"""What people are found and compared by, and what was decided about requests that look alike."""

import json
from typing import Any

from sqlalchemy import Column, Index, Row, Text
from sqlmodel import Field

from kring_intake.domain import Block, Suspicion, Trace
from kring_intake.likeness.traits import Traits
from kring_intake.process import SuspicionStage
from kring_intake.store.tables import IntakeTable
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import list_text


class BlockRow(IntakeTable, table=True):
    """One keyed hash of one person."""

    __tablename__ = "person_block"

    block_id: str = Field(primary_key=True, max_length=64)
    block: str = Field(max_length=64, index=True)
    person_id: str = Field(max_length=32)
    case_id: str = Field(max_length=32, index=True)
    held_by: str = Field(max_length=40)
    version: int


class TraceRow(IntakeTable, table=True):
    """What one person is compared by, sealed."""

    __tablename__ = "person_trace"

    person_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    held_by: str = Field(max_length=40)
    traits: str = Field(sa_column=Column(Text, nullable=False))
    version: int


class SuspicionRow(IntakeTable, table=True):
    """Two requests that look alike."""

    __tablename__ = "duplicate"
    __table_args__ = (Index("duplicate_likeliest", "office", "decision", "strength", "pair_id"),)

    pair_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    case_id: str = Field(max_length=32, index=True)
    other_id: str = Field(max_length=32, index=True)
    strength: int
    reasons: str = Field(sa_column=Column(Text, nullable=False))
    elsewhere: str = Field(max_length=40)
    decision: str = Field(max_length=20)
    version: int


def block_row(block: Block) -> dict[str, Any]:
    """Write a block down."""
    return {
        "block_id": block.block_id,
        "block": block.block,
        "person_id": block.person_id,
        "case_id": block.case_id,
        "held_by": block.held_by,
    }


def block_value(row: Row[Any]) -> Block:
    """Read a block."""
    return Block(row.block_id, row.block, row.person_id, row.case_id, row.held_by, row.version)


def trace_row(trace: Trace) -> dict[str, Any]:
    """Write a trace down."""
    return {
        "person_id": trace.person_id,
        "case_id": trace.case_id,
        "held_by": trace.held_by,
        "traits": trace.traits.model_dump_json(),
    }


def trace_value(row: Row[Any]) -> Trace:
    """Read a trace."""
    traits = Sealed[Traits].model_validate_json(row.traits)
    return Trace(row.person_id, row.case_id, row.held_by, traits, row.version)


def suspicion_row(suspicion: Suspicion) -> dict[str, Any]:
    """Write a suspicion down."""
    return {
        "pair_id": suspicion.pair_id,
        "office": suspicion.office,
        "case_id": suspicion.case_id,
        "other_id": suspicion.other_id,
        "strength": suspicion.strength,
        "reasons": list_text(suspicion.reasons),
        "elsewhere": suspicion.elsewhere,
        "decision": suspicion.decision.value,
    }


def suspicion_value(row: Row[Any]) -> Suspicion:
    """Read a suspicion."""
    return Suspicion(
        pair_id=row.pair_id,
        office=row.office,
        case_id=row.case_id,
        other_id=row.other_id,
        strength=row.strength,
        reasons=tuple(json.loads(row.reasons)),
        elsewhere=row.elsewhere,
        decision=SuspicionStage(row.decision),
        version=row.version,
    )
