"""Worries about safety: the open ones, one with its words, and what is done with it."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager, Visit
from kring_portal.web.wrong import WrongFields
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AssessSafetySignal,
    CloseSafetySignal,
    ListSafetySignals,
    PassSafetySignalOn,
    RaiseSafetySignal,
    SafetySignalList,
    SafetySignalShown,
    ShowSafetySignal,
)

router = APIRouter()


@router.get("/signals")
async def signals(visit: Manager) -> Response:
    """List the open signals, the most pressing first."""
    found = await visit.ask(ListSafetySignals(), SafetySignalList)
    return visit.page("manager/signals.html", signals=found.signals)


@router.get("/signals/{signal_id}")
async def signal(visit: Manager, signal_id: CaseId) -> Response:
    """Show one with what was said."""
    shown = await visit.ask(ShowSafetySignal(signal_id=signal_id), SafetySignalShown)
    return visit.page("manager/signal.html", shown=shown, officers=_officers(visit))


def _officers(visit: Visit) -> list[tuple[str, str]]:
    """Give the safety officers of the office: the id that services know them by, and their name."""
    return visit.house.hats.wearing(visit.office, Role.SAFETY_OFFICER, visit.house.now())


@router.post("/requests/{case_id}/signals/raise")
async def raised(visit: Manager, case_id: CaseId) -> Response:
    """Write down a worry about a case."""
    fields = await fields_of(visit)
    said = {"case_id": case_id, "level": fields.text("level"), "words": fields.text("words")}
    command = RaiseSafetySignal.model_validate(said)
    return await visit.carry_out(command, to="/manager/signals", said="manager-done-raise-safety-signal")


@router.post("/signals/{signal_id}/assess")
async def assessed(visit: Manager, signal_id: CaseId) -> Response:
    """Say how pressing it is."""
    said = {"signal_id": signal_id, "level": (await fields_of(visit)).text("level")}
    command = AssessSafetySignal.model_validate(said)
    to = f"/manager/signals/{signal_id}"
    return await visit.carry_out(command, to=to, said="manager-done-assess-safety-signal")


@router.post("/signals/{signal_id}/pass-on")
async def passed_on(visit: Manager, signal_id: CaseId) -> Response:
    """Give it to one of the safety officers of the office.

    Raises:
        WrongFields: nobody was chosen, or somebody who is none.
    """
    chosen = (await fields_of(visit)).text("officer_id")
    if chosen not in dict(_officers(visit)):
        raise WrongFields(officer_id="choice" if chosen else "missing")
    said = {"signal_id": signal_id, "officer_id": chosen}
    command = PassSafetySignalOn.model_validate(said)
    return await visit.carry_out(command, to="/manager/signals", said="manager-done-pass-safety-signal-on")


@router.post("/signals/{signal_id}/close")
async def closed(visit: Manager, signal_id: CaseId) -> Response:
    """Settle it."""
    said = {"signal_id": signal_id, "outcome": (await fields_of(visit)).text("outcome")}
    command = CloseSafetySignal.model_validate(said)
    return await visit.carry_out(command, to="/manager/signals", said="manager-done-close-safety-signal")
