"""Whether the portal lives, and whether it can do its work: for whoever keeps the process alive."""

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from kring_portal.web.house import House
from kring_shared.kernel.errors import DatabaseAway

router = APIRouter()
NOT_READY: Final = 503


@router.get("/live")
async def live() -> Response:
    """Say that it answers."""
    return PlainTextResponse("lives\n")


@router.get("/ready")
async def ready(request: Request) -> Response:
    """Say whether the bus and the database are there; else what it waits for."""
    house: House = request.app.state.house
    waits = [] if house.client.connection.is_connected else ["the bus"]
    try:
        await asyncio.to_thread(house.database.check)
    except DatabaseAway:
        waits.append("its database")
    return PlainTextResponse(f"waits for {' and '.join(waits)}\n", NOT_READY) if waits else PlainTextResponse("ready\n")
