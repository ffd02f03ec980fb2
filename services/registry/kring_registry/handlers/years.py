"""A year is published, and stands; or it is counted anew from what is registered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kring_registry.domain.chain import Chain, EntryKind, chain_key
from kring_registry.domain.figures.cells import (
    NO_GROUP,
    Cell,
    Groups,
    added_up,
    cell_key,
    counted_anew,
    in_all,
    months_of,
)
from kring_registry.domain.figures.contributions import (
    contributions,
    fee_contributions,
    group_of,
    month_of,
    where_in_cell,
)
from kring_registry.domain.figures.definitions import VERSION
from kring_registry.domain.figures.outward import OutwardYear, outward_key
from kring_registry.domain.figures.reckoning import figure_set
from kring_registry.domain.figures.year_report import YearReport, report_key
from kring_registry.domain.record import Record, year_key
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, contributions_of, first_month_of
from kring_registry.domain.talk import Talk
from kring_registry.handlers.chain import append
from kring_registry.handlers.reporting import report_registrations
from kring_shared.contracts.registry import RecountYear, ReportYear, YearReported
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.kernel.work import Work

NO_OTHER: Final = "published: it stands, and what was published is not replaced"


def of_the_year(message: ReportYear | RecountYear, office: str) -> tuple[str, ...]:
    """Name everything of an office's year: what is registered, its cells, its report, and the chain."""
    cells = (cell_key(office, month) for month in months_of(message.year))
    return (
        report_key(office, message.year),
        year_key(office, message.year),
        chain_key(office),
        outward_key(message.year),
        *cells,
    )


def report_year(message: ReportYear, work: Work) -> None:
    """Publish a year: its figures are counted anew, frozen and put in the chain, and its registrations are reported.

    Raises:
        NotAllowedNow: it was published before. There are no corrections: two versions beside each other would tell
            of the few cases in which they differ.
        NotReady: the year is not over, or registrations of it are not locked.
    """
    year = message.year
    if work.get(YearReport, report_key(work.office, year)) is not None:
        raise NotAllowedNow(asked=message.name, stage=NO_OTHER, possible=("show-year-report",))
    if work.now.date() < date(year + 1, 1, 1):
        raise NotReady(
            f"{year} is not over: publish it after the last day of it, when its registrations are locked", "year-over"
        )
    report_registrations(work, year)
    report = _frozen(year, work)
    work.save(report, _outward(year, work).with_report(work.office))
    requests = in_all(report.counts)["requests"]
    work.tell(YearReported(case_id=report.id, year=year, requests=requests, head=report.head))


def _outward(year: int, work: Work) -> OutwardYear:
    return work.get(OutwardYear, outward_key(year)) or OutwardYear(year)


def _frozen(year: int, work: Work) -> YearReport:
    groups = _counted_anew(year, work)
    report = YearReport(
        office=work.office,
        year=year,
        published_on=work.now.date(),
        definitions=VERSION,
        counts=_plain(added_up(groups.values())),
        by_month={month: dict(in_all(groups.get(month, {}))) for month in months_of(year)},
    )
    number = append(work, EntryKind.YEAR, report.commitment())
    return replace(report, number=number, head=work.need(Chain, chain_key(work.office)).head)


def recount_year(message: RecountYear, work: Work) -> None:
    """Count a year anew from everything that is registered; the receipt names the figures that were different."""
    before = _figures_of([_cell(month, work).groups() for month in months_of(message.year)])
    after = _figures_of(_counted_anew(message.year, work).values())
    different = [key for key, figure in after.items() if figure != before[key]]
    work.answer = {"year": message.year, "figures": len(after), "different": different}


def _figures_of(groups: Iterable[Groups]) -> dict[str, object]:
    whole = figure_set("", in_all(added_up(groups)))
    return {figure.key: figure for figure in whole.figures}


def _counted_anew(year: int, work: Work) -> dict[str, Groups]:
    """Put right what the cells of a year count; give for each month all that counts, with what was kept of hours."""
    anew = counted_anew(_what_counts(year, work))
    groups: dict[str, Groups] = {}
    for month in months_of(year):
        cell = _cell(month, work)
        right = replace(cell, counts=anew.get(month, {}))
        if right != cell:
            work.save(right)
        groups[month] = right.groups()
    return groups


def _cell(month: str, work: Work) -> Cell:
    return work.get(Cell, cell_key(work.office, month)) or Cell(work.office, month)


def _what_counts(year: int, work: Work) -> Iterator[tuple[str, str, Mapping[str, int]]]:
    """Give the month, the group and the amounts of everything that counts in a year."""
    key = year_key(work.office, year)
    for registration in work.all(Registration, key):
        amounts = {**contributions(registration), **fee_contributions(registration)}
        yield month_of(registration), where_in_cell(registration), amounts
    for record in work.all(Record, key):
        yield month_of(record), where_in_cell(record), contributions(record)
    for answer in work.all(Answer, key):
        where = group_of(answer.conference_type, answer.context)
        yield first_month_of(answer.quarter), where, contributions_of(answer)
    for talk in work.all(Talk, key):
        yield talk.month, NO_GROUP, talk.contributions()


def _plain(groups: Groups) -> Groups:
    return {group: dict(amounts) for group, amounts in groups.items()}
