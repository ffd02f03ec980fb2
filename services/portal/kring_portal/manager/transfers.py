"""Requests that go from one office to another: what others offer to this one, and what this one offers."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.intake import (
    AcceptTransfer,
    CaseList,
    ListCases,
    ListTransfers,
    RefuseTransfer,
    TransferList,
)

router = APIRouter()


@router.get("/transfers")
async def transfers(visit: Manager) -> Response:
    """List offers of others, and requests that wait for another office's answer."""
    found = await visit.ask(ListTransfers(office=visit.office), TransferList)
    held = await visit.ask(ListCases(office=visit.office, held=True, held_for="transfer-offered", limit=200), CaseList)
    gone = await visit.ask(ListCases(office=visit.office, stages=("transferred",), limit=50), CaseList)
    offers = sorted(found.transfers, key=lambda one: one.stage != "offered")  # what waits for an answer comes first
    return visit.page("manager/transfers.html", offers=offers, out=held.cases, gone=gone.cases)


@router.post("/transfers/{transfer_id}/accept")
async def accepted(visit: Manager, transfer_id: CaseId) -> Response:
    """Take a request over; its dossier follows by itself."""
    command = AcceptTransfer(transfer_id=transfer_id)
    return await visit.carry_out(command, to="/manager/transfers", said="manager-done-accept-transfer")


@router.post("/transfers/{transfer_id}/refuse")
async def refused(visit: Manager, transfer_id: CaseId) -> Response:
    """Do not take it over."""
    reason = (await fields_of(visit)).text("reason")
    command = RefuseTransfer.model_validate({"transfer_id": transfer_id, "reason": reason})
    return await visit.carry_out(command, to="/manager/transfers", said="manager-done-refuse-transfer")
