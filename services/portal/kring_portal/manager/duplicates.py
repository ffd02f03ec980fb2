"""Requests that look like the same people: side by side, and a person decides."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import fields_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.intake import (
    DismissDuplicate,
    DuplicateList,
    ListDuplicates,
    MergeRequest,
    RequestShown,
    ShowRequest,
)

router = APIRouter()
PAGE = 50


@router.get("/duplicates")
async def duplicates(visit: Manager, after: str = "") -> Response:
    """List what looks alike and waits for a decision, the likeliest first."""
    found = await visit.ask(ListDuplicates(office=visit.office, limit=PAGE, after=after), DuplicateList)
    return visit.page("manager/duplicates.html", found=found, is_first=not after)


@router.get("/duplicates/{case_id}/{other_id}")
async def beside(visit: Manager, case_id: CaseId, other_id: CaseId) -> Response:
    """Show two requests side by side."""
    shown = [await visit.ask(ShowRequest(case_id=one), RequestShown) for one in (case_id, other_id)]
    alike = await visit.ask(ListDuplicates(office=visit.office, limit=1000), DuplicateList)
    pair = {case_id, other_id}
    line = next((one for one in alike.duplicates if {one.case_id, one.other_id} == pair), None)
    return visit.page("manager/beside.html", shown=shown, line=line)


@router.post("/duplicates/{case_id}/merge")
async def merged(visit: Manager, case_id: CaseId) -> Response:
    """Say that it is the same request: this one goes on as the other."""
    into = (await fields_of(visit)).text("into_id")
    command = MergeRequest(case_id=case_id, into_id=into)
    return await visit.carry_out(command, to=f"/manager/requests/{into}", said="manager-done-merge-request")


@router.post("/duplicates/{case_id}/dismiss")
async def dismissed(visit: Manager, case_id: CaseId) -> Response:
    """Say that these are other people."""
    fields = await fields_of(visit)
    command = DismissDuplicate(case_id=case_id, other_id=fields.or_none("other_id"), elsewhere=fields.text("elsewhere"))
    return await visit.carry_out(command, to="/manager/duplicates", said="manager-done-dismiss-duplicate")
