"""Careers: candidates and learning coordinators by stage, one person's way, and what is done about it."""

import asyncio
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.deeds import CAREER, with_cases
from kring_portal.web.deeds import done, text, those
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m

router = APIRouter(prefix="/manager/careers")
PAGE: Final = 200
CERTIFIED: Final = frozenset({"certified", "second-part-open", "scope-extended", "family-only"})


@router.get("")
async def index(visit: Manager, stage: str = "", after: str = "") -> Response:
    """Show who is on the way, by stage."""
    found = await visit.ask(m.ListCareers(limit=PAGE, after=after), m.CareerList)
    by_stage: dict[str, list[m.CareerLine]] = {}
    for line in found.people:
        by_stage.setdefault(line.stage, []).append(line)
    shown = {stage: by_stage.get(stage, [])} if stage else by_stage
    return visit.page(
        "manager_people/careers.html", by_stage=shown, stages=tuple(by_stage), stage=stage, next=found.next
    )


@router.get("/new")
async def new(visit: Manager) -> Response:
    """Show the form for somebody who wrote that they want to become a coordinator."""
    return visit.page("manager_people/applying.html")


@router.post("/new")
async def apply(visit: Manager) -> Response:
    """Take in a letter and what somebody did before; both are sealed."""
    form = await visit.form()
    fields = {
        "contact": {name: text(form, name) for name in ("name", "email", "phone", "postal_address")},
        "motivation": text(form, "motivation"),
        "cv": text(form, "cv"),
        "municipality": text(form, "municipality"),
        "languages": tuple(part.strip() for part in text(form, "languages").split(",") if part.strip()),
    }
    return await visit.carry_out(
        m.ApplyAsCandidate.model_validate(fields), to="/manager/careers", said="people-said-applied"
    )


@router.get("/{person_id}")
async def one(visit: Manager, person_id: str) -> Response:
    """Show one person's way, with letter and reports."""
    shown = await visit.ask(m.ShowCareer(person_id=person_id), m.CareerShown)
    return visit.page(
        "manager_people/career.html",
        shown=shown,
        deeds=with_cases(those(CAREER, shown.line.possible), shown),
        has_certificate=shown.line.stage in CERTIFIED,
    )


@router.get("/{person_id}/certificate.pdf")
async def certificate(visit: Manager, person_id: str) -> Response:
    """Give the certificate, to print it."""
    return await _certificate(visit, person_id)


async def _certificate(visit: Visit, person_id: str) -> Response:
    # Setting a page loads a library that no other page needs.
    from kring_shared.runtime.cli.papers.certificate import rendered  # noqa: PLC0415 - see above

    language = "nl" if visit.language == "nl" else "en"
    shown = await visit.ask(m.ShowCertificate(person_id=person_id), m.CertificateShown)
    page = await asyncio.to_thread(rendered, shown, language)
    headers = {"Content-Disposition": 'attachment; filename="certificate.pdf"'}
    return Response(page, media_type="application/pdf", headers=headers)


@router.post("/{person_id}/{deed}")
async def do(visit: Manager, person_id: str, deed: str) -> Response:
    """Do something about one person's way."""
    return await done(visit, CAREER, deed, person_id, to=f"/manager/careers/{person_id}")
