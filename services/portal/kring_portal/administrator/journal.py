"""What happened: on the first screen who may do more or less, and the whole journal of signing in behind it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kring_portal.administrator.visiting import Administrator
from kring_portal.store.journal import CHANGED
from kring_portal.store.webhooks import Webhook
from kring_portal.web.visit import SEE_OTHER

router = APIRouter()
TODAY: Final = "/administrator/today"
OF_NOTE: Final = (*CHANGED, "invited", "account-made", "account-reset", "account-closed")
"""Whatever changes who may do what."""
NEWEST: Final = 20


@router.get("/administrator")
async def begin(visit: Administrator) -> Response:
    """Begin with what changed."""
    del visit
    return RedirectResponse(TODAY, SEE_OTHER)


@router.get(TODAY)
async def today(visit: Administrator) -> Response:
    """Show who may do more or less than before, by whom, and which systems take nothing."""
    house = visit.house
    entries, _ = house.journal.page(limit=NEWEST, office=visit.office, what=OF_NOTE)
    names = house.accounts.names(account for one in entries for account in (one.account_id, one.by) if account)
    silent = [one for one in house.webhooks.all() if _takes_nothing(one) and one.office in ("", visit.office)]
    managing = house.hats.administrators(house.now(), visit.office)
    return visit.page("administrator/today.html", entries=entries, names=names, silent=silent, alone=len(managing) == 1)


@router.get("/administrator/journal")
async def show(visit: Administrator, before: str = "") -> Response:
    """Show who came in at this office, who tried, and who changed who may."""
    entries, following = visit.house.journal.page(before, office=visit.office)
    days = visit.house.settings.journal_days
    return visit.page("administrator/journal.html", entries=entries, following=following, first=not before, days=days)


def _takes_nothing(hook: Webhook) -> bool:
    return hook.disabled or hook.failing_since is not None
