"""A request taken by telephone: one form, where nothing that was typed is lost."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import OptionalKey, perhaps
from kring_portal.manager.call import Call, call_of, holds_number, new_call, place_of, read
from kring_portal.manager.fields import fields_of
from kring_portal.web.tongues import to_choose_from
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.intake import CheckQuestion, QuestionChecked, QuestionRemark, TakeRequest
from kring_shared.kernel.municipalities import PLACES

router = APIRouter()
NATIONAL_NUMBER = "kring.national-number"
WRONG = 422


@router.get("/requests/new")
async def empty(
    visit: Manager, talk: Annotated[OptionalKey, Query()] = "", previous: Annotated[OptionalKey, Query()] = ""
) -> Response:
    """Show the empty form; after a talk without obligation, or an earlier route, it says so."""
    return _form(visit, new_call(visit.house.now().date(), talk=talk, previous=previous))


@router.post("/requests/new")
async def taken(visit: Manager) -> Response:
    """Take the request; or show the form again as it was typed, with more room, advice, or what is wrong."""
    fields = await fields_of(visit)
    call = call_of(fields)
    asked = fields.text("more")
    if asked in {"person", "mandate"}:
        call.people += asked == "person"
        call.mandates += asked == "mandate"
        return _form(visit, call, more=asked)
    if asked == "question":
        return _form(visit, call, more=asked, remarks=await _remarks(visit, fields.text("question")))
    if holds_number(fields):
        return _form(visit, call, problem="manager-new-national-number")
    referral = read(fields, call, visit.house.now().date())
    if referral is None:
        return _form(visit, call, problem="manager-new-wrong")
    command = TakeRequest(
        referral=referral,
        channel=fields.text("channel") or "phone",
        talk_id=fields.or_none("talk"),
        previous_case_id=fields.or_none("previous"),
    )
    return _answered(visit, call, await visit.tries(command))


def _answered(visit: Visit, call: Call, receipt: Receipt) -> Response:
    if receipt.status == "done" and receipt.answer:
        said = {"possibleDuplicate": "manager-done-taken-alike", "repeated": "manager-done-taken-before"}
        path = f"/manager/requests/{receipt.answer['caseId']}"
        return visit.back(path, said=said.get(str(receipt.answer["status"]), "manager-done-taken"))
    if receipt.code == NATIONAL_NUMBER:
        return _form(visit, call, problem="manager-new-national-number")
    for pointer in receipt.fields:
        name = place_of(pointer.removeprefix("/referral"))
        call.errors.setdefault(name, "manager-wrong-is-not-right")
    return _form(visit, call, problem="manager-new-wrong" if call.errors else "manager-new-refused")


async def _remarks(visit: Visit, question: str) -> tuple[QuestionRemark, ...] | None:
    if not question:
        return None
    checked = await perhaps(visit.ask(CheckQuestion(question=question), QuestionChecked))
    return checked.remarks if checked else None


def _form(
    visit: Visit,
    call: Call,
    *,
    problem: str = "",
    more: str = "",
    remarks: tuple[QuestionRemark, ...] | None = None,
) -> Response:
    status = WRONG if problem else 200
    spoken = (tag for name in call.values if name.endswith("languages") for tag in call.listed(name))
    return visit.page(
        "manager/new_request.html",
        status=status,
        call=call,
        problem=problem,
        more=more,
        remarks=remarks,
        tongues=to_choose_from(visit.words, spoken),
        places=sorted(PLACES),
    )
