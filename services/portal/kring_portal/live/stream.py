"""The one stream of a page that is open: the word that something changed, a sign of life, and nothing else."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from kring_portal.live.scope import NothingChanges, scope_of
from kring_portal.web.changes import Scope
from kring_portal.web.visit import Anybody, Visit
from kring_shared.kernel.errors import NoAnswer
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter()
OPEN_AT_MOST: Final = 4
"""Pages of one session that change by themselves; a browser has six connections in all, and needs some for pages."""
TOLD_AT_MOST_EVERY: Final = 1.0
LOOKED_EVERY: Final = 1.0
SIGN_OF_LIFE_EVERY: Final = 15
AGAIN_AFTER_MS: Final = 3000
NOT_YOU, TOO_MANY = 401, 429
INSTEAD: Final[dict[type[Exception], int]] = {NothingChanges: 204, RefusedAnswer: 403, NoAnswer: 503}
NOT_KEPT_BACK: Final = {"X-Accel-Buffering": "no"}
FORM: Final = "text/event-stream"
CHANGED: Final = b"event: changed\ndata: changed\n\n"
ALIVE: Final = b": \n\n"


@router.get("/changes")
async def changes(visit: Anybody, case: Annotated[str, Query(max_length=64)] = "") -> Response:
    """Tell a page that something it may show has changed, for as long as somebody is signed in and looks at it."""
    session = visit.session
    if session is None or session.role is None:
        return Response(status_code=NOT_YOU)
    if visit.house.changes.open[session.digest] >= OPEN_AT_MOST:
        return Response(status_code=TOO_MANY)
    try:
        scope = await scope_of(visit, case)
    except (NothingChanges, RefusedAnswer, NoAnswer) as error:
        return Response(status_code=INSTEAD[type(error)])
    return StreamingResponse(_told(visit, scope, session.digest), media_type=FORM, headers=NOT_KEPT_BACK)


async def _told(visit: Visit, scope: Scope, digest: str) -> AsyncIterator[bytes]:
    house, open_ = visit.house, visit.house.changes.open
    open_[digest] += 1
    try:
        async with house.changes.listening(scope) as ear:
            yield f"retry: {AGAIN_AFTER_MS}\n\n".encode()
            quiet = 0.0
            while await _goes_on(visit, digest):
                if await _wakes(ear):
                    ear.clear()
                    if not await _goes_on(visit, digest):
                        return
                    yield CHANGED
                    quiet = 0.0
                    await asyncio.sleep(TOLD_AT_MOST_EVERY)
                else:
                    quiet += LOOKED_EVERY
                if quiet >= SIGN_OF_LIFE_EVERY:
                    yield ALIVE
                    quiet = 0.0
    finally:
        _let_go(open_, digest)


async def _wakes(ear: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(ear.wait(), LOOKED_EVERY)
    except TimeoutError:
        return False
    return True


async def _goes_on(visit: Visit, digest: str) -> bool:
    """Tell whether the portal runs, the session lasts, and somebody is still there; looking keeps no session alive."""
    house = visit.house
    if house.changes.over or not house.sessions.lasts(digest, house.now()):
        return False
    return not await visit.request.is_disconnected()


def _let_go(open_: Counter[str], digest: str) -> None:
    open_[digest] -= 1
    if open_[digest] <= 0:
        del open_[digest]
