"""Registrations that are not locked, by year: validated, given back, or locked."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.web.visit import Manager
from kring_shared.contracts.registry import ListRegistrations, RegistrationList

router = APIRouter()
PAGE = 100


@router.get("/registrations")
async def registrations(
    visit: Manager,
    year: Annotated[int | None, Query(ge=1990, le=2200)] = None,
    stage: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """List the registrations of a year that are not locked, the longest open first."""
    this = visit.house.now().year
    chosen = year or this
    found = await visit.ask(ListRegistrations(year=chosen, limit=PAGE, after=after), RegistrationList)
    lines = [line for line in found.registrations if stage in {"", line.stage}]
    page: dict[str, Any] = {
        "year": chosen,
        "years": (this, this - 1, this - 2),
        "stage": stage,
    }
    return visit.page("manager/registrations.html", lines=lines, next=found.next_after, is_first=not after, **page)
