"""Referrals that were set apart: shown masked, taken on, or sent back with a reason."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.intake import (
    ListQuarantine,
    QuarantinedShown,
    QuarantineList,
    RejectQuarantined,
    ReleaseQuarantined,
    ShowQuarantined,
)

router = APIRouter()
PAGE = 50


@router.get("/quarantine")
async def quarantine(visit: Manager, after: Annotated[str, Query(max_length=120)] = "") -> Response:
    """List what was set apart, the oldest first."""
    found = await visit.ask(ListQuarantine(office=visit.office, limit=PAGE, after=after), QuarantineList)
    return visit.page("manager/quarantine.html", found=found, is_first=not after)


@router.get("/quarantine/{quarantine_id}")
async def quarantined(visit: Manager, quarantine_id: CaseId) -> Response:
    """Show one, as it was masked."""
    shown = await visit.ask(ShowQuarantined(quarantine_id=quarantine_id), QuarantinedShown)
    return visit.page("manager/quarantined.html", shown=shown, text=_laid_out(shown.text))


@router.post("/quarantine/{quarantine_id}/release")
async def released(visit: Manager, quarantine_id: CaseId) -> Response:
    """Take it on as it was masked, or as it was mended here, and go to the request that came of it."""
    fields = await fields_of(visit)
    event = fields.text("event")
    receipt = await visit.tries(
        ReleaseQuarantined(quarantine_id=quarantine_id, event=event if fields.flag("mended") else "")
    )
    if receipt.status != "done":
        return visit.back(f"/manager/quarantine/{quarantine_id}", refused=receipt)
    request_id = (receipt.answer or {}).get("requestId")
    to = f"/manager/requests/{request_id}" if request_id else "/manager/quarantine"
    return visit.back(to, said="manager-done-release-quarantined")


@router.post("/quarantine/{quarantine_id}/reject")
async def rejected(visit: Manager, quarantine_id: CaseId) -> Response:
    """Do not take it on; its sender hears why."""
    reason = (await fields_of(visit)).text("reason")
    command = RejectQuarantined.model_validate({"quarantine_id": quarantine_id, "reason": reason})
    return await visit.carry_out(command, to="/manager/quarantine", said="manager-done-reject-quarantined")


def _laid_out(text: str) -> str:
    """Lay an event out over lines; what is no JSON stays as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text
