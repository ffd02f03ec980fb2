"""Rows of wishes, forms, answers and tallies, and both ways between them and their values.

Answers and forms stand in tables without a hidden row number, so that SQLite keeps no order in which they came.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import JSON, Column, Row
from sqlmodel import Field

from kring_registry.domain.satisfaction import ABOUT, Answer, Blocks, CoordinatorTally, Form, Round, Wish
from kring_registry.process.satisfaction import RoundStage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.registry import FormWay, Group, Scores

NO_ORDER: Final = {"sqlite_with_rowid": False}


class RoundRow(RegistryTable, table=True):
    """The asking of one case."""

    __tablename__ = "score_round"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    token: str = Field(max_length=32)
    stage: str = Field(max_length=20)
    closes_on: date | None = None
    version: int


class WishRow(RegistryTable, table=True):
    """What one person said."""

    __tablename__ = "score_wish"

    wish_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    of_group: str = Field(max_length=20)
    scores: bool
    research: bool
    way: str = Field(max_length=20)
    form_id: str = Field(max_length=32)
    version: int


class FormRow(RegistryTable, table=True):
    """One form that is out."""

    __tablename__ = "score_form"
    __table_args__ = NO_ORDER

    form_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    token: str = Field(max_length=32)
    coordinator_id: str | None = Field(default=None, max_length=32)
    conference_type: str | None = Field(default=None, max_length=20)
    context: str = Field(max_length=20)
    of_group: str = Field(max_length=20)
    research: bool
    quarter: str = Field(max_length=7)
    answer_by: date
    version: int


class AnswerRow(RegistryTable, table=True):
    """One answer: no case, no person, no coordinator, no day."""

    __tablename__ = "score_answer"
    __table_args__ = NO_ORDER

    answer_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    quarter: str = Field(max_length=7)
    year_key: str = Field(max_length=32, index=True)
    conference_type: str | None = Field(default=None, max_length=20)
    context: str = Field(max_length=20)
    of_group: str = Field(max_length=20)
    meeting: int | None = None
    plan: int | None = None
    coordinator: int | None = None
    research: bool
    version: int


class TallyRow(RegistryTable, table=True):
    """One coordinator's means."""

    __tablename__ = "score_tally"

    tally_id: str = Field(primary_key=True, max_length=32)
    coordinator_id: str = Field(max_length=32)
    questions: dict[str, list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    version: int


def round_row(asking: Round) -> dict[str, Any]:
    """Write the asking of a case down."""
    return {
        "case_id": asking.case_id,
        "office": asking.office,
        "token": asking.token,
        "stage": asking.stage.value,
        "closes_on": asking.closes_on,
    }


def round_value(row: Row[Any]) -> Round:
    """Read the asking of a case."""
    return Round(row.case_id, row.office, row.token, RoundStage(row.stage), row.closes_on, row.version)


def wish_row(wish: Wish) -> dict[str, Any]:
    """Write a wish down."""
    return {
        "wish_id": wish.id,
        "case_id": wish.case_id,
        "person_id": wish.person_id,
        "office": wish.office,
        "of_group": wish.group.value,
        "scores": wish.scores,
        "research": wish.research,
        "way": wish.way.value,
        "form_id": wish.form_id,
    }


def wish_value(row: Row[Any]) -> Wish:
    """Read a wish."""
    return Wish(
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        group=Group(row.of_group),
        scores=row.scores,
        research=row.research,
        way=FormWay(row.way),
        form_id=row.form_id,
        version=row.version,
    )


def form_row(form: Form) -> dict[str, Any]:
    """Write a form down."""
    return {
        "form_id": form.form_id,
        "office": form.office,
        "token": form.token,
        "coordinator_id": form.coordinator_id,
        "conference_type": form.conference_type.value if form.conference_type else None,
        "context": form.context.value,
        "of_group": form.group.value,
        "research": form.research,
        "quarter": form.quarter,
        "answer_by": form.answer_by,
    }


def form_value(row: Row[Any]) -> Form:
    """Read a form."""
    return Form(
        form_id=row.form_id,
        office=row.office,
        token=row.token,
        coordinator_id=row.coordinator_id,
        conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
        context=Context(row.context),
        group=Group(row.of_group),
        research=row.research,
        quarter=row.quarter,
        answer_by=row.answer_by,
        version=row.version,
    )


def answer_row(answer: Answer) -> dict[str, Any]:
    """Write an answer down."""
    return {
        "answer_id": answer.answer_id,
        "office": answer.office,
        "quarter": answer.quarter,
        "year_key": answer.year_key,
        "conference_type": answer.conference_type.value if answer.conference_type else None,
        "context": answer.context.value,
        "of_group": answer.group.value,
        "meeting": answer.scores.meeting,
        "plan": answer.scores.plan,
        "coordinator": answer.scores.coordinator,
        "research": answer.research,
    }


def answer_value(row: Row[Any]) -> Answer:
    """Read an answer."""
    return Answer(
        answer_id=row.answer_id,
        office=row.office,
        quarter=row.quarter,
        conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
        context=Context(row.context),
        group=Group(row.of_group),
        scores=Scores(meeting=row.meeting, plan=row.plan, coordinator=row.coordinator),
        research=row.research,
        version=row.version,
    )


def tally_row(tally: CoordinatorTally) -> dict[str, Any]:
    """Write a tally down; its conferences stand sorted, or their order would say which came first."""
    return {
        "tally_id": tally.id,
        "coordinator_id": tally.coordinator_id,
        "questions": {about: _written(tally.questions[about]) for about in ABOUT},
    }


def tally_value(row: Row[Any]) -> CoordinatorTally:
    """Read a tally."""
    questions = {about: _read(row.questions[about]) for about in ABOUT}
    return CoordinatorTally(row.coordinator_id, questions, row.version)


def _written(blocks: Blocks) -> list[Any]:
    shown = [blocks.total, blocks.answers, sorted(blocks.conferences)]
    return [*shown, blocks.waiting_total, blocks.waiting_answers, sorted(blocks.waiting_conferences)]


def _read(said: list[Any]) -> Blocks:
    total, answers, conferences, waiting_total, waiting_answers, waiting = said
    return Blocks(total, answers, frozenset(conferences), waiting_total, waiting_answers, frozenset(waiting))
