"""Rows and registrations, and both ways between them; nothing in a row names anybody."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Row
from sqlmodel import Field

from kring_registry.domain.registration import Registration
from kring_registry.process.registration import Stage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.conference import FollowUpResult, Mode
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind
from kring_shared.contracts.registry import ExpenseKind
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.storage.tables import from_ms, to_ms


class RegistrationRow(RegistryTable, table=True):
    """One registration."""

    __tablename__ = "registration"
    __table_args__ = (
        Index("registration_received", "office", "received_on"),
        Index("registration_place", "office", "number"),
    )

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    received_on: date
    requester_kind: str = Field(max_length=20)
    context: str = Field(max_length=20)
    urgency: str = Field(max_length=20)
    policy: str = Field(max_length=40)
    conference_type: str | None = Field(default=None, max_length=20)
    minors_involved: bool | None = None
    stage: str = Field(max_length=20)
    coordinator_id: str | None = Field(default=None, max_length=32)
    coordinator_withheld: bool
    coordinator_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    started_on: date | None = None
    planned_on: date | None = None
    held_on: date | None = None
    present_count: int | None = None
    plan_made: bool
    plan_accepted_on: date | None = None
    plan_distributed_on: date | None = None
    follow_ups: list[tuple[int, str]] = Field(sa_column=Column(JSON, nullable=False))
    follow_up_ended: bool
    minutes_worked: int | None = None
    distance_km: int | None = None
    topics: list[str] = Field(sa_column=Column(JSON, nullable=False))
    outcome: str | None = Field(default=None, max_length=40)
    repeat: bool
    meetings: int
    without_meeting: bool
    own_strengths: int | None = None
    professional_help: int | None = None
    conditions: int
    sent_back: int
    help_answers: list[tuple[int, bool]] = Field(sa_column=Column(JSON, nullable=False))
    interpreted: list[str] = Field(sa_column=Column(JSON, nullable=False))
    stop_reason: str | None = Field(default=None, max_length=40)
    days_worked: int | None = None
    expenses: list[tuple[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    interpreter_came: bool | None = None
    reconvened: bool
    searched_on: date | None = None
    unfilled: bool
    submitted: bool
    mode: str | None = Field(default=None, max_length=20)
    salt: str = Field(max_length=32)
    digest: str = Field(max_length=64)
    number: int
    due_on: date | None = None
    year_key: str = Field(max_length=32, index=True)
    due_key: str = Field(max_length=32, index=True)
    version: int


def registration_row(registration: Registration) -> dict[str, Any]:
    """Write a registration down."""
    kind, outcome, coordination = registration.conference_type, registration.outcome, registration.coordination
    return {
        "case_id": registration.case_id,
        "office": registration.office,
        "received_on": registration.received_on,
        "requester_kind": registration.requester_kind.value,
        "context": registration.context.value,
        "urgency": registration.urgency.value,
        "policy": registration.policy,
        "conference_type": kind.value if kind else None,
        "minors_involved": registration.minors_involved,
        "stage": registration.stage.value,
        "coordinator_id": coordination.coordinator_id,
        "coordinator_withheld": coordination.withheld,
        "coordinator_told_ms": to_ms(coordination.told_at) if coordination.told_at is not None else None,
        "started_on": registration.started_on,
        "planned_on": registration.planned_on,
        "held_on": registration.held_on,
        "present_count": registration.present_count,
        "plan_made": registration.plan_made,
        "plan_accepted_on": registration.plan_accepted_on,
        "plan_distributed_on": registration.plan_distributed_on,
        "follow_ups": [[step, result.value] for step, result in registration.follow_ups],
        "follow_up_ended": registration.follow_up_ended,
        "minutes_worked": registration.minutes_worked,
        "distance_km": registration.distance_km,
        "topics": list(registration.topics),
        "outcome": outcome.value if outcome else None,
        "repeat": registration.repeat,
        **_conference_row(registration),
        **_completed_row(registration),
        "salt": registration.salt,
        "digest": registration.digest,
        "number": registration.number,
        "due_on": registration.due_on,
        "year_key": registration.year_key,
        "due_key": registration.due_key,
    }


def registration_value(row: Row[Any]) -> Registration:
    """Read a registration."""
    told_at = from_ms(row.coordinator_told_ms) if row.coordinator_told_ms is not None else None
    registration = Registration(
        case_id=row.case_id,
        office=row.office,
        received_on=row.received_on,
        requester_kind=RequesterKind(row.requester_kind),
        context=Context(row.context),
        urgency=Urgency(row.urgency),
        policy=row.policy,
        conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
        minors_involved=row.minors_involved,
        stage=Stage(row.stage),
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, told_at),
        started_on=row.started_on,
        planned_on=row.planned_on,
        held_on=row.held_on,
        present_count=row.present_count,
        plan_made=row.plan_made,
        plan_accepted_on=row.plan_accepted_on,
        plan_distributed_on=row.plan_distributed_on,
        follow_ups=tuple((step, FollowUpResult(result)) for step, result in row.follow_ups),
        follow_up_ended=row.follow_up_ended,
        minutes_worked=row.minutes_worked,
        distance_km=row.distance_km,
        topics=tuple(row.topics),
        outcome=Outcome(row.outcome) if row.outcome else None,
        repeat=row.repeat,
        salt=row.salt,
        digest=row.digest,
        number=row.number,
        due_on=row.due_on,
        version=row.version,
    )
    return _with_conference(registration, row)


def _conference_row(registration: Registration) -> dict[str, Any]:
    return {
        "meetings": registration.meetings,
        "without_meeting": registration.without_meeting,
        "own_strengths": registration.own_strengths,
        "professional_help": registration.professional_help,
        "conditions": registration.conditions,
        "sent_back": registration.sent_back,
        "help_answers": [list(answer) for answer in registration.help_answers],
        "interpreted": list(registration.interpreted),
        "stop_reason": registration.stop_reason,
    }


def _completed_row(registration: Registration) -> dict[str, Any]:
    return {
        "days_worked": registration.days_worked,
        "expenses": [[kind.value, cents] for kind, cents in registration.expenses],
        "interpreter_came": registration.interpreter_came,
        "reconvened": registration.reconvened,
        "searched_on": registration.searched_on,
        "unfilled": registration.unfilled,
        "submitted": registration.submitted,
        "mode": registration.mode.value if registration.mode else None,
    }


def _with_conference(registration: Registration, row: Row[Any]) -> Registration:
    return replace(
        registration,
        meetings=row.meetings,
        without_meeting=row.without_meeting,
        own_strengths=row.own_strengths,
        professional_help=row.professional_help,
        conditions=row.conditions,
        sent_back=row.sent_back,
        help_answers=tuple((item, granted) for item, granted in row.help_answers),
        interpreted=tuple(row.interpreted),
        stop_reason=row.stop_reason,
        days_worked=row.days_worked,
        expenses=tuple((ExpenseKind(kind), cents) for kind, cents in row.expenses),
        interpreter_came=row.interpreter_came,
        reconvened=row.reconvened,
        searched_on=row.searched_on,
        unfilled=row.unfilled,
        submitted=row.submitted,
        mode=Mode(row.mode) if row.mode else None,
    )
