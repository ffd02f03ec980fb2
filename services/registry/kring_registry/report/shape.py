"""What a report is made of, whatever it is printed on: a head, a few numbers, charts and tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is, and what is written beside it."""

    label: str
    length: float
    said: str


@dataclass(frozen=True)
class Chart:
    """Bars under one title; `most` is how long the longest can be, when it is not simply the longest."""

    title: str
    bars: tuple[Bar, ...]
    most: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Lines under one title; `widths` say how wide each column is on paper, beside the others."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Number:
    """One number at the head of the report, with the sentence under it."""

    value: str
    said: str


@dataclass(frozen=True)
class Report:
    """A whole report; nothing in it is about a person, so nothing in it has to be kept back."""

    language: str
    title: str
    subtitle: str
    lead: str
    numbers: tuple[Number, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
