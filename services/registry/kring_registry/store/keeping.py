"""Rows of what is kept how long, and of orders to erase: opaque ids, days and codes."""

from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Index, Row
from sqlmodel import Field

from kring_registry.domain.erasure import Erasure
from kring_registry.domain.keeping import Keeping, Waits
from kring_registry.process.erasure import ErasureStage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.registry import KeptHere, ServiceAnswer
from kring_shared.contracts.retention import RecordKind

WAITING: Final = TypeAdapter(tuple[Waits, ...])
ERASED: Final = TypeAdapter(tuple[tuple[RecordKind, date], ...])
ANSWERS: Final = TypeAdapter(tuple[ServiceAnswer, ...])
KEPT: Final = TypeAdapter(tuple[KeptHere, ...])


class KeepingRow(RegistryTable, table=True):
    """What is kept of one case."""

    __tablename__ = "keeping"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    policy: str = Field(max_length=40)
    people: list[str] = Field(sa_column=Column(JSON, nullable=False))
    compelled: bool
    bound: bool
    merged_into: str | None = Field(default=None, max_length=32, index=True)
    ended_on: date | None = None
    ended_as: str = Field(max_length=40)
    locked_on: date | None = None
    held_for: str = Field(max_length=40)
    erased: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    waiting: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    version: int


class ErasureRow(RegistryTable, table=True):
    """One order to erase, and its answers."""

    __tablename__ = "erasure_order"
    __table_args__ = (Index("erasure_order_office", "office", "ordered_on"),)

    erasure_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    person_id: str | None = Field(default=None, max_length=32)
    kinds: list[str] = Field(sa_column=Column(JSON, nullable=False))
    because: str = Field(max_length=60)
    ordered_on: date
    stage: str = Field(max_length=20)
    answers: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    kept: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    attempt: int
    proof: str = Field(max_length=64)
    number: int
    version: int


def keeping_row(keeping: Keeping) -> dict[str, Any]:
    """Write down what is kept of a case."""
    return {
        "case_id": keeping.case_id,
        "office": keeping.office,
        "policy": keeping.policy,
        "people": list(keeping.people),
        "compelled": keeping.compelled,
        "bound": keeping.bound,
        "merged_into": keeping.merged_into,
        "ended_on": keeping.ended_on,
        "ended_as": keeping.ended_as,
        "locked_on": keeping.locked_on,
        "held_for": keeping.held_for,
        "erased": ERASED.dump_python(keeping.erased, mode="json"),
        "waiting": WAITING.dump_python(keeping.waiting, mode="json"),
    }


def keeping_value(row: Row[Any]) -> Keeping:
    """Read what is kept of a case."""
    return Keeping(
        case_id=row.case_id,
        office=row.office,
        policy=row.policy,
        people=tuple(row.people),
        compelled=row.compelled,
        bound=row.bound,
        merged_into=row.merged_into,
        ended_on=row.ended_on,
        ended_as=row.ended_as,
        locked_on=row.locked_on,
        held_for=row.held_for,
        erased=ERASED.validate_python(row.erased),
        waiting=WAITING.validate_python(row.waiting),
        version=row.version,
    )


def erasure_row(erasure: Erasure) -> dict[str, Any]:
    """Write an order down."""
    return {
        "erasure_id": erasure.erasure_id,
        "case_id": erasure.case_id,
        "office": erasure.office,
        "person_id": erasure.person_id,
        "kinds": [kind.value for kind in erasure.kinds],
        "because": erasure.because,
        "ordered_on": erasure.ordered_on,
        "stage": erasure.stage.value,
        "answers": ANSWERS.dump_python(erasure.answers, mode="json", by_alias=True),
        "kept": KEPT.dump_python(erasure.kept, mode="json", by_alias=True),
        "attempt": erasure.attempt,
        "proof": erasure.proof,
        "number": erasure.number,
    }


def erasure_value(row: Row[Any]) -> Erasure:
    """Read an order."""
    return Erasure(
        erasure_id=row.erasure_id,
        case_id=row.case_id,
        office=row.office,
        person_id=row.person_id,
        kinds=tuple(map(RecordKind, row.kinds)),
        because=row.because,
        ordered_on=row.ordered_on,
        stage=ErasureStage(row.stage),
        answers=ANSWERS.validate_python(row.answers),
        kept=KEPT.validate_python(row.kept),
        attempt=row.attempt,
        proof=row.proof,
        number=row.number,
        version=row.version,
    )
