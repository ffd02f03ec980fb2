"""The rows of plans; every word of a plan is sealed under a key of its own, of older plans under that of the case."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Row, Text
from sqlmodel import Field

from kring_conference.domain.plan import Draft, HelpAnswer, Plan, Translation
from kring_conference.process import PlanStage
from kring_conference.store.tables import IDS, ConferenceTable
from kring_shared.contracts.conference import ReviewOutcome
from kring_shared.runtime.storage.tables import text_of

DRAFTS: TypeAdapter[tuple[Draft, ...]] = TypeAdapter(tuple[Draft, ...])
HELP: TypeAdapter[tuple[HelpAnswer, ...]] = TypeAdapter(tuple[HelpAnswer, ...])
TRANSLATIONS: TypeAdapter[tuple[Translation, ...]] = TypeAdapter(tuple[Translation, ...])


class PlanRow(ConferenceTable, table=True):
    """One plan, in versions."""

    __tablename__ = "plan"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20)
    drafts: str = Field(sa_column=Column(Text, nullable=False))
    accepted_by: str = Field(sa_column=Column(Text, nullable=False))
    unmet: str = Field(sa_column=Column(Text, nullable=False))
    asked: str = Field(sa_column=Column(Text, nullable=False))
    sent_back_by: str | None = Field(default=None, max_length=32)
    help_answers: str = Field(sa_column=Column(Text, nullable=False))
    translations: str = Field(sa_column=Column(Text, nullable=False))
    written_out_on: date | None = None
    distributed_on: date | None = None
    handed_to: str = Field(sa_column=Column(Text, nullable=False))
    last_review: str | None = Field(default=None, max_length=20)
    reminders_until: date | None = None
    let_go: bool = Field(sa_column=Column(Boolean, nullable=False))
    version: int


def row_of(plan: Plan) -> dict[str, Any]:
    """Write a plan down."""
    return {
        "case_id": plan.case_id,
        "office": plan.office,
        "stage": plan.stage.value,
        "drafts": text_of(DRAFTS, plan.drafts),
        "accepted_by": text_of(IDS, plan.accepted_by),
        "unmet": text_of(IDS, plan.unmet),
        "asked": text_of(IDS, plan.asked),
        "sent_back_by": plan.sent_back_by,
        "help_answers": text_of(HELP, plan.help_answers),
        "translations": text_of(TRANSLATIONS, plan.translations),
        "written_out_on": plan.written_out_on,
        "distributed_on": plan.distributed_on,
        "handed_to": text_of(IDS, plan.handed_to),
        "last_review": plan.last_review.value if plan.last_review else None,
        "reminders_until": plan.reminders_until,
        "let_go": plan.let_go,
    }


def value_of(row: Row[Any]) -> Plan:
    """Read a plan."""
    return Plan(
        case_id=row.case_id,
        office=row.office,
        drafts=DRAFTS.validate_json(row.drafts),
        stage=PlanStage(row.stage),
        accepted_by=IDS.validate_json(row.accepted_by),
        unmet=IDS.validate_json(row.unmet),
        asked=IDS.validate_json(row.asked),
        sent_back_by=row.sent_back_by,
        help_answers=HELP.validate_json(row.help_answers),
        translations=TRANSLATIONS.validate_json(row.translations),
        written_out_on=row.written_out_on,
        distributed_on=row.distributed_on,
        handed_to=IDS.validate_json(row.handed_to),
        last_review=ReviewOutcome(row.last_review) if row.last_review else None,
        reminders_until=row.reminders_until,
        let_go=row.let_go,
        version=row.version,
    )
