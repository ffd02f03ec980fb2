"""Signals that the regional manager passed on: a list, one with its words, and closed with what became of it."""

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
async def index(visit: SafetyOfficer, after: str = "", *, settled: bool = False) -> Response:
    """List what was passed on to them, the most pressing first; what is settled stands apart."""
    return await _listed(visit, after, settled=settled)


@router.post("")
async def which(visit: SafetyOfficer) -> Response:
    """Go to the signal with that number."""
    number = text(await visit.form(), "which").lower()
    if re.fullmatch(KEY, number):
        return RedirectResponse(f"{HOME}/signals/{number}", status_code=SEE_OTHER)
    return await _listed(visit, which=number, status=WRONG)


async def _listed(
    visit: Visit, after: str = "", *, settled: bool = False, which: str = "", status: int = 200
) -> Response:
    found = await visit.ask(c.ListOwnSafetySignals(settled=settled, after=after), c.OwnSafetySignals)
    shown = {"found": found, "settled": settled, "first": not after, "which": which, "wrong": status == WRONG}
    return visit.page("safety_officer/signals.html", status=status, **shown)


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
