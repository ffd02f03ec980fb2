"""Looking for a request by a name, a reference or a number; what was typed stands in no address."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.intake import FoundCases, SearchCases

router = APIRouter()
FEWEST, MOST = 2, 120


@router.get("/search")
async def search(visit: Manager) -> Response:
    """Show where to type."""
    return visit.page("manager/search.html", words="", found=None, too_short=False)


@router.post("/search")
async def searched(visit: Manager) -> Response:
    """Show what was found; it is sent as a form, so that a name stands in no address and no history."""
    words = (await fields_of(visit)).text("words")[:MOST]
    if len(words) < FEWEST:
        return visit.page("manager/search.html", words=words, found=None, too_short=True)
    found = await visit.ask(SearchCases(words=words), FoundCases)
    return visit.page("manager/search.html", words=words, found=found, too_short=False)
