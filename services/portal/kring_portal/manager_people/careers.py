"""Careers: candidates and learning coordinators by stage, one person's way, and what is done about it."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager_people.deeds import CAREER, with_cases
from kring_portal.manager_people.said import CURSOR
from kring_portal.web.deeds import done, text, those
from kring_portal.web.tongues import tags_in, to_choose_from
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m
from kring_shared.kernel.municipalities import PLACES

router = APIRouter(prefix="/manager/careers")
PAGE: Final = 100
STAGES: Final = (
    "applied",
    "informed",
    "opted-in",
    "first-part",
    "first-part-done",
    "reported",
    "talk-planned",
    "mutual-yes",
    "supervised",
    "evaluated",
    "certified",
    "second-part-open",
    "second-part",
    "second-part-done",
    "scope-reported",
)
"""The way, from the letter on; who ended it or settled on their types is on it no more."""
CERTIFIED: Final = frozenset({"certified", "second-part-open", "scope-extended", "family-only"})


@router.get("")
async def index(
    visit: Manager,
    stage: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """Show who is on the way, by stage, those first who wait longest; or one stage, a page at a time."""
    wanted = stage if stage in STAGES else ""
    found = await visit.ask(m.ListCareers(limit=PAGE, after=after, stage=wanted), m.CareerList)
    by_stage: dict[str, list[m.CareerLine]] = {}
    for line in found.people:
        by_stage.setdefault(line.stage, []).append(line)
    in_order = {one: by_stage[one] for one in STAGES if one in by_stage}
    return visit.page(
        "manager_people/careers.html",
        by_stage=in_order,
        stages=STAGES,
        stage=wanted,
        next=found.next,
        is_first=not after,
    )


@router.get("/new")
async def new(visit: Manager) -> Response:
    """Show the form for somebody who wrote that they want to become a coordinator."""
    return visit.page("manager_people/applying.html", tongues=to_choose_from(visit.words), places=sorted(PLACES))


@router.post("/new")
async def apply(visit: Manager) -> Response:
    """Take in a letter and what somebody did before; both are sealed."""
    form = await visit.form()
    fields = {
        "contact": {name: text(form, name) for name in ("name", "email", "phone", "postal_address")},
        "motivation": text(form, "motivation"),
        "cv": text(form, "cv"),
        "municipality": text(form, "municipality"),
        "languages": tags_in(form.getlist("languages")),
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
