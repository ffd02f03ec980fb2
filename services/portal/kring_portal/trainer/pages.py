"""A trainer's gatherings: what is planned, who comes, and who was there."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.gatherings import choices, listed, planned, record
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role

Trainer = Annotated[Visit, signed_in_as(Role.TRAINER)]
router = APIRouter(prefix="/trainer")
PAGE: Final = "/trainer"


@router.get("")
async def index(visit: Trainer) -> Response:
    """Show what is planned and was held."""
    found = await visit.ask(m.ListGatherings(), m.GatheringList)
    return visit.page("trainer/gatherings.html", page=PAGE, **listed(found))


@router.get("/new")
async def new(visit: Trainer) -> Response:
    """Show the form for a new gathering."""
    return visit.page("manager_people/planning.html", page=PAGE, gathering=None, **choices())


@router.post("/new")
async def plan(visit: Trainer) -> Response:
    """Plan a gathering."""
    command = m.PlanGathering.model_validate(planned(await visit.form()))
    return await visit.carry_out(command, to=PAGE, said="people-said-planned")


@router.get("/{gathering_id}")
async def one(visit: Trainer, gathering_id: str) -> Response:
    """Show who comes to one gathering, to note who was there."""
    shown = await visit.ask(m.ShowGathering(gathering_id=gathering_id), m.GatheringShown)
    return visit.page("trainer/gathering.html", shown=shown, gathering=shown.line, page=PAGE)


@router.post("/{gathering_id}/record-attendance")
async def attendance(visit: Trainer, gathering_id: str) -> Response:
    """Note who was there on one day."""
    return await record(visit, gathering_id, f"{PAGE}/{gathering_id}")
