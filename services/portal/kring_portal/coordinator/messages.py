"""The messages of a case: what went out, and what a person tells."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.cases import conference_of, page_of
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.notifications import (
    ListMessages,
    ListToTell,
    MessageList,
    ShowToTell,
    ToTellList,
    ToTellShown,
)

router = APIRouter()


@router.get("/coordinator/conferences/{case_id}/messages")
async def messages(visit: Coordinator, case_id: str) -> Response:
    """Show what went to whom, and what waits to be told."""
    shown, sent, to_tell = await asyncio.gather(
        conference_of(visit, case_id),
        visit.ask(ListMessages(case_id=case_id), MessageList),
        visit.ask(ListToTell(case_id=case_id), ToTellList),
    )
    return page_of(visit, "messages.html", shown, sent=sent.messages, to_tell=to_tell.lines)


@router.get("/coordinator/conferences/{case_id}/messages/{message_id}")
async def to_tell(visit: Coordinator, case_id: str, message_id: str) -> Response:
    """Show what to say to somebody, and how to reach them."""
    shown, said = await asyncio.gather(
        conference_of(visit, case_id),
        visit.ask(ShowToTell(case_id=case_id, message_id=message_id), ToTellShown),
    )
    return page_of(
        visit, "to_tell.html", shown, telling=said, paragraphs=said.text.split("\n\n"), message_id=message_id
    )
