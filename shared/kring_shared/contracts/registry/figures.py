"""Figures with fixed definitions: a numerator never travels without its denominator."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Message, Query
from kring_shared.contracts.field import ConferenceType, Context


class By(StrEnum):
    """What figures can be laid out by."""

    OFFICE = "office"
    MONTH = "month"
    YEAR = "year"
    TYPE = "type"
    CONTEXT = "context"


class Figure(Message):
    """One figure by its fixed definition; what is suppressed has neither numerator nor denominator."""

    key: str = Field(description="Which definition.", examples=["plan-rate-of-requests"])
    numerator: float | None = Field(description="The count, or the sum a mean or a median is made of.")
    denominator: int | None = Field(description="Of how many; for a count the number it was counted in.")
    value: float | None = Field(description="What is read: a count, a share from 0 to 1, a mean or a median.")
    suppressed: bool = Field(default=False, description="Too few to be shown to others without pointing at somebody.")


class FigureSet(Message):
    """The figures of one part: a whole office, a month, a type."""

    part: str = Field(description="Which part; empty for all of it.", examples=["2026-03"])
    figures: tuple[Figure, ...] = Field(description="In the order of the definitions.")


class Figures(Query):
    """Ask for an office's figures over a period of receiving."""

    since: date = Field(description="The first day of a month.", examples=["2026-01-01"])
    until: date = Field(description="The last day of a month, or the first of the next.", examples=["2026-12-31"])
    by: By | None = Field(None, description="Laid out by this as well.")
    conference_type: ConferenceType | None = Field(None, description="Of this type only.")
    context: Context | None = Field(None, description="Of this context only.")


class FiguresShown(Answer):
    """Counts with their definitions: a numerator never travels without its denominator."""

    requests: int = Field(
        description="Requests received in the period; not those that moved to another office or were the same twice."
    )
    started: int = Field(description="Of those, with a coordinator who started.")
    meetings: int = Field(description="Of those, with a meeting held.")
    plans: int = Field(description="Of those, with a plan.")
    stopped: int = Field(description="Of those, stopped.")
    repeats: int = Field(0, description="Of those, after an earlier route of the same people.")
    definitions: int = Field(1, description="Which version of the definitions.")
    whole: FigureSet | None = Field(None, description="Every figure, over all of it.")
    parts: tuple[FigureSet, ...] = Field((), description="The same for each part, where it was asked.")


class OutwardFigures(Query):
    """Ask for the figures of a year that may leave: published years only, small numbers suppressed."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")
    by: By | None = Field(None, description="Laid out by office, type or context; never by two at once.")


class OutwardShown(Answer):
    """Figures that may leave the office."""

    year: int = Field(description="Which year of receiving.")
    offices: tuple[str, ...] = Field(description="Whose published years are in it.", examples=[["gent", "utrecht"]])
    definitions: int = Field(1, description="Which version of the definitions.")
    whole: FigureSet = Field(description="Over all of it.")
    parts: tuple[FigureSet, ...] = Field((), description="For each part, where it was asked.")


class RecountYear(Command):
    """Count the figures of a year anew from the registrations; it says which figures were different."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")


class ShowYearReport(Query):
    """Ask for an office's published figures of a year."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")


class YearReportShown(Answer):
    """The figures of a year as they were published."""

    year: int = Field(description="Which year of receiving.")
    published_on: date = Field(description="The day from which they stand.")
    definitions: int = Field(description="Which version of the definitions.")
    whole: FigureSet = Field(description="Over the whole year.")
    by_month: tuple[FigureSet, ...] = Field(description="For each month.")
    by_type: tuple[FigureSet, ...] = Field(description="For each type of conference.")
    by_context: tuple[FigureSet, ...] = Field(description="Voluntary and under compulsion.")
    head: str = Field(description="The last link of the office's chain on that day.", examples=["9f86d081" * 8])


class PastFigure(Message):
    """One figure of a year before Kring, as the office published it."""

    year: int = Field(ge=1990, le=2200, description="Which year.")
    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$", description="Which definition.", examples=["requests"])
    numerator: float = Field(ge=0, description="The count, or the sum.")
    denominator: int = Field(ge=0, description="Of how many.")
    source: str = Field(
        pattern=r"^[A-Za-z0-9 .,:/()-]{3,120}$", description="Where it was published.", examples=["year report 2023"]
    )


class TakeOverFigures(Command):
    """Take over figures of years before Kring; they are shown beside ours, marked, and never added up with them."""

    figures: tuple[PastFigure, ...] = Field(min_length=1, max_length=2000, description="All of one file.")


class ListPastFigures(Query):
    """Ask for the figures that were taken over."""


class PastFiguresShown(Answer):
    """The figures of years before Kring."""

    figures: tuple[PastFigure, ...] = Field(description="By year and definition.")


class ExportTable(StrEnum):
    """What can be had as rows."""

    REGISTRATIONS = "registrations"
    ANSWERS = "answers"


class ExportRecords(Query):
    """Ask for registrations or scores as rows, for whoever reckons with them; no case, no person."""

    table: ExportTable = Field(ExportTable.REGISTRATIONS, description="Which rows.")
    since: date = Field(description="First day of receiving.")
    until: date = Field(description="Day after the last one.")
    research: bool = Field(
        default=False,
        description="For research: years instead of months, and only answers of people who said yes to research.",
    )
    after: str = Field("", description="Go on after this row.")
    limit: int = Field(500, ge=1, le=2000, description="How many at most.")


class RecordRow(Message):
    """One row of an export: values by column name, as the data dictionary describes them."""

    values: dict[str, str | int | float | bool | None] = Field(description="By column.", examples=[{"year": 2026}])


class RecordsExported(Answer):
    """Rows, and whether there are more."""

    table: str = Field(description="Which table of the data dictionary.", examples=["registrations"])
    rows: tuple[RecordRow, ...] = Field(description="In an order that says nothing.")
    next_after: str = Field("", description="Ask on after this row; empty at the end.")
