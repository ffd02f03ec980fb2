"""What people asked about their own data, each with its last day; and the register of breaches."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CURSOR, CaseId
from kring_portal.manager.fields import fields_of, present
from kring_portal.web.visit import Manager
from kring_shared.contracts.registry import (
    AnswerPerson,
    AskAboutData,
    AskedList,
    AskedShown,
    AssessBreach,
    BreachList,
    CloseBreach,
    ExtendAnswer,
    ListAsked,
    ListBreaches,
    NoteBreach,
    ReportBreach,
    ShowAsked,
    TakeUpAsked,
)

router = APIRouter()
HOME = "/manager/persons"
PAGE = 50


@router.get("/persons")
async def persons(
    visit: Manager,
    every: Annotated[str, Query(max_length=3)] = "",
    after: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """List what people asked, the first to answer first, and the breaches."""
    asked = await visit.ask(ListAsked(open_only=not every, limit=PAGE, after=after), AskedList)
    breaches = await visit.ask(ListBreaches(), BreachList)
    page: dict[str, Any] = {"every": bool(every), "next": asked.next, "is_first": not after}
    return visit.page("manager/persons.html", asked=asked.asked, breaches=breaches.breaches, **page)


@router.get("/persons/{asked_id}")
async def asked(visit: Manager, asked_id: CaseId) -> Response:
    """Show one; what they said is for who handles it."""
    shown = await visit.ask(ShowAsked(asked_id=asked_id), AskedShown)
    return visit.page("manager/asked.html", asked=shown)


@router.post("/requests/{case_id}/asks/about-data")
async def written_down(visit: Manager, case_id: CaseId) -> Response:
    """Write down what somebody asks about their own data, or a complaint."""
    fields = await fields_of(visit)
    said = {
        "case_id": case_id,
        "person_id": fields.text("person_id"),
        "asks_for": fields.text("asks_for"),
        "words": fields.text("words"),
        "about": fields.text("about"),
    }
    command = AskAboutData.model_validate(said)
    return await visit.carry_out(command, to=HOME, said="manager-done-ask-about-data")


@router.post("/persons/{asked_id}/take-up")
async def taken_up(visit: Manager, asked_id: CaseId) -> Response:
    """Say that whoever clicks handles it."""
    command = TakeUpAsked(asked_id=asked_id)
    return await visit.carry_out(command, to=f"{HOME}/{asked_id}", said="manager-done-take-up-asked")


@router.post("/persons/{asked_id}/extend")
async def extended(visit: Manager, asked_id: CaseId) -> Response:
    """Take two months more, once."""
    command = ExtendAnswer.model_validate({"asked_id": asked_id, "code": (await fields_of(visit)).text("code")})
    return await visit.carry_out(command, to=f"{HOME}/{asked_id}", said="manager-done-extend-answer")


@router.post("/persons/{asked_id}/answer")
async def answered(visit: Manager, asked_id: CaseId) -> Response:
    """Answer it."""
    fields = await fields_of(visit)
    said = {"asked_id": asked_id, "with": fields.text("with"), "code": fields.text("code")}
    command = AnswerPerson.model_validate(said)
    return await visit.carry_out(command, to=HOME, said="manager-done-answer-person")


@router.post("/breaches")
async def noted(visit: Manager) -> Response:
    """Write down a breach; its 72 hours run from when it was found."""
    fields = await fields_of(visit)
    said: dict[str, Any] = dict(
        present(
            found_hours_ago=fields.number("found_hours_ago"), words=fields.text("words"), people=fields.number("people")
        )
    )
    command = NoteBreach.model_validate(said)
    return await visit.carry_out(command, to=f"{HOME}#breaches", said="manager-done-note-breach")


@router.post("/breaches/{breach_id}/assess")
async def assessed(visit: Manager, breach_id: CaseId) -> Response:
    """Say what it means for the people it is about."""
    command = AssessBreach.model_validate({"breach_id": breach_id, "risk": (await fields_of(visit)).text("risk")})
    return await visit.carry_out(command, to=f"{HOME}#breaches", said="manager-done-assess-breach")


@router.post("/breaches/{breach_id}/report")
async def reported(visit: Manager, breach_id: CaseId) -> Response:
    """Say who was told."""
    fields = await fields_of(visit)
    said = {"breach_id": breach_id, "authority_reference": fields.text("reference")}
    command = ReportBreach.model_validate(said | {"people_told": fields.flag("people_told")})
    return await visit.carry_out(command, to=f"{HOME}#breaches", said="manager-done-report-breach")


@router.post("/breaches/{breach_id}/close")
async def closed(visit: Manager, breach_id: CaseId) -> Response:
    """Close it."""
    command = CloseBreach(breach_id=breach_id)
    return await visit.carry_out(command, to=f"{HOME}#breaches", said="manager-done-close-breach")
