"""Who looked into a case: one list of what every service wrote down."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.every_service import ListEmergencies, LookLine, Looks, WhoLooked
from kring_shared.kernel.errors import NoAnswer

router = APIRouter()
SERVICES: Final = tuple(sorted({one.service for one in (*COMMANDS.values(), *QUERIES.values())} - {"every"}))
MOST_PAGES: Final = 25
Looking = Annotated[Visit, signed_in_as(Role.REGIONAL_MANAGER, Role.COORDINATOR)]


@router.get("/looked/{case_id}")
async def show(visit: Looking, case_id: str) -> Response:
    """Show who looked into a case, and on what ground; the newest first."""
    lines, away = await lines_of(visit, WhoLooked(case_id=case_id))
    return visit.page("signing/looked.html", lines=lines, away=away, case_id=case_id)


async def lines_of(visit: Visit, query: WhoLooked | ListEmergencies) -> tuple[list[LookLine], list[str]]:
    """Ask every service; give the lines, the newest first, and the services that do not answer now."""
    lines: list[LookLine] = []
    away: list[str] = []
    for service in SERVICES:
        try:
            lines += await _all_of(visit, query, service)
        except NoAnswer:
            away.append(service)
    return sorted(lines, key=lambda line: line.at, reverse=True), away


async def _all_of(visit: Visit, query: WhoLooked | ListEmergencies, service: str) -> list[LookLine]:
    lines: list[LookLine] = []
    after = ""
    for _ in range(MOST_PAGES):
        page = await visit.ask(query.model_copy(update={"after": after}), Looks, service=service)
        lines += page.lines
        after = page.next
        if not after:
            break
    return lines
