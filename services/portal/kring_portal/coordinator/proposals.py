"""Proposals: a case that somebody is asked to coordinate, and their yes or no; and a tie that turns up later."""

from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.coordinator.acting import OF_A_CASE
from kring_portal.coordinator.options import helpers
from kring_portal.coordinator.reading import read
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.matching import (
    ConflictKind,
    DeclineReason,
    ListOwnProposals,
    OwnProposals,
)

router = APIRouter()
ANSWERS: Final = frozenset({"accept-proposal", "decline-proposal", "declare-conflict"})
NOT_FOUND: Final = 404


@router.get("/coordinator/proposals/{case_id}")
async def proposal(visit: Coordinator, case_id: str) -> Response:
    """Show what is proposed, as far as may be known before a yes, and until when there is time to think."""
    found = await visit.ask(ListOwnProposals(), OwnProposals)
    line = next((one for one in found.proposals if one.case_id == case_id), None)
    if line is None:
        raise HTTPException(NOT_FOUND)
    return visit.page(
        "coordinator/proposal.html", **helpers(visit), line=line, reasons=list(DeclineReason), ties=list(ConflictKind)
    )


@router.post("/coordinator/proposals/{case_id}/{name}")
async def answer(visit: Coordinator, case_id: str, name: str) -> Response:
    """Say yes or no, or tell a tie."""
    if name not in ANSWERS:
        raise HTTPException(NOT_FOUND)
    kind, here = OF_A_CASE[name], f"/coordinator/proposals/{case_id}"
    known: dict[str, object] = {"case_id": case_id}
    if "coordinator_id" in kind.model_fields:
        known["coordinator_id"] = visit.person.actor_id
    command = read(kind, await visit.form(), **known)
    receipt = await visit.tries(command)
    if receipt.status != "done":
        return visit.back(here, refused=receipt)
    return visit.back("/coordinator/today", said=f"coordinator-did-{name}")
