"""Messages: what waits to be told by a person, and everything one case was sent, by role and status."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager_people.deeds import CONTACT
from kring_portal.manager_people.said import CURSOR, short, tongue
from kring_portal.web.deeds import done, text
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter(prefix="/manager/messages")
PAGE: Final = "/manager/messages"
ON_A_PAGE: Final = 50
AGAIN: Final = frozenset({"failed", "to-tell", "unreached"})
"""In these a message may be sent again: it did not come, or nobody knows whether it did."""
TO_TELL: Final = frozenset({"to-tell", "unreached"})
STATUSES: Final = ("to-tell", "unreached", "failed", "delayed", "queued", "sent", "delivered", "told", "suppressed")


@router.get("")
async def index(visit: Manager, case: str = "", after: Annotated[str, Query(pattern=CURSOR)] = "") -> Response:
    """Show what waits to be told, of the whole office; or go to the messages of one case."""
    if case:
        return visit.back(f"{PAGE}/{case.strip()}")
    found = await visit.ask(n.ListToTell(limit=ON_A_PAGE, after=after), n.ToTellList)
    return visit.page(
        "manager_people/messages.html",
        lines=found.lines,
        next=found.next,
        is_first=not after,
        short=short,
        tongue=lambda tag: tongue(visit, tag),
    )


@router.get("/{case_id}")
async def of_case(
    visit: Manager,
    case_id: str,
    status: Annotated[str, Query(max_length=20)] = "",
    part: Annotated[str, Query(max_length=30)] = "",
    after: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """Show the messages of one case, by status and by the part people play, never by an address."""
    parts = await _parts(visit, case_id)
    theirs = tuple(person_id for person_id, who in parts.items() if who[1] == part)
    found = n.MessageList(messages=())
    if theirs or not part:
        asked = n.ListMessages(case_id=case_id, status=status, person_ids=theirs, limit=ON_A_PAGE, after=after)
        found = await visit.ask(asked, n.MessageList)
    return visit.page(
        "manager_people/case_messages.html",
        case_id=case_id,
        lines=[(line, parts.get(line.person_id, ("", "office"))) for line in found.messages],
        next=found.next,
        is_first=not after,
        statuses=STATUSES,
        roles=sorted({who[1] for who in parts.values()}),
        chosen={"status": status, "part": part},
        people=[(person_id, *who) for person_id, who in parts.items()],
        again=AGAIN,
        to_tell=TO_TELL,
        short=short,
        tongue=lambda tag: tongue(visit, tag),
        deeds=CONTACT,
    )


async def _parts(visit: Visit, case_id: str) -> dict[str, tuple[str, str]]:
    """Give everybody of a case whose part is known: their name, and the part."""
    request, conference, coordinator_id = await asyncio.gather(
        visit.ask(i.ShowRequest(case_id=case_id), i.RequestShown),
        _conference(visit, case_id),
        _coordinator(visit, case_id),
    )
    people = {request.requester.person_id: (request.requester.name, "requester")}
    for person in request.main_persons:
        people[person.person_id] = (person.name, "main-person")
        people |= {holder.person_id: (holder.name, "holder") for holder in person.holders}
    for line in conference.participants if conference else ():
        people.setdefault(line.person_id, (line.name, line.part.value))
    if coordinator_id:
        people[coordinator_id] = ("", "coordinator")
    return people


async def _conference(visit: Visit, case_id: str) -> c.ConferenceShown | None:
    try:
        return await visit.ask(c.ShowConference(case_id=case_id), c.ConferenceShown)
    except RefusedAnswer:
        return None  # nothing is prepared yet, or it is private time now


async def _coordinator(visit: Visit, case_id: str) -> str | None:
    try:
        return (await visit.ask(m.ShowSearch(case_id=case_id), m.SearchShown)).coordinator_id
    except RefusedAnswer:
        return None  # nobody is sought yet


@router.get("/{case_id}/{message_id}")
async def read_out(visit: Manager, case_id: str, message_id: str) -> Response:
    """Show what to say to somebody, ready to be read out, and how to reach them."""
    shown = await visit.ask(n.ShowToTell(case_id=case_id, message_id=message_id), n.ToTellShown)
    return visit.page(
        "manager_people/read_out.html",
        shown=shown,
        case_id=case_id,
        message_id=message_id,
        tongue=tongue(visit, shown.language),
    )


@router.post("/{case_id}/{message_id}/note-told")
async def note_told(visit: Manager, case_id: str, message_id: str) -> Response:
    """Note that somebody was told, or could not be reached."""
    reached = text(await visit.form(), "reached") == "yes"
    command = n.NoteTold(case_id=case_id, message_id=message_id, reached=reached)
    said = "people-said-told" if reached else "people-said-not-reached"
    return await visit.carry_out(command, to=f"{PAGE}/{case_id}", said=said)


@router.post("/{case_id}/{message_id}/resend-message")
async def resend(visit: Manager, case_id: str, message_id: str) -> Response:
    """Send a message again."""
    command = n.ResendMessage(case_id=case_id, message_id=message_id)
    return await visit.carry_out(command, to=f"{PAGE}/{case_id}", said="people-said-resent")


@router.post("/{case_id}/person/{person_id}/{deed}")
async def do(visit: Manager, case_id: str, person_id: str, deed: str) -> Response:
    """Write down how somebody can be reached now, or how they want to hear."""
    return await done(visit, CONTACT, deed, case_id, to=f"{PAGE}/{case_id}", person_id=person_id)
