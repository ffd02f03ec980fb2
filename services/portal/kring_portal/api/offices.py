"""What an office's own systems may take: its cases as codes, its figures, its registrations as rows."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from kring_portal.api.bodies import takes
from kring_portal.api.letting_in import AtHouse, Exports, SeesCases
from kring_portal.api.paging import link_to
from kring_portal.store.systems import System
from kring_portal.web.house import House
from kring_portal.web.rows import as_csv, as_lines, rows_of
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Cursor
from kring_shared.contracts.intake import CaseList, ListCases
from kring_shared.contracts.registry import ExportRecords, Figures, FiguresShown, RecordsExported
from kring_shared.contracts.registry.figures import By, ExportTable

router = APIRouter(tags=["Offices"])
CSV: Final = "text/csv"
LINES: Final = "application/jsonl"
AT_ONCE: Final = 500


def actor_of(house: House, system: System) -> Actor:
    """Give a system of an office as services know it: in the role of the office, under an id of its own."""
    return house.client.actor(Role.REGIONAL_MANAGER, f"system-{system.id}", system.office, "office-system")


@router.get("/cases", summary="The cases of the office: codes and dates", operation_id="listCases")
async def list_cases(
    request: Request,
    response: Response,
    house: AtHouse,
    system: SeesCases,
    before: Annotated[Cursor, Query(description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
    stage: Annotated[list[Annotated[str, Query(max_length=20)]], Query(max_length=20, description="Only these.")] = [],  # noqa: B006 - FastAPI copies it
) -> CaseList:
    """Give the cases of the office, newest first: never a name, a question or a plan."""
    query = ListCases(office=system.office, limit=limit, before=before, stages=tuple(stage))
    found = await house.client.ask(query, actor_of(house, system), CaseList)
    if found.next:
        response.headers["Link"] = link_to(request, house, before=found.next, limit=limit, stage=stage)
    return found


@router.get("/exports/figures", summary="The figures of a period", operation_id="exportFigures")
async def export_figures(
    house: AtHouse,
    system: Exports,
    since: Annotated[date, Query(description="The first day of a month.")],
    until: Annotated[date, Query(description="The last day of a month.")],
    by: Annotated[By | None, Query(description="Laid out by this as well.")] = None,
) -> FiguresShown:
    """Give counts with their definitions, as the office itself sees them."""
    return await house.client.ask(Figures(since=since, until=until, by=by), actor_of(house, system), FiguresShown)


@router.get(
    "/exports/{table}",
    summary="Registrations or answers as rows",
    operation_id="exportRecords",
    response_class=StreamingResponse,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}, LINES: {"schema": {"type": "string"}}}}},
)
async def export_records(
    request: Request,
    house: AtHouse,
    system: Exports,
    table: Annotated[ExportTable, Path(description="Which rows.")],
    since: Annotated[date, Query(description="First day of receiving.")],
    until: Annotated[date, Query(description="Day after the last one.")],
    research: Annotated[bool, Query(description="For research: years, not months; only who said yes to it.")] = False,  # noqa: FBT002 - it is asked by name
) -> Response:
    """Give every row of a period as it is read: CSV, or a JSON object a line; no case and no person in it."""
    form = takes(request, CSV, LINES)
    actor = actor_of(house, system)

    async def page(after: str) -> RecordsExported:
        asked = ExportRecords(table=table, since=since, until=until, research=research, after=after, limit=AT_ONCE)
        return await house.client.ask(asked, actor, RecordsExported, timeout=60)

    rows = await rows_of(page)
    return StreamingResponse(as_lines(rows) if form == LINES else as_csv(rows), media_type=form)
