"""What is done about one search: the shortlist approved, one coordinator asked, a yes or a no written down."""

from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.manager_people.deeds import SEARCH, WISHES
from kring_portal.web.deeds import done, table, text, texts
from kring_portal.web.numbers import whole
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m

router = APIRouter(prefix="/manager/matching")
PLACE: Final = "place-"
DEEDS: Final = {**SEARCH, **table(WISHES)}


@router.post("/{case_id}/approve-shortlist")
async def approve(visit: Manager, case_id: str) -> Response:
    """Approve who may be asked, in the order of the numbers that were filled in."""
    form = await visit.form()
    ranking = texts(form, "ranking")
    ids = in_order(form)
    reason = text(form, "reason")
    if not ids:
        return visit.back(_page(case_id), said="people-said-nobody-chosen")
    if ids != ranking[: len(ids)] and reason in {"", m.ShortlistReason.BEST_SCORE}:
        return visit.back(_page(case_id), said="people-said-reason-needed")
    command = {
        "case_id": case_id,
        "coordinator_ids": ids,
        "ranking": ranking,
        "reason": reason or m.ShortlistReason.BEST_SCORE,
        "respond_within_hours": text(form, "respond_within_hours") or None,
        "supervised_by": _supports(visit, form),
    }
    approved = m.ApproveShortlist.model_validate(command)
    return await visit.carry_out(approved, to=_page(case_id), said="people-said-approved")


def in_order(form: FormData) -> tuple[str, ...]:
    """Give the coordinators that have a place, by place."""
    places = {
        name.removeprefix(PLACE): place
        for name, said in form.items()
        if name.startswith(PLACE) and (place := whole(str(said))) is not None  # an empty place is not on the list
    }
    return tuple(sorted(places, key=lambda one: (places[one], one)))


@router.post("/{case_id}/propose-coordinator")
async def propose(visit: Manager, case_id: str) -> Response:
    """Ask one coordinator now."""
    form = await visit.form()
    command = {
        "case_id": case_id,
        "coordinator_id": text(form, "coordinator_id"),
        "reason": text(form, "reason") or m.ShortlistReason.OTHER,
        "supervised_by": _supports(visit, form),
    }
    proposed = m.ProposeCoordinator.model_validate(command)
    return await visit.carry_out(proposed, to=_page(case_id), said="people-said-proposed")


@router.post("/{case_id}/confirm-coordinator")
async def confirm(visit: Manager, case_id: str) -> Response:
    """Write down that the main person agrees with the coordinator."""
    coordinator_id = text(await visit.form(), "coordinator_id")
    command = m.ConfirmCoordinator(case_id=case_id, coordinator_id=coordinator_id)
    return await visit.carry_out(command, to=_page(case_id), said="people-said-confirmed")


@router.post("/{case_id}/ask-for-loan")
async def ask_for_loan(visit: Manager, case_id: str) -> Response:
    """Ask neighbour offices for a coordinator."""
    command = m.AskForLoan(case_id=case_id, offices=texts(await visit.form(), "offices"))
    return await visit.carry_out(command, to=_page(case_id), said="people-said-loan-asked")


@router.post("/{case_id}/{deed}")
async def do(visit: Manager, case_id: str, deed: str) -> Response:
    """Do one of the other things that can be done about a search."""
    return await done(visit, DEEDS, deed, case_id, to=_page(case_id))


def _supports(visit: Visit, form: FormData) -> str:
    return visit.person.actor_id if text(form, "supports") == "yes" else ""


def _page(case_id: str) -> str:
    return f"/manager/matching/{case_id}"
