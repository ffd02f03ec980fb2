"""Gatherings: trainings, meetings and study days; planned, cancelled, and who was there."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.manager_people.coordinators import every_coordinator
from kring_portal.manager_people.deeds import GATHERING
from kring_portal.web.deeds import done, local, moment_or_text, text, texts
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m
from kring_shared.contracts.field import ConferenceType

router = APIRouter(prefix="/manager/gatherings")
PAGE: Final = "/manager/gatherings"
DAYS: Final = 4
ON_THE_WAY: Final = 500


@router.get("")
async def index(visit: Manager) -> Response:
    """Show what is planned and was held."""
    found = await visit.ask(m.ListGatherings(), m.GatheringList)
    return visit.page("manager_people/gatherings.html", page=PAGE, **listed(found))


def listed(found: m.GatheringList) -> dict[str, Any]:
    """Give gatherings as a page shows them: what is to come first, then what was."""
    return {
        "coming": [one for one in found.gatherings if one.stage == "planned"],
        "past": [one for one in reversed(found.gatherings) if one.stage != "planned"],
    }


@router.get("/new")
async def new(visit: Manager) -> Response:
    """Show the form for a new gathering."""
    return visit.page("manager_people/planning.html", page=PAGE, gathering=None, **choices())


def choices() -> dict[str, Any]:
    """Give what a gathering can be, for its form."""
    return {"kinds": tuple(m.GatheringKind), "scopes": tuple(ConferenceType), "rows": DAYS, "local": local}


@router.post("/new")
async def plan(visit: Manager) -> Response:
    """Plan a gathering."""
    command = m.PlanGathering.model_validate(planned(await visit.form()))
    return await visit.carry_out(command, to=PAGE, said="people-said-planned")


def planned(form: FormData) -> dict[str, Any]:
    """Read what the form of a gathering says."""
    days = tuple(moment_or_text(day) for day in texts(form, "days"))
    agenda = tuple(line.strip() for line in text(form, "agenda").splitlines() if line.strip())
    fields = {name: text(form, name) for name in ("kind_of", "title", "place", "room_for")}
    scope = text(form, "scope") or None
    return {**fields, "days": days, "agenda": agenda, "scope": scope, "public": text(form, "public") == "yes"}


@router.get("/{gathering_id}")
async def one(visit: Manager, gathering_id: str) -> Response:
    """Show one gathering: plan it anew, cancel it, sign somebody up, or note who was there."""
    shown = await visit.ask(m.ShowGathering(gathering_id=gathering_id), m.GatheringShown)
    return visit.page(
        "manager_people/gathering.html",
        shown=shown,
        gathering=shown.line,
        others=await _others(visit, {line.person_id for line in shown.people}),
        deeds=tuple(GATHERING.values()),
        page=PAGE,
        **choices(),
    )


async def _others(visit: Visit, there: set[str]) -> list[tuple[str, str]]:
    """Give who may still be signed up: everybody on the way, and every coordinator; each once, by name."""
    careers = await visit.ask(m.ListCareers(limit=ON_THE_WAY), m.CareerList)
    people = {line.person_id: line.name for line in careers.people if line.stage != "ended"}
    people |= {line.coordinator_id: line.name for line in await every_coordinator(visit) if line.standing != "left"}
    return sorted(((one, name) for one, name in people.items() if one not in there), key=lambda one: one[1].casefold())


@router.post("/{gathering_id}/plan-gathering")
async def plan_anew(visit: Manager, gathering_id: str) -> Response:
    """Plan a gathering anew; who signed up stays signed up."""
    fields = planned(await visit.form()) | {"gathering_id": gathering_id}
    return await visit.carry_out(
        m.PlanGathering.model_validate(fields), to=_page(gathering_id), said="people-said-planned"
    )


@router.post("/{gathering_id}/record-attendance")
async def attendance(visit: Manager, gathering_id: str) -> Response:
    """Note who was there on one day."""
    return await record(visit, gathering_id, _page(gathering_id))


async def record(visit: Visit, gathering_id: str, to: str) -> Response:
    """Note who was there on one day, as the form says, and go back."""
    form = await visit.form()
    fields = {"gathering_id": gathering_id, "day": text(form, "day"), "present": texts(form, "present")}
    return await visit.carry_out(m.RecordAttendance.model_validate(fields), to=to, said="people-said-attendance")


@router.post("/{gathering_id}/sign-up")
async def sign_up(visit: Manager, gathering_id: str) -> Response:
    """Sign somebody up who said so by telephone."""
    command = m.SignUp(gathering_id=gathering_id, person_id=text(await visit.form(), "person_id"))
    return await visit.carry_out(command, to=_page(gathering_id), said="people-said-signed-up")


@router.post("/{gathering_id}/{deed}")
async def do(visit: Manager, gathering_id: str, deed: str) -> Response:
    """Cancel a gathering."""
    return await done(visit, GATHERING, deed, gathering_id, to=_page(gathering_id))


def _page(gathering_id: str) -> str:
    return f"{PAGE}/{gathering_id}"
