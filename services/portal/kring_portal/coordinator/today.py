"""Today: what waits for this coordinator, the most pressing first."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.asking import if_any
from kring_portal.coordinator.cases import PRIVATE_TIME, names_of
from kring_portal.coordinator.options import helpers
from kring_portal.coordinator.steps import Next, next_of
from kring_portal.web.visit import Coordinator, Visit
from kring_shared.contracts.conference import (
    ConferenceLine,
    ConferenceList,
    ConferenceShown,
    ListOwnConferences,
    ShowConference,
)
from kring_shared.contracts.matching import ListOwnProposals, OwnProposals
from kring_shared.contracts.notifications import ListToTell, ToTellLine, ToTellList
from kring_shared.contracts.registry import ClaimList, ListOwnClaims, RegistrationShown, ShowRegistration
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter()
NEWEST: Final = 20
"""Of how many conferences the desk asks what comes next; nobody coordinates as many at the same time."""
REGISTRATION_WAITS: Final = "complete-registration"
CLAIM_WAITS: Final = "submit-claim"


@dataclass(frozen=True)
class Running:
    """One conference that runs: where it stands, what comes next, what is to be told and whether it can be closed."""

    line: ConferenceLine
    next: Next | None = None
    to_tell: tuple[ToTellLine, ...] = ()
    to_register: bool = False
    names: dict[str, str] = field(default_factory=dict)


@router.get("/coordinator/today")
async def today(visit: Coordinator) -> Response:
    """Show what waits."""
    own, proposals, claims = await asyncio.gather(
        visit.ask(ListOwnConferences(limit=NEWEST), ConferenceList),
        visit.ask(ListOwnProposals(), OwnProposals),
        if_any(visit, ListOwnClaims(coordinator_id=visit.person.actor_id), ClaimList),
    )
    running = await asyncio.gather(*(_running(visit, line) for line in own.conferences))
    return visit.page(
        "coordinator/today.html",
        **helpers(visit),
        proposals=[one for one in proposals.proposals if one.stage != "active"],
        running=_most_pressing_first(running),
        to_tell=[(line, one.names.get(line.person_id, "")) for one in running for line in one.to_tell],
        to_register=[one.line for one in running if one.to_register],
        claims=[one for one in (claims.claims if claims else ()) if CLAIM_WAITS in one.possible],
    )


async def _running(visit: Visit, line: ConferenceLine) -> Running:
    """Look into one conference; of one where the circle is alone nothing is asked."""
    if line.stage == PRIVATE_TIME:
        return Running(line)
    case_id = line.case_id
    try:
        shown, to_tell, registered = await asyncio.gather(
            visit.ask(ShowConference(case_id=case_id), ConferenceShown),
            visit.ask(ListToTell(case_id=case_id), ToTellList),
            visit.ask(ShowRegistration(case_id=case_id), RegistrationShown),
        )
    except RefusedAnswer:  # their part of it is over, or the circle was left alone a moment ago
        return Running(line)
    waits = REGISTRATION_WAITS in registered.possible and registered.stage == "open"
    return Running(
        line, next_of(shown), to_tell.lines, to_register=waits and shown.stage not in _BEFORE, names=names_of(shown)
    )


_BEFORE: Final = frozenset({"preparing", "ready", "postponed", "adjourned", "information-phase", "presentation-phase"})


def _most_pressing_first(running: Sequence[Running]) -> list[Running]:
    """Put first what is overdue, then what is nearest."""
    far = "9999"
    return sorted(running, key=lambda one: (not one.line.overdue, str(one.line.starts_at or far), one.line.case_id))
