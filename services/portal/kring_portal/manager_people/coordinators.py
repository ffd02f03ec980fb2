"""The register of coordinators: a list, the load map, one entry, a new entry, and whom the office should seek."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.manager_people.deeds import COACHING, REGISTER
from kring_portal.manager_people.said import CURSOR, tongue, tongues
from kring_portal.web.charts import Spot, score, spots
from kring_portal.web.deeds import done, text, texts, those
from kring_portal.web.tongues import tags_in, to_choose_from
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m
from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.kernel.ids import new_id
from kring_shared.kernel.municipalities import PLACES

router = APIRouter(prefix="/manager/coordinators")
PAGE: Final = 100
TAG: Final = r"^[A-Za-z0-9-]{0,35}$"
SOON: Final = timedelta(days=60)
PERIODS: Final = 3
"""So many periods away can be written down at once."""


@router.get("")
async def index(
    visit: Manager,
    language: Annotated[str, Query(pattern=TAG)] = "",
    scope: str = "",
    standing: Annotated[str, Query(max_length=12)] = "",
    place: Annotated[str, Query(max_length=60)] = "",
    after: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """Show the register, or who of it fits what is asked, a page at a time."""
    wanted = {"language": language, "scope": scope, "standing": standing, "place": place}
    asked = m.ListCoordinators(
        limit=PAGE,
        after=after,
        language=language,
        scope=ConferenceType(scope) if scope in set(ConferenceType) else None,
        standing=standing,
        municipality=place,
    )
    found = await visit.ask(asked, m.CoordinatorList)
    return visit.page(
        "manager_people/coordinators.html",
        lines=found.coordinators,
        languages=to_choose_from(visit.words, (language,) if language else ()),
        places=sorted({*PLACES, place} - {""}),
        standings=("active", "paused", "suspended", "left"),
        scopes=tuple(ConferenceType),
        wanted=wanted,
        further=urlencode({**wanted, "after": found.next}) if found.next else "",
        is_first=not after,
        soon=visit.house.now().date() + SOON,
        score=score,
        tongues=lambda tags: tongues(visit, tags),
    )


@router.get("/map")
async def load_map(visit: Manager) -> Response:
    """Show where coordinators live and how much work they have, as circles on a map and as a table."""
    lines = await every_coordinator(visit)
    rows = _loads(lines)
    words = visit.words
    drawn = spots(
        words("people-map-title"),
        words("people-map-help"),
        [
            Spot(place, *PLACES[place], active or 0.1, words("people-map-said", place=place, active=active, room=room))
            for place, _, active, room in rows
            if place in PLACES
        ],
    )
    return visit.page("manager_people/load.html", picture=drawn, rows=rows)


async def every_coordinator(visit: Visit) -> list[m.CoordinatorLine]:
    """Give the whole register, page after page."""
    found = await visit.ask(m.ListCoordinators(), m.CoordinatorList)
    lines = list(found.coordinators)
    while found.next:
        found = await visit.ask(m.ListCoordinators(after=found.next), m.CoordinatorList)
        lines.extend(found.coordinators)
    return lines


def _loads(lines: Iterable[m.CoordinatorLine]) -> list[tuple[str, int, int, int]]:
    people, active, room = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        if line.standing != "left":
            people[line.municipality] += 1
            active[line.municipality] += line.active_cases
            room[line.municipality] += line.maximum_load
    return [(place, people[place], active[place], room[place]) for place in sorted(people)]


@router.get("/advice")
async def advice(visit: Manager) -> Response:
    """Show whom the office should seek, as sentences."""
    found = await visit.ask(m.RecruitmentAdvice(), m.Advice)
    return visit.page("manager_people/advice.html", advice=found, value=lambda line: _value(visit, line))


def _value(visit: Visit, line: m.MissingLine) -> str:
    if line.what == "language":
        return tongue(visit, line.value)
    kind = {"scope": "people-type", "gender": "people-gender"}.get(line.what, "")
    return visit.words.term(kind, line.value) if kind else line.value


@router.get("/new")
async def new(visit: Manager) -> Response:
    """Show the form for a new entry of the register."""
    return visit.page(
        "manager_people/entering.html",
        scopes=tuple(ConferenceType),
        genders=tuple(Gender),
        places=sorted(PLACES),
        ties=tuple(m.TieKind),
        tongues=to_choose_from(visit.words),
    )


@router.post("/new")
async def enter(visit: Manager) -> Response:
    """Enter a coordinator in the register."""
    coordinator_id = new_id(visit.house.now())
    command = m.RegisterCoordinator.model_validate(_entry(await visit.form()) | {"coordinator_id": coordinator_id})
    return await visit.carry_out(command, to=_page(coordinator_id), said="people-said-registered")


def _entry(form: FormData) -> dict[str, Any]:
    plain = ("gender", "birth_year", "municipality", "screening_valid_until", "screening_checked_on", "certified_on")
    said = {name: text(form, name) for name in plain if text(form, name)}
    contact = {name: text(form, name) for name in ("name", "email", "phone", "postal_address")}
    languages = tags_in(form.getlist("languages"))
    return said | {
        "contact": contact,
        "languages": languages,
        "scopes": texts(form, "scopes"),
        "travel_limit_km": text(form, "travel_limit_km"),
        "maximum_load": text(form, "maximum_load"),
        "employer_is_helping_body": text(form, "employer_is_helping_body") == "yes",
        "ties": texts(form, "ties"),
    }


@router.get("/{coordinator_id}")
async def one(visit: Manager, coordinator_id: str) -> Response:
    """Show one entry: what the office may know of somebody, and what can be done."""
    asked = m.ShowCoordinator(coordinator_id=coordinator_id)
    shown, loans = await asyncio.gather(visit.ask(asked, m.CoordinatorShown), visit.ask(m.ListLoans(), m.LoanList))
    return visit.page(
        "manager_people/coordinator.html",
        shown=shown,
        lent=[loan for loan in loans.loans if loan.coordinator_id == coordinator_id and not loan.borrowing],
        deeds=those(REGISTER, (*shown.possible, COACHING.name)),
        periods=[*shown.away, *[None] * (PERIODS - len(shown.away))],
        soon=visit.house.now().date() + SOON,
        tongue=lambda tag: tongue(visit, tag),
        offices=visit.house.offices,
    )


@router.post("/{coordinator_id}/set-availability")
async def set_availability(visit: Manager, coordinator_id: str) -> Response:
    """Write down how many cases somebody takes, and when they are away."""
    form = await visit.form()
    away = [{"first": first, "last": last} for first, last in _periods(form)]
    fields = {"coordinator_id": coordinator_id, "maximum_load": text(form, "maximum_load"), "away": away}
    command = m.SetAvailability.model_validate(fields)
    return await visit.carry_out(command, to=_page(coordinator_id), said="people-said-done")


def _periods(form: FormData) -> list[tuple[str, str]]:
    rows = zip(form.getlist("first"), form.getlist("last"), strict=False)
    return [(str(first), str(last or first)) for first, last in rows if first]


@router.post("/{coordinator_id}/{deed}")
async def do(visit: Manager, coordinator_id: str, deed: str) -> Response:
    """Do something about one entry of the register."""
    return await done(visit, REGISTER, deed, coordinator_id, to=_page(coordinator_id))


def _page(coordinator_id: str) -> str:
    return f"/manager/coordinators/{coordinator_id}"
