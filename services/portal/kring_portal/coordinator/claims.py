"""What a coordinator is paid, or gets back: own claims, and own scores beside them."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.acting import said_of
from kring_portal.coordinator.after import minutes_of
from kring_portal.coordinator.asking import if_any
from kring_portal.coordinator.expenses import expenses_of
from kring_portal.coordinator.options import helpers
from kring_portal.coordinator.reading import read
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.registry import (
    ChangeClaim,
    ClaimList,
    ClaimShown,
    ExpenseKind,
    ListOwnClaims,
    OwnScoresShown,
    ShowClaim,
    ShowOwnScores,
    SubmitClaim,
)

router = APIRouter()
DAYS_ASKED: Final = 6


@router.get("/coordinator/claims")
async def claims(visit: Coordinator) -> Response:
    """Show their claims, with what each year came to so far, and their own scores."""
    who = visit.person.actor_id
    found = await if_any(visit, ListOwnClaims(coordinator_id=who), ClaimList)
    scores = await if_any(visit, ShowOwnScores(coordinator_id=who), OwnScoresShown)
    newest = tuple(reversed(found.claims)) if found else ()
    return visit.page("coordinator/claims.html", claims=newest, years=years_of(newest), scores=scores)


@router.get("/coordinator/claims/{claim_id}")
async def claim(visit: Coordinator, claim_id: str) -> Response:
    """Show one claim: how its amount is made up, and which limit cut it."""
    shown = await visit.ask(ShowClaim(claim_id=claim_id), ClaimShown)
    return visit.page(
        "coordinator/claim.html", **helpers(visit), claim=shown, kinds=list(ExpenseKind), more_days=DAYS_ASKED
    )


@router.post("/coordinator/claims/{claim_id}/change")
async def change(visit: Coordinator, claim_id: str) -> Response:
    """Change what is claimed."""
    form, here = await visit.form(), f"/coordinator/claims/{claim_id}"
    minutes = minutes_of(str(form.get("hours", "0")), str(form.get("minutes", "0")))
    command = read(ChangeClaim, form, claim_id=claim_id, minutes_worked=minutes, expenses=expenses_of(form))
    return await visit.carry_out(command, to=here, said=said_of(visit, command.name))


@router.post("/coordinator/claims/{claim_id}/submit")
async def submit(visit: Coordinator, claim_id: str) -> Response:
    """Send a claim in."""
    command = SubmitClaim(claim_id=claim_id)
    return await visit.carry_out(command, to="/coordinator/claims", said=said_of(visit, command.name))


def years_of(claims: tuple[ClaimShown, ...]) -> list[dict[str, object]]:
    """Add up what each year came to, and name the limits that were reached in it."""
    years: dict[int, dict[str, object]] = {}
    for year in sorted({one.year for one in claims}, reverse=True):
        ours = [one for one in claims if one.year == year]
        years[year] = {
            "year": year,
            "cents": sum(one.cents for one in ours),
            "km": sum(one.distance_km for one in ours),
            "minutes": sum(one.minutes_worked for one in ours),
            "cut_by": sorted({line.cut_by for one in ours for line in one.lines if line.cut_by}),
        }
    return list(years.values())
