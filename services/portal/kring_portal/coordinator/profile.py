"""One's own entry in the register: when there is room for a case, languages, ties, and what keeps one going."""

import asyncio
from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.coordinator.acting import said_of
from kring_portal.coordinator.asking import if_any
from kring_portal.coordinator.options import BACKGROUNDS, RELIGIONS, helpers, offered
from kring_portal.coordinator.reading import read
from kring_portal.web.visit import Coordinator, Visit
from kring_shared.contracts import matching as m
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching.words import Spoken

router = APIRouter()
NOT_FOUND: Final = 404
PROFILE: Final = "/coordinator/profile"
NEWEST: Final = 5
"""So many of their own questions stand on the page of somebody's entry."""
ABOUT_ONESELF: Final[dict[str, type[Command]]] = {
    kind.name: kind
    for kind in (
        *(m.SetAvailability, m.DeclareProfile, m.TakeBackProfile, m.DeclareRegisterTie, m.PauseCoordinator),
        *(m.KeepFamilyOnly, m.SignUp, m.SignOff, m.AskHelpdesk, m.SubmitReport),
    )
}
"""All that a coordinator asks about themselves."""


@router.get(PROFILE)
async def profile(visit: Coordinator) -> Response:
    """Show what the register has of them, and what they can say themselves."""
    who = visit.person.actor_id
    shown = await visit.ask(m.ShowCoordinator(coordinator_id=who), m.CoordinatorShown)
    career, certificate, gatherings, asked = await asyncio.gather(
        if_any(visit, m.ShowCareer(person_id=who), m.CareerShown),
        if_any(visit, m.ShowCertificate(person_id=who, language=_spoken(visit)), m.CertificateShown),
        if_any(visit, m.ListOpenGatherings(), m.OpenGatherings),
        if_any(visit, m.ListOwnQuestions(limit=NEWEST), m.OwnQuestions),
    )
    return visit.page(
        "coordinator/profile.html",
        **helpers(visit),
        entry=shown,
        career=career,
        certificate=certificate,
        gatherings=gatherings.gatherings if gatherings else (),
        ties=list(m.TieKind),
        pauses=list(m.PauseReason),
        topics=list(m.Topic),
        religions=offered(RELIGIONS, shown.religion),
        backgrounds=offered(BACKGROUNDS, shown.background),
        asked=asked,
        lines=list(m.ProfileLine),
    )


@router.get(PROFILE + "/certificate")
async def certificate(visit: Coordinator) -> Response:
    """Show the certificate, to print it."""
    query = m.ShowCertificate(person_id=visit.person.actor_id, language=_spoken(visit))
    return visit.page("coordinator/certificate.html", certificate=await visit.ask(query, m.CertificateShown))


@router.get(PROFILE + "/questions")
async def questions(visit: Coordinator, before: str = "") -> Response:
    """Show what they asked the helpdesk, the newest first, and which have an answer."""
    asked = await visit.ask(m.ListOwnQuestions(before=before), m.OwnQuestions)
    return visit.page("coordinator/questions.html", asked=asked, first=not before)


@router.get(PROFILE + "/questions/{helpdesk_id}")
async def question(visit: Coordinator, helpdesk_id: str) -> Response:
    """Show a question to the helpdesk, and its answer once there is one."""
    shown = await visit.ask(m.ShowHelpdeskCase(helpdesk_id=helpdesk_id), m.HelpdeskShown)
    return visit.page("coordinator/question.html", question=shown)


@router.post(PROFILE + "/do/{name}")
async def do(visit: Coordinator, name: str) -> Response:
    """Do one thing about oneself."""
    kind = ABOUT_ONESELF.get(name)
    if kind is None:
        raise HTTPException(NOT_FOUND)
    form, who = await visit.form(), visit.person.actor_id
    ids = {name: who for name in ("coordinator_id", "person_id") if name in kind.model_fields}
    command = read(kind, form, **ids, **_made_up(kind, form))
    receipt = await visit.tries(command)
    if receipt.status != "done":
        return visit.back(PROFILE, refused=receipt)
    asked = str((receipt.answer or {}).get("helpdeskId", ""))
    return visit.back(f"{PROFILE}/questions/{asked}" if asked else PROFILE, said=said_of(visit, name))


def _made_up(kind: type[Command], form: FormData) -> dict[str, object]:
    """Give the fields that stand in a form in several pieces: periods, and a report line by line."""
    if kind is m.SetAvailability:
        pairs = zip(form.getlist("first"), form.getlist("last"), strict=False)
        return {"away": [{"first": first, "last": last} for first, last in pairs if first and last]}
    if kind is m.SubmitReport:
        said = ((line.value, str(form.get(f"line-{line.value}", "")).strip()) for line in m.ProfileLine)
        return {"lines": _lines(said)}
    return {}


def _lines(said: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"line": line, "text": text} for line, text in said if text]


def _spoken(visit: Visit) -> Spoken:
    return "nl" if visit.language == "nl" else "en"
