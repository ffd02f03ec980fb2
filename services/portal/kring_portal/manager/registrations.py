"""Registrations that are not locked, by year of receiving: validated, given back, or locked."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.web.visit import Manager
from kring_shared.contracts.registry import ListRegistrations, RegistrationList

router = APIRouter()
PAGE = 100
YEAR = r"^(199\d|20\d\d|21\d\d)?$"


@router.get("/registrations")
async def registrations(
    visit: Manager,
    year: Annotated[str, Query(pattern=YEAR)] = "",
    stage: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """List the registrations that are not locked, of one year or of the last two, the longest open first.

    A request of the autumn is locked in spring: a list of this year alone would hide what waits in January.
    """
    this = visit.house.now().year
    query = ListRegistrations(
        year=int(year or this),
        since_year=None if year else this - 1,
        stage=stage,
        limit=PAGE,
        after=after,
    )
    found = await visit.ask(query, RegistrationList)
    page: dict[str, Any] = {
        "lines": found.registrations,
        "year": year,
        "years": (this, this - 1, this - 2),
        "stage": stage,
        "next": found.next_after,
    }
    return visit.page("manager/registrations.html", is_first=not after, **page)
