"""The year figures at the end: each office publishes its year, sees its own, and leaves a report as page and paper."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from deploy.demo.paper import LEFT_AT
from kring_registry.report.both import leave
from kring_registry.report.compose import made_of, value_of
from kring_registry.report.words import Words
from kring_shared.contracts.actor import Role
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.registry import (
    ChainVerified,
    Figures,
    FiguresShown,
    ListPastFigures,
    OutwardFigures,
    OutwardShown,
    PastFiguresShown,
    ReportYear,
    ShowYearReport,
    VerifyChain,
    YearReportShown,
)
from kring_shared.testing.people.desk import Desk

YEAR: Final = 2026
MANAGER: Final = "office-desk"
SHOWN: Final = (
    "requests",
    "started",
    "meetings",
    "plan-rate-of-requests",
    "lead-time",
    "present",
    "topics",
    "minors-share",
    "on-track-share",
)
"""What is shown in the terminal; the report has all of it."""


async def publish_year(desk: Desk, console: Console) -> list[str]:
    """Publish, verify and show the year of every office; give what was wrong."""
    problems, columns = [], {}
    for office in EXAMPLE_OFFICES:
        await desk.do(ReportYear(year=YEAR), Role.REGIONAL_MANAGER, MANAGER, office.id)
        asked = Figures(since=date(YEAR, 1, 1), until=date(YEAR + 1, 1, 1))
        columns[office.title] = await _ask(desk, asked, office.id, FiguresShown)
        chain: ChainVerified = await _ask(desk, VerifyChain(), office.id, ChainVerified)
        problems += [f"the chain of {office.title} at {fault.number}: {fault.message}" for fault in chain.faults]
    console.print(_table(columns))
    outward: OutwardShown = await _ask(desk, OutwardFigures(year=YEAR), EXAMPLE_OFFICES[0].id, OutwardShown)
    hidden = sum(figure.suppressed for figure in outward.whole.figures)
    seen = len(outward.whole.figures) - hidden
    console.print(f"Of all offices together others may see {seen}; {hidden} would point at too few.", highlight=False)
    for file in [file for office in EXAMPLE_OFFICES for file in await _report(desk, office.id, office.title)]:
        console.print(f"  {file}", highlight=False)
    return problems


async def _report(desk: Desk, office: str, title: str) -> list[Path]:
    shown: YearReportShown = await _ask(desk, ShowYearReport(year=YEAR), office, YearReportShown)
    past: PastFiguresShown = await _ask(desk, ListPastFigures(), office, PastFiguresShown)
    return list(leave(shown, past, title, "nl", LEFT_AT / "figures"))


async def _ask(desk: Desk, query: Any, office: str, form: type[Any]) -> Any:  # noqa: ANN401 - of the form that is named
    return await desk.ask(query, Role.REGIONAL_MANAGER, MANAGER, office, form)


def _table(columns: dict[str, FiguresShown]) -> Table:
    words = Words("en")
    table = Table(title=f"the figures of {YEAR}, as each office published them", title_justify="left", box=None)
    table.add_column("")
    for title in columns:
        table.add_column(title, justify="right")
    for key in SHOWN:
        cells = []
        for shown in columns.values():
            figure = next((f for f in (shown.whole.figures if shown.whole else ()) if f.key == key), None)
            made = made_of(figure, words) if figure else ""
            cells.append(f"{value_of(figure, words)}  [dim]{made}[/dim]" if figure else "-")
        table.add_row(words.title(key), *cells)
    return table
