"""Figures of the own office: as they stand now, a year as it was published, years before Kring, and the chain."""

import asyncio
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.web import figuring
from kring_portal.web.deeds import text
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import registry as r
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter(prefix="/manager/figures")
PAGE: Final = "/manager/figures"
YEARS_BACK: Final = 6
FIRST_ROW: Final = ("requests", "started", "meetings", "stopped")
OVER_TIME: Final = ("requests", "started", "meetings")
BY: Final = (r.By.MONTH, r.By.YEAR, r.By.TYPE, r.By.CONTEXT)


@router.get("")
async def index(
    visit: Manager,
    year: int = 0,
    since: date | None = None,
    until: date | None = None,
    by: str = r.By.MONTH.value,
    conference_type: str = "",
    context: str = "",
) -> Response:
    """Show the office's own figures over a period, with a picture, the numbers and the definition of each."""
    this_year = visit.house.now().year
    chosen = year or this_year
    asked = r.Figures(
        since=since or date(chosen, 1, 1),
        until=until or date(chosen, 12, 31),
        by=r.By(by) if by in set(r.By) else None,
        conference_type=ConferenceType(conference_type) if conference_type in set(ConferenceType) else None,
        context=Context(context) if context in set(Context) else None,
    )
    found, past = await asyncio.gather(
        visit.ask(asked, r.FiguresShown), visit.ask(r.ListPastFigures(), r.PastFiguresShown)
    )
    return visit.page(
        "manager_people/figures.html",
        asked=asked,
        found=found,
        years=tuple(range(this_year, this_year - YEARS_BACK, -1)),
        year=chosen,
        past=past.figures,
        types=tuple(ConferenceType),
        contexts=tuple(Context),
        ways=BY,
        **pictured(visit, found.whole, found.parts, asked.by),
    )


def pictured(
    visit: Visit, whole: r.FigureSet | None, parts: tuple[r.FigureSet, ...], by: r.By | None
) -> dict[str, Any]:
    """Give pictures of figures, and how their numbers are written."""
    words = visit.words
    whole = whole or r.FigureSet(part="", figures=())
    timed = by in {r.By.MONTH, r.By.YEAR} and len(parts) > 1
    return {
        "groups": figuring.grouped(whole),
        "first_row": [figure for key in FIRST_ROW if (figure := figuring.figure_in(whole, key))],
        "plans": figuring.figure_in(whole, "plan-rate-of-requests"),
        "parts": parts,
        "by_part": figuring.by_part(words, "requests", parts) if parts else None,
        "over_time": figuring.over_time(words, OVER_TIME, parts) if timed else None,
        "endings": figuring.shares(words, words("figures-group-endings"), figuring.ENDED, whole),
        "ended": figuring.counted([one for one in whole.figures if one.key.startswith(figuring.ENDED)]),
        "counted": figuring.counted,
        "value_of": lambda figure: figuring.value_of(words, figure),
        "made_of": lambda figure: figuring.made_of(words, figure),
        "part_of": lambda part: figuring.part_of(words, part),
        "figure_in": figuring.figure_in,
        "over_time_keys": OVER_TIME,
    }


@router.get("/year/{year}")
async def year_report(visit: Manager, year: int) -> Response:
    """Show the figures of a year as they were published, to read and to print; where it was not, how to."""
    try:
        report = await visit.ask(r.ShowYearReport(year=year), r.YearReportShown)
    except RefusedAnswer as refused:
        return visit.page("manager_people/unpublished.html", year=year, receipt=refused.receipt)
    pictures = pictured(visit, report.whole, report.by_month, r.By.MONTH)
    return visit.page(
        "manager_people/year.html", report=report, office=visit.house.offices.get(visit.office), **pictures
    )


@router.post("/publish")
async def publish(visit: Manager) -> Response:
    """Publish the figures of a year; from then on they stand."""
    year = text(await visit.form(), "year")
    command = r.ReportYear.model_validate({"year": year})
    return await visit.carry_out(command, to=f"{PAGE}/year/{command.year}", said="figures-said-published")


@router.get("/chain")
async def chain(visit: Manager) -> Response:
    """Look whether every locked registration is what it was when it was locked."""
    verified = await visit.ask(r.VerifyChain(), r.ChainVerified)
    return visit.page("manager_people/chain.html", verified=verified)
