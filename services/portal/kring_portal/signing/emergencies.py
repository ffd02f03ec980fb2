"""Looking outside one's own cases when it cannot wait, and the manager's list of whoever did."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.signing.looked import lines_of
from kring_portal.web.visit import Coordinator, Manager, Visit, signed_in_as
from kring_shared.contracts.actor import EmergencyReason, Role
from kring_shared.contracts.conference import ConferenceShown, SafetySignalShown, ShowConference, ShowSafetySignal
from kring_shared.contracts.every_service import ListEmergencies
from kring_shared.contracts.intake import RequestShown, ShowRequest
from kring_shared.contracts.notifications import ListToTell, ToTellList
from kring_shared.kernel.errors import NoAnswer
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter()
SafetyOfficer = Annotated[Visit, signed_in_as(Role.SAFETY_OFFICER)]
ID_LETTERS: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")
LONGEST: Final = 64


@router.get("/coordinator/emergency")
async def ask_coordinator(visit: Coordinator) -> Response:
    """Ask which case, and why it cannot wait; say that it is written down and looked at."""
    return _asked(visit, "/coordinator/emergency")


@router.post("/coordinator/emergency")
async def open_case(visit: Coordinator) -> Response:
    """Show who the people are, where they meet and how to reach them; never the plan."""
    case_id, reason = await _which(visit)
    if reason is None or not case_id:
        return _asked(visit, "/coordinator/emergency", case_id, error=True)
    request = await visit.ask(ShowRequest(case_id=case_id), RequestShown, emergency=reason)
    conference, to_tell = None, None
    try:
        conference = await visit.ask(ShowConference(case_id=case_id), ConferenceShown, emergency=reason)
        to_tell = await visit.ask(ListToTell(case_id=case_id), ToTellList, emergency=reason)
    except (RefusedAnswer, NoAnswer):  # the conference has not begun, or that part does not answer now
        pass
    return visit.page(
        "signing/emergency_case.html", request=request, conference=conference, to_tell=to_tell, reason=reason
    )


@router.get("/safety-officer/emergency")
async def ask_officer(visit: SafetyOfficer) -> Response:
    """Ask which signal, and why it cannot wait."""
    return _asked(visit, "/safety-officer/emergency")


@router.post("/safety-officer/emergency")
async def open_signal(visit: SafetyOfficer) -> Response:
    """Show one signal that is somebody else's."""
    signal_id, reason = await _which(visit)
    if reason is None or not signal_id:
        return _asked(visit, "/safety-officer/emergency", signal_id, error=True)
    signal = await visit.ask(ShowSafetySignal(signal_id=signal_id), SafetySignalShown, emergency=reason)
    return visit.page("signing/emergency_signal.html", signal=signal, reason=reason)


@router.get("/manager/emergencies")
async def list_emergencies(visit: Manager) -> Response:
    """List who looked because it could not wait, the newest first."""
    lines, away = await lines_of(visit, ListEmergencies())
    return visit.page("signing/emergencies.html", lines=lines, away=away)


async def _which(visit: Visit) -> tuple[str, EmergencyReason | None]:
    form = await visit.form()
    wanted = str(form.get("which", "")).strip().lower()[:LONGEST]
    reason = str(form.get("reason", ""))
    known = EmergencyReason(reason) if reason in set(EmergencyReason) else None
    return (wanted if set(wanted) <= ID_LETTERS else ""), known


def _asked(visit: Visit, action: str, which: str = "", *, error: bool = False) -> Response:
    return visit.page(
        "signing/emergency.html",
        status=422 if error else 200,
        action=action,
        which=which,
        reasons=tuple(EmergencyReason),
        error=error,
    )
