"""Figures for research: published years of all offices together, small numbers left out, as a page and as a file."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.exporting import TYPES, as_csv
from kring_portal.web import figuring
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.runtime.bus.client import RefusedAnswer

Researcher = Annotated[Visit, signed_in_as(Role.RESEARCHER)]
router = APIRouter(prefix="/researcher")
YEARS_BACK: Final = 6
WAYS: Final = (r.By.OFFICE, r.By.TYPE, r.By.CONTEXT)


@router.get("")
async def index(visit: Researcher, year: int = 0, by: str = "") -> Response:
    """Show the figures of a year that may leave, over all offices; by one thing at a time."""
    this_year = visit.house.now().year
    chosen = year or this_year - 1
    shown: dict[str, Any] = {
        "year": chosen,
        "years": tuple(range(this_year - 1, this_year - 1 - YEARS_BACK, -1)),
        "by": by,
        "ways": WAYS,
    }
    try:
        found = await visit.ask(_asked(chosen, by), r.OutwardShown)
    except RefusedAnswer as refused:
        return visit.page("researcher/closed.html", receipt=refused.receipt, **shown)
    words = visit.words
    return visit.page(
        "researcher/figures.html",
        found=found,
        offices=[_office(visit, office) for office in found.offices],
        groups=figuring.grouped(found.whole),
        picture=figuring.by_part(words, "requests", found.parts) if found.parts else None,
        endings=figuring.shares(words, words("figures-group-endings"), figuring.ENDED, found.whole),
        ended=figuring.counted([one for one in found.whole.figures if one.key.startswith(figuring.ENDED)]),
        value_of=lambda figure: figuring.value_of(words, figure),
        made_of=lambda figure: figuring.made_of(words, figure),
        part_of=lambda part: _office(visit, part) if by == r.By.OFFICE else figuring.part_of(words, part),
        figure_in=figuring.figure_in,
        counted=figuring.counted,
        **shown,
    )


def _asked(year: int, by: str) -> r.OutwardFigures:
    return r.OutwardFigures(year=year, by=r.By(by) if by in set(WAYS) else None)


def _office(visit: Visit, office: str) -> str:
    card = visit.house.offices.get(office)
    return card.title if card else office


@router.get("/figures.csv")
async def as_file(visit: Researcher, year: int, by: str = "") -> Response:
    """Give the same figures as a file; what is left out has no number there either."""
    found = await visit.ask(_asked(year, by), r.OutwardShown)
    rows = [row for part in (found.whole, *found.parts) for row in _rows(found, part)]
    headers = {
        "Content-Disposition": f'attachment; filename="figures-{year}{f"-by-{by}" if by in set(WAYS) else ""}.csv"'
    }
    return Response(as_csv(rows), media_type=TYPES["csv"], headers=headers)


def _rows(found: r.OutwardShown, part: r.FigureSet) -> list[dict[str, Any]]:
    return [
        {
            "year": found.year,
            "definitions": found.definitions,
            "part": part.part or "all",
            "figure": figure.key,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "value": figure.value,
            "suppressed": figure.suppressed,
        }
        for figure in part.figures
    ]
