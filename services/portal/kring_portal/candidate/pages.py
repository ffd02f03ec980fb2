"""A candidate's own way: each step, what comes next, the report, and coming to a gathering or not."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.web.deeds import Ask, Deed, Kind, done, table, text, those
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role

Candidate = Annotated[Visit, signed_in_as(Role.CANDIDATE)]
router = APIRouter(prefix="/candidate")
PAGE: Final = "/candidate"
STEPS: Final = (
    "applied",
    "informed",
    "opted-in",
    "first-part",
    "first-part-done",
    "reported",
    "mutual-yes",
    "supervised",
    "evaluated",
    "certified",
)
"""The plain way, as a line of steps; a talk is beside it."""
DEEDS: Final = table(
    Deed(m.OptIn, "person_id", (), ""),
    Deed(
        m.SubmitReport,
        "person_id",
        (Ask("lines", Kind.PARTS, tuple(m.ProfileLine), "people-profile", item=("line", "text")),),
        "",
    ),
    Deed(m.EndCandidacy, "person_id", (), "no"),
)


@router.get("")
async def way(visit: Candidate) -> Response:
    """Show a candidate's own way, and what they can do now."""
    person_id = visit.person.actor_id
    shown, agenda = await asyncio.gather(
        visit.ask(m.ShowCareer(person_id=person_id), m.CareerShown),
        visit.ask(m.ListOpenGatherings(), m.OpenGatherings),
    )
    at = STEPS.index(shown.line.stage) if shown.line.stage in STEPS else len(STEPS)
    return visit.page(
        "candidate/way.html",
        shown=shown,
        steps=STEPS,
        at=at,
        deeds=those(DEEDS, shown.line.possible),
        gatherings=agenda.gatherings,
    )


@router.post("/gatherings/{gathering_id}/{deed}")
async def come(visit: Candidate, gathering_id: str, deed: str) -> Response:
    """Sign up for a gathering, or off."""
    if deed == m.SignUp.name:
        up = m.SignUp(gathering_id=gathering_id, person_id=visit.person.actor_id)
        return await visit.carry_out(up, to=PAGE, said="candidate-said-signed-up")
    off = m.SignOff(gathering_id=gathering_id, person_id=visit.person.actor_id)
    return await visit.carry_out(off, to=PAGE, said="candidate-said-signed-off")


@router.post("/end-candidacy")
async def end(visit: Candidate) -> Response:
    """Stop; it is asked once more whether they mean it."""
    if text(await visit.form(), "sure") != "yes":
        return visit.page("candidate/ending.html")
    command = m.EndCandidacy(person_id=visit.person.actor_id, reason=m.CandidacyEnd.OWN_CHOICE)
    return await visit.carry_out(command, to=PAGE, said="candidate-said-ended")


@router.post("/{deed}")
async def do(visit: Candidate, deed: str) -> Response:
    """Do the next thing on one's own way."""
    return await done(visit, DEEDS, deed, visit.person.actor_id, to=PAGE)
