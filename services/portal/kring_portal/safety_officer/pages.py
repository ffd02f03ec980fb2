"""A signal that the regional manager passed on: opened by its number, and closed with what became of it."""

import re
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kring_portal.manager.asking import KEY, CaseId
from kring_portal.web.deeds import Ask, Deed, Kind, done, table, text, those
from kring_portal.web.visit import SEE_OTHER, Visit, signed_in_as
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role

SafetyOfficer = Annotated[Visit, signed_in_as(Role.SAFETY_OFFICER)]
router = APIRouter(prefix="/safety-officer")
HOME: Final = "/safety-officer"
WRONG: Final = 422
DEEDS: Final = table(
    Deed(c.CloseSafetySignal, "signal_id", (Ask("outcome", Kind.CHOICE, tuple(c.SignalOutcome), "outcome"),))
)


@router.get("")
async def index(visit: SafetyOfficer) -> Response:
    """Ask which signal; there is no list, since only what was passed on to them is theirs to know of."""
    return visit.page("safety_officer/which.html", which="", wrong=False)


@router.post("")
async def which(visit: SafetyOfficer) -> Response:
    """Go to the signal with that number."""
    number = text(await visit.form(), "which").lower()
    if re.fullmatch(KEY, number):
        return RedirectResponse(f"{HOME}/signals/{number}", status_code=SEE_OTHER)
    return visit.page("safety_officer/which.html", which=number, wrong=True, status=WRONG)


@router.get("/signals/{signal_id}")
async def signal(visit: SafetyOfficer, signal_id: CaseId) -> Response:
    """Show one signal with what was said."""
    shown = await visit.ask(c.ShowSafetySignal(signal_id=signal_id), c.SafetySignalShown)
    deeds = those(DEEDS, shown.possible)
    return visit.page("safety_officer/signal.html", shown=shown, deeds=deeds, home=f"{HOME}/signals/{signal_id}")


@router.post("/signals/{signal_id}/{deed}")
async def do(visit: SafetyOfficer, signal_id: CaseId, deed: str) -> Response:
    """Close it, with what became of it."""
    return await done(visit, DEEDS, deed, signal_id, to=HOME)
