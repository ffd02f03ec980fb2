"""A published year as two files, the page and the paper, for whoever may ask for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from kring_registry.report.compose import report_of
from kring_registry.report.page import page_of
from kring_registry.report.paper import paper_of
from kring_registry.report.words import Words
from kring_shared.contracts.envelope import Query
from kring_shared.contracts.registry import ListPastFigures, PastFiguresShown, ShowYearReport, YearReportShown
from kring_shared.runtime.private_files import make_private_folder, write_private


class Asks(Protocol):
    """Asks the registry one thing, in the form that is named."""

    def __call__(self, query: Query, form: type[Any]) -> Any:  # noqa: ANN401 - of the form that is named
        """Ask."""


def leave_report(ask: Asks, year: int, office: str, language: str, folder: Path) -> Iterator[Path]:
    """Ask for the report of a year and write it into a folder; give the files.

    Raises:
        RefusedAnswer: the year was not published.
    """
    shown: YearReportShown = ask(ShowYearReport(year=year), YearReportShown)
    past: PastFiguresShown = ask(ListPastFigures(), PastFiguresShown)
    return leave(shown, past, office, language, folder)


def leave(shown: YearReportShown, past: PastFiguresShown, office: str, language: str, folder: Path) -> Iterator[Path]:
    """Write a report as page and as paper; give the files."""
    report = report_of(shown, past.figures, office, Words(language))
    make_private_folder(folder)
    name = f"year-{shown.year}-{office.lower().replace(' ', '-')}"
    for ending, content in (("html", page_of(report)), ("pdf", paper_of(report, made_on=shown.published_on))):
        write_private(file := folder / f"{name}.{ending}", content)
        yield file
