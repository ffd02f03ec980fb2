"""A personal link and a code, shown once to be handed over in person."""

import io

import segno
from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from kring_portal.coordinator.cases import conference_of, page_of, person_of
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.notifications import CodeShown, LinkList, LinkShown, ListLinks, ShowCode, ShowLink

router = APIRouter()


@router.get("/coordinator/conferences/{case_id}/links")
async def links(visit: Coordinator, case_id: str) -> Response:
    """Show which links of a case there are; never the links themselves."""
    shown = await conference_of(visit, case_id)
    found = await visit.ask(ListLinks(case_id=case_id), LinkList)
    return page_of(visit, "links.html", shown, found=found)


@router.get("/coordinator/conferences/{case_id}/people/{person_id}/links/{link_id}")
async def link(visit: Coordinator, case_id: str, person_id: str, link_id: str) -> Response:
    """Show a link that was made a moment ago, as words and as a square to hold a phone before."""
    shown = await conference_of(visit, case_id)
    made = await visit.ask(ShowLink(case_id=case_id, link_id=link_id), LinkShown)
    address = made.address or f"{visit.house.settings.url.rstrip('/')}/k/{made.token}"
    who = person_of(shown, person_id)
    return page_of(visit, "link.html", shown, made=made, address=address, square=square_of(address), who=who)


@router.get("/coordinator/conferences/{case_id}/people/{person_id}/code")
async def code(visit: Coordinator, case_id: str, person_id: str) -> Response:
    """Show a code that was given a moment ago, to say it over another way than the link."""
    shown = await conference_of(visit, case_id)
    given = await visit.ask(ShowCode(case_id=case_id, person_id=person_id), CodeShown)
    return page_of(visit, "code.html", shown, given=given, who=person_of(shown, person_id))


def square_of(address: str) -> Markup:
    """Draw an address as a square that a phone reads."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=6, border=4, light="#ffffff"
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, of squares only
