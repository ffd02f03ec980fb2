"""Partner organisations: who refers, who pays, what was agreed, when their staff were told how a conference works."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CaseId, OptionalKey
from kring_portal.manager.fields import Fields, fields_of, present
from kring_portal.web.visit import Manager
from kring_shared.contracts.intake import (
    AgreeWithPartner,
    BriefPartner,
    EndPartnership,
    ListPartners,
    PartnerList,
    RegisterPartner,
)

router = APIRouter()
HOME = "/manager/partners"


@router.get("/partners")
async def partners(visit: Manager, change: Annotated[OptionalKey, Query()] = "") -> Response:
    """List the partners, with a form for a new one or to write one down anew."""
    found = await visit.ask(ListPartners(office=visit.office), PartnerList)
    chosen = next((one for one in found.partners if one.partner_id == change), None)
    return visit.page("manager/partners.html", partners=found.partners, chosen=chosen)


@router.post("/partners")
async def registered(visit: Manager) -> Response:
    """Register a partner, or write down anew what is known of it."""
    fields = await fields_of(visit)
    command = RegisterPartner.model_validate(_partner(fields))
    return await visit.carry_out(command, to=HOME, said="manager-done-register-partner")


def _partner(fields: Fields) -> dict[str, Any]:
    rule = present(
        conference_types=fields.many("conference_types"),
        municipalities=fields.listed("municipalities"),
        since=fields.day("pays_since"),
        until=fields.day("pays_until"),
    )
    return dict(
        present(
            partner_id=fields.or_none("partner_id"),
            title=fields.text("title"),
            systems=fields.listed("systems"),
            refers=fields.flag("refers"),
            pays_for=(rule,) if fields.flag("pays") else (),
            status_to=fields.contact("status_"),
        )
    )


@router.post("/partners/{partner_id}/agree")
async def agreed(visit: Manager, partner_id: CaseId) -> Response:
    """Write down from when until when an agreement holds."""
    fields = await fields_of(visit)
    said = {"partner_id": partner_id, "since": fields.day("since"), "until": fields.day("until")}
    command = AgreeWithPartner.model_validate(said)
    return await visit.carry_out(command, to=HOME, said="manager-done-agree-with-partner")


@router.post("/partners/{partner_id}/brief")
async def briefed(visit: Manager, partner_id: CaseId) -> Response:
    """Write down that their staff were told how a conference works."""
    fields = await fields_of(visit)
    said = {"partner_id": partner_id, "held_on": fields.day("held_on"), "attended": fields.number("attended")}
    command = BriefPartner.model_validate(said)
    return await visit.carry_out(command, to=HOME, said="manager-done-brief-partner")


@router.post("/partners/{partner_id}/end")
async def ended(visit: Manager, partner_id: CaseId) -> Response:
    """Write down that they do not work with the office any more."""
    command = EndPartnership(partner_id=partner_id)
    return await visit.carry_out(command, to=HOME, said="manager-done-end-partnership")
