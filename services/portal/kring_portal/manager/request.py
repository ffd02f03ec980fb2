"""One request: where it stands, what is possible now, whose it is, who said what, and how it went so far."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId, of_every_service, perhaps
from kring_portal.manager.owners import owners_of
from kring_portal.manager.story import story_of
from kring_portal.web.tongues import to_choose_from
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts.conference import ConferenceShown, ShowConference
from kring_shared.contracts.every_service import CaseFacts, FactLines, LookLine, Looks, WhoLooked
from kring_shared.contracts.intake import (
    DuplicateLine,
    DuplicateList,
    ListDuplicates,
    ListPartners,
    PartnerLine,
    PartnerList,
    RequestShown,
    ShowRequest,
)
from kring_shared.contracts.matching import CoordinatorShown, SearchShown, ShowCoordinator, ShowSearch
from kring_shared.contracts.registry import (
    ClaimList,
    ClaimShown,
    KeepingShown,
    ListClaims,
    RegistrationShown,
    ShowKeeping,
    ShowRegistration,
)
from kring_shared.kernel.municipalities import PLACES

router = APIRouter()
MANY = 1000
REGISTERED = ("completed", "validated", "locked", "reported")
"""Where a registration stands that the coordinator handed in."""


@dataclass(frozen=True)
class Beside:
    """What the other services know of the case; absent where they know nothing, or do not answer."""

    search: SearchShown | None
    conference: ConferenceShown | None
    registration: RegistrationShown | None
    keeping: KeepingShown | None
    duplicates: tuple[DuplicateLine, ...]
    coordinator: str
    facts: Mapping[str, FactLines | None]
    claims: tuple[ClaimShown, ...]
    funders: tuple[PartnerLine, ...]


@router.get("/requests/{case_id}")
async def request(visit: Manager, case_id: CaseId) -> Response:
    """Show one request."""
    shown = await visit.ask(ShowRequest(case_id=case_id), RequestShown)
    beside = await _beside(visit, shown)
    return visit.page(
        "manager/request.html",
        shown=shown,
        case=shown.case,
        names=names_in(shown),
        beside=beside,
        owners=owners_of(shown, beside.search, beside.conference, beside.registration, beside.coordinator),
        story=story_of(beside.facts),
        stands=_stands(shown, beside),
        now_key=_now(shown, beside),
        tongues=to_choose_from(visit.words),
        places=sorted(PLACES),
    )


@router.get("/requests/{case_id}/story")
async def told(visit: Manager, case_id: CaseId) -> Response:
    """Show the story alone, which is asked anew while something changes: no name is opened for it."""
    facts = await of_every_service(visit, CaseFacts(case_id=case_id), FactLines)
    return visit.page("manager/story.html", case_id=case_id, story=story_of(facts))


@router.get("/requests/{case_id}/who-looked")
async def who_looked(visit: Manager, case_id: CaseId) -> Response:
    """Show who looked into a case, in every service, the newest first."""
    answers = await of_every_service(visit, WhoLooked(case_id=case_id, limit=MANY), Looks)
    lines: list[LookLine] = [line for one in answers.values() if one for line in one.lines]
    lines.sort(key=lambda line: line.at, reverse=True)
    silent = [service for service, one in answers.items() if one is None]
    return visit.page("manager/who_looked.html", case_id=case_id, lines=lines, silent=silent)


def _stands(shown: RequestShown, beside: Beside) -> tuple[str, str]:
    """Give where it stands, in the step it is in now: which kind of word, and which stage."""
    if shown.case.stage == "in-matching" and beside.search:
        return "search", beside.search.stage
    if shown.case.stage == "in-preparation" and beside.conference:
        return "conference-stage", beside.conference.stage
    return "stage", shown.case.stage


def _now(shown: RequestShown, beside: Beside) -> str:
    """Give the key of what is to be done now; past the gate it follows from who has the case."""
    if shown.case.held:
        return f"manager-held-{shown.case.held}"
    kind, stage = _stands(shown, beside)
    if kind == "conference-stage" and beside.registration and beside.registration.stage in REGISTERED:
        return f"manager-registers-{beside.registration.stage}"
    rooms = {"search": "manager-sought", "conference-stage": "manager-meets"}
    return f"{rooms.get(kind, 'manager-stands')}-{stage}"


def names_in(shown: RequestShown) -> dict[str, str]:
    """Give the name of everybody in a request, by id."""
    people = {line.person_id: line.name for line in (shown.requester, *shown.main_persons)}
    holders = {holder.person_id: holder.name for line in shown.main_persons for holder in line.holders}
    return people | holders


async def _beside(visit: Visit, shown: RequestShown) -> Beside:
    case_id = shown.case.case_id
    search, conference, registration, keeping, alike = await asyncio.gather(
        perhaps(visit.ask(ShowSearch(case_id=case_id), SearchShown)),
        perhaps(visit.ask(ShowConference(case_id=case_id), ConferenceShown)),
        perhaps(visit.ask(ShowRegistration(case_id=case_id), RegistrationShown)),
        perhaps(visit.ask(ShowKeeping(case_id=case_id), KeepingShown)),
        perhaps(visit.ask(ListDuplicates(office=visit.office, limit=MANY), DuplicateList)),
    )
    facts, funders = await asyncio.gather(
        of_every_service(visit, CaseFacts(case_id=case_id), FactLines), _funders(visit, shown)
    )
    return Beside(
        search=search,
        conference=conference,
        registration=registration,
        keeping=keeping,
        duplicates=tuple(one for one in alike.duplicates if case_id in {one.case_id, one.other_id}) if alike else (),
        coordinator=await _coordinator(visit, search),
        facts=facts,
        claims=await _claims(visit, case_id, registration),
        funders=funders,
    )


async def _coordinator(visit: Visit, search: SearchShown | None) -> str:
    """Give the coordinator's name; somebody lent by another office has none here."""
    if search is None or search.coordinator_id is None:
        return ""
    query = ShowCoordinator(coordinator_id=search.coordinator_id)
    found = await perhaps(visit.ask(query, CoordinatorShown))
    return found.line.name if found else ""


async def _claims(visit: Visit, case_id: str, registration: RegistrationShown | None) -> tuple[ClaimShown, ...]:
    """Give what was claimed for this case, once there can be a claim."""
    if registration is None or registration.stage == "open":
        return ()
    found = await perhaps(visit.ask(ListClaims(limit=MANY), ClaimList))
    return tuple(claim for claim in found.claims if claim.case_id == case_id) if found else ()


async def _funders(visit: Visit, shown: RequestShown) -> tuple[PartnerLine, ...]:
    if shown.case.stage not in {"consented", "awaiting-funding"}:
        return ()
    found = await perhaps(visit.ask(ListPartners(office=visit.office), PartnerList))
    return tuple(one for one in found.partners if one.pays_for and not one.left) if found else ()
