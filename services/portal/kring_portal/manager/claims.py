"""What coordinators claim: looked at, approved or given back, and noted as paid."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.registry import (
    ApproveClaim,
    ClaimList,
    ClaimShown,
    ListClaims,
    NotePayment,
    ReturnClaim,
    ShowClaim,
)

router = APIRouter()
PAGE = 50
STAGES = ("submitted", "approved", "returned", "draft", "paid")


@router.get("/claims")
async def claims(
    visit: Manager,
    stage: Annotated[str, Query(max_length=20)] = "submitted",
    after: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """List claims by stage, the oldest first."""
    found = await visit.ask(ListClaims(stage="" if stage == "all" else stage, limit=PAGE, after=after), ClaimList)
    return visit.page("manager/claims.html", found=found, stage=stage, stages=STAGES, is_first=not after)


@router.get("/claims/{claim_id}")
async def claim(visit: Manager, claim_id: CaseId) -> Response:
    """Show one claim and how its amount is made up."""
    shown = await visit.ask(ShowClaim(claim_id=claim_id), ClaimShown)
    return visit.page("manager/claim.html", claim=shown)


@router.post("/claims/{claim_id}/approve")
async def approved(visit: Manager, claim_id: CaseId) -> Response:
    """Approve a claim."""
    command = ApproveClaim(claim_id=claim_id)
    return await visit.carry_out(command, to="/manager/claims", said="manager-done-approve-claim")


@router.post("/claims/{claim_id}/return")
async def returned(visit: Manager, claim_id: CaseId) -> Response:
    """Give a claim back to its coordinator."""
    command = ReturnClaim.model_validate({"claim_id": claim_id, "code": (await fields_of(visit)).text("code")})
    return await visit.carry_out(command, to="/manager/claims", said="manager-done-return-claim")


@router.post("/claims/{claim_id}/paid")
async def paid(visit: Manager, claim_id: CaseId) -> Response:
    """Note that a claim was paid."""
    command = NotePayment.model_validate({"claim_id": claim_id, "paid_on": (await fields_of(visit)).day("paid_on")})
    return await visit.carry_out(command, to="/manager/claims?stage=approved", said="manager-done-note-payment")
