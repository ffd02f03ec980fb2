"""The journal of signing in: opaque ids and codes, the newest first."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.administrator.visiting import Administrator

router = APIRouter()


@router.get("/administrator/journal")
async def show(visit: Administrator, before: str = "") -> Response:
    """Show who came in, who tried, and who changed who may."""
    entries, following = visit.house.journal.page(before)
    days = visit.house.settings.journal_days
    return visit.page("administrator/journal.html", entries=entries, following=following, first=not before, days=days)
