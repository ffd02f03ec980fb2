"""The data dictionary: every column of every table that can be had, its type, what it means, and which values it has.

No column holds a case, a person, a place or a day. A month is the finest there is, and for research a year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import CancelledBecause, FollowUpResult, Mode
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind, StopReason
from kring_shared.contracts.registry import ExportTable, Group


class ColumnType(StrEnum):
    """How a column is written, in CSV, JSON and Parquet alike."""

    TEXT = "text"
    WHOLE = "whole number"
    TRUTH = "true or false"


@dataclass(frozen=True)
class Column:
    """One column: `values` where it has a fixed list of codes."""

    name: str
    type: ColumnType
    meaning: str
    values: tuple[str, ...] = ()


def _codes(kind: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(code.value for code in kind)


TEXT, WHOLE, TRUTH = ColumnType.TEXT, ColumnType.WHOLE, ColumnType.TRUTH
STOPPED: Final = tuple(sorted({*_codes(StopReason), *_codes(CancelledBecause)}))
REGISTRATIONS: Final = (
    Column("office", TEXT, "The office that counts it."),
    Column("year", WHOLE, "The year of receiving."),
    Column("month", TEXT, "The month of receiving, as 2026-03; empty in an export for research."),
    Column("requester_kind", TEXT, "Who asked for the conference.", _codes(RequesterKind)),
    Column("context", TEXT, "Voluntary, or under compulsion.", _codes(Context)),
    Column("urgency", TEXT, "How soon it had to be.", _codes(Urgency)),
    Column("policy", TEXT, "The policy it ran under: name and version."),
    Column("conference_type", TEXT, "The variant; empty before it was settled.", _codes(ConferenceType)),
    Column("minors_involved", TRUTH, "Whether it is also about minors; empty when nobody said."),
    Column("outcome", TEXT, "How it ended; empty as long as it is open.", _codes(Outcome)),
    Column("stop_reason", TEXT, "Why it stopped, where people told it by themselves.", STOPPED),
    Column("searched", TRUTH, "A coordinator was sought."),
    Column("unfilled", TRUTH, "The search took longer than the policy gives it."),
    Column("days_to_match", WHOLE, "Days from the beginning of the search to the first start of a coordinator."),
    Column("days_to_start", WHOLE, "Days from receiving to the first start of a coordinator."),
    Column("days_to_meeting", WHOLE, "Days from receiving to the first meeting that was closed."),
    Column("present_count", WHOLE, "How many people were at the last meeting."),
    Column("mode", TEXT, "How people met.", _codes(Mode)),
    Column("meetings", WHOLE, "How many meetings were closed."),
    Column("without_meeting", TRUTH, "The circle made its plan before a meeting."),
    Column("plan_made", TRUTH, "There is a plan."),
    Column("submitted", TRUTH, "The plan was laid before a professional."),
    Column("accepted", TRUTH, "The plan was accepted by a professional."),
    Column("distributed", TRUTH, "The plan was given out."),
    Column("sent_back", WHOLE, "How often the plan went back to the circle."),
    Column("own_strengths", WHOLE, "Agreements the circle carries itself."),
    Column("professional_help", WHOLE, "Lines of the plan that ask or bind a professional."),
    Column("conditions", WHOLE, "Conditions everybody knew beforehand."),
    Column("help_granted", WHOLE, "Lines of help to which professionals said yes."),
    Column("help_refused", WHOLE, "Lines of help to which professionals said no."),
    Column("follow_ups", TEXT, "How the plan went, call by call, divided by |.", _codes(FollowUpResult)),
    Column("topics", TEXT, "What it was about, as codes of the office's list, divided by |."),
    Column("interpreter_came", TRUTH, "An interpreter was there."),
    Column("repeat", TRUTH, "An earlier route of the same people went before."),
    Column("reconvened", TRUTH, "The circle decided to meet again."),
)
ANSWERS: Final = (
    Column("office", TEXT, "The office whose conference it was."),
    Column("year", WHOLE, "The year in which the form was given."),
    Column("quarter", TEXT, "The quarter, as 2026-Q3; empty in an export for research."),
    Column("conference_type", TEXT, "The variant.", _codes(ConferenceType)),
    Column("context", TEXT, "Voluntary, or under compulsion.", _codes(Context)),
    Column("group", TEXT, "Whose form it was.", _codes(Group)),
    Column("meeting", WHOLE, "Mark for the meeting, 1 to 10; empty when left open."),
    Column("plan", WHOLE, "Mark for the plan, 1 to 10; empty when left open."),
    Column("coordinator", WHOLE, "Mark for the coordinator, 1 to 10; empty when left open."),
)
COLUMNS: Final[Mapping[ExportTable, tuple[Column, ...]]] = {
    ExportTable.REGISTRATIONS: REGISTRATIONS,
    ExportTable.ANSWERS: ANSWERS,
}


def as_objects(table: ExportTable) -> list[dict[str, object]]:
    """Give the dictionary of a table as it is written beside an export."""
    return [
        {"column": c.name, "type": c.type.value, "meaning": c.meaning, "values": list(c.values)} for c in COLUMNS[table]
    ]
