"""What people ask of the figures: an office of its own, others of what may leave, and a published year."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select

from kring_registry.domain.figures.cells import (
    Cell,
    Groups,
    added_up,
    by_context,
    by_type,
    cell_key,
    in_all,
    months_between,
)
from kring_registry.domain.figures.definitions import VERSION
from kring_registry.domain.figures.outward import OutwardYear, outward_key
from kring_registry.domain.figures.reckoning import Amounts, figure_set
from kring_registry.domain.figures.suppression import OUTWARD, may_leave, shown_in_parts, shown_in_whole
from kring_registry.domain.figures.year_report import YearReport, report_key
from kring_registry.store.figures import YearReportRow, report_value
from kring_shared.contracts.registry import (
    By,
    Figures,
    FigureSet,
    FiguresShown,
    OutwardFigures,
    OutwardShown,
    ShowYearReport,
    YearReportShown,
)
from kring_shared.kernel.errors import InvalidFields, NotFound, NotReady
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

DAY: Final = timedelta(days=1)
MOST_YEARS: Final = 60
BY_CASE: Final = frozenset({By.TYPE, By.CONTEXT})
SHORT: Final = ("requests", "started", "meetings", "plans", "stopped", "repeats")


def cells_asked(query: Figures, office: str) -> tuple[str, ...]:
    """Name the cells of the months that are asked; none when the period is not one."""
    if _not_a_period(query):
        return ()
    return tuple(cell_key(office, month) for month in _months(query))


def figures(query: Figures, reader: Reader) -> FiguresShown:
    """Give an office's figures over whole months of receiving, by their fixed definitions.

    Every figure is about the requests received in those months, whatever happened after them. Nothing is left out: an
    office sees its own. `until` is the last day of a month, or the first of the next.

    Raises:
        InvalidFields: the period ends before it begins, or is not made of whole months.
    """
    if words := _not_a_period(query):
        raise InvalidFields(("/since", "/until"), words).because("period-not-right")
    cells = {month: reader.get(Cell, cell_key(reader.office, month)) for month in _months(query)}
    groups = {month: _only(cell.groups() if cell else {}, query) for month, cell in cells.items()}
    total = added_up(groups.values())
    whole = in_all(total)
    return FiguresShown(
        **{name: whole[name] for name in SHORT},
        definitions=VERSION,
        whole=figure_set("", whole),
        parts=_laid_out(query.by, groups, total, reader.office),
    )


def _laid_out(by: By | None, groups: Mapping[str, Groups], total: Groups, office: str) -> tuple[FigureSet, ...]:
    if by is None:
        return ()
    if by is By.OFFICE:
        return (figure_set(office, in_all(total)),)
    if by in BY_CASE:
        parts = by_type(total) if by is By.TYPE else by_context(total)
        return tuple(figure_set(part, amounts, by_case=True) for part, amounts in parts.items())
    return tuple(
        figure_set(part, in_all(added_up(groups[month] for month in groups if month.startswith(part))))
        for part in dict.fromkeys(month if by is By.MONTH else month[:4] for month in groups)
    )


def _only(groups: Groups, query: Figures) -> Groups:
    """Keep the type and the context that are asked for."""
    return {
        group: amounts
        for group, amounts in groups.items()
        if query.conference_type in {None, group.partition("/")[0]} and query.context in {None, group.partition("/")[2]}
    }


def _not_a_period(query: Figures) -> str:
    """Say what is wrong with a period; nothing when nothing is."""
    if query.since > query.until:
        return "the period ends before it begins: put the earlier day in `since`"
    if query.since.day != 1 or (query.until.day != 1 and (query.until + DAY).day != 1) or query.since == query.until:
        return "figures are counted by whole months: begin on the first day of one, and end on the last day of one"
    if query.until.year - query.since.year > MOST_YEARS:
        return f"that is more than {MOST_YEARS} years: ask for fewer at once"
    return ""


def _months(query: Figures) -> list[str]:
    last = query.until if query.until.day != 1 else query.until - DAY
    return list(months_between(query.since, last))


def year_asked(query: OutwardFigures, _office: str) -> tuple[str, ...]:
    """Name what may leave of a year."""
    return (outward_key(query.year),)


def outward_figures(query: OutwardFigures, reader: Reader) -> OutwardShown:
    """Give what others may see of a year, over all offices of this registry: nothing small, nor what leads to it.

    Raises:
        InvalidFields: it is asked by month or by year.
        NotFound: nothing was counted of that year.
        NotReady: it is not over, whatever there is of it, or not all offices published it. What grows office by office
            could be subtracted.
    """
    if query.by in {By.MONTH, By.YEAR}:
        raise InvalidFields(("/by",), "figures for others are laid out by office, type or context").because(
            "laid-out-otherwise"
        )
    outward: OutwardYear | None = reader.get(OutwardYear, outward_key(query.year))
    if (outward is None or not outward.complete) and reader.now.date() < date(query.year + 1, 1, 1):
        # who asks every day would see on which day an office gets its first request
        raise NotReady(f"{query.year} is not over: it is for others once it is, and every office published it")
    if outward is None:
        raise NotFound(f"of {query.year} nothing is counted here").because("nothing-counted")
    if not outward.complete:
        raise NotReady(
            f"{query.year} is for others once every office published it; still to come: {_names(outward.waits_for)}"
        )
    counts = {report.office: report.counts for report in _reports(outward, reader)}
    total = added_up(counts.values())
    whole = in_all(total)
    shown = shown_in_whole(whole)
    return OutwardShown(
        year=query.year,
        offices=tuple(sorted(counts)),
        definitions=VERSION,
        whole=figure_set("", whole, definitions=OUTWARD, may_show=lambda one: may_leave(one, shown)),
        parts=_outward_parts(query.by, counts, total, whole),
    )


def _outward_parts(by: By | None, counts: Mapping[str, Groups], total: Groups, whole: Amounts) -> tuple[FigureSet, ...]:
    if by is None:
        return ()
    parts: Mapping[str, Amounts] = (
        {office: in_all(groups) for office, groups in sorted(counts.items())}
        if by is By.OFFICE
        else by_type(total)
        if by is By.TYPE
        else by_context(total)
    )
    shown = shown_in_parts(whole, parts)
    return tuple(
        figure_set(
            part,
            amounts,
            definitions=OUTWARD,
            may_show=lambda one, part=part: may_leave(one, shown[part]),  # type: ignore[misc]  # bound for each part
            by_case=by in BY_CASE,
        )
        for part, amounts in parts.items()
    )


def _reports(outward: OutwardYear, reader: Reader) -> list[YearReport]:
    """Read the published years of all offices; this is the one question that is not about one office alone."""
    table = table_of(YearReportRow)
    keys = [report_key(office, outward.year) for office in outward.published]
    rows: Any = reader.session.execute(select(table).where(table.c.report_id.in_(keys)))
    return [report_value(row) for row in rows]


def _names(offices: tuple[str, ...]) -> str:
    return ", ".join(offices)


def report_asked(query: ShowYearReport, office: str) -> tuple[str, ...]:
    """Name an office's report of a year."""
    return (report_key(office, query.year),)


def show_year_report(query: ShowYearReport, reader: Reader) -> YearReportShown:
    """Show an office its own published figures of a year, with nothing left out.

    Raises:
        NotFound: the year was not published.
    """
    report: YearReport | None = reader.get(YearReport, report_key(reader.office, query.year))
    if report is None:
        raise NotFound(
            f"{query.year} was not published: publish it with report-year once its registrations are locked"
        ).because("not-published")
    types, contexts = by_type(report.counts), by_context(report.counts)
    return YearReportShown(
        year=report.year,
        published_on=report.published_on,
        definitions=report.definitions,
        whole=figure_set("", in_all(report.counts)),
        by_month=tuple(figure_set(month, amounts) for month, amounts in sorted(report.by_month.items())),
        by_type=tuple(figure_set(part, amounts, by_case=True) for part, amounts in types.items()),
        by_context=tuple(figure_set(part, amounts, by_case=True) for part, amounts in contexts.items()),
        head=report.head,
    )
