"""Partner organisations: who refers, who pays, what was agreed, when their staff were told how a conference works."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CaseId, OptionalKey
from kring_portal.manager.fields import Fields, fields_of, present
from kring_portal.web.visit import Manager
from kring_portal.web.wrong import WrongFields
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.intake import (
    AgreeWithPartner,
    BriefPartner,
    EndPartnership,
    ListPartners,
    PartnerList,
    RegisterPartner,
)
from kring_shared.kernel.municipalities import PLACES

router = APIRouter()
HOME = "/manager/partners"
MOST_RULES = 20
NEW_RULES = 2
NEW_PLACES = 3
"""So many rules, and municipalities of each, can be added at once; whoever has more saves and goes on."""


@router.get("/partners")
async def partners(visit: Manager, change: Annotated[OptionalKey, Query()] = "") -> Response:
    """List the partners, with a form for a new one or to write one down anew."""
    found = await visit.ask(ListPartners(office=visit.office), PartnerList)
    chosen = next((one for one in found.partners if one.partner_id == change), None)
    rules = [*(chosen.pays_for if chosen else ()), *[None] * NEW_RULES][:MOST_RULES]
    return visit.page(
        "manager/partners.html",
        partners=found.partners,
        chosen=chosen,
        rules=rules,
        types=tuple(ConferenceType),
        places=sorted(PLACES),
        new_places=NEW_PLACES,
    )


@router.post("/partners")
async def registered(visit: Manager) -> Response:
    """Register a partner, or write down anew what is known of it."""
    fields = await fields_of(visit)
    command = RegisterPartner.model_validate(_partner(fields))
    return await visit.carry_out(command, to=HOME, said="manager-done-register-partner")


def _partner(fields: Fields) -> dict[str, Any]:
    return dict(
        present(
            partner_id=fields.or_none("partner_id"),
            title=fields.text("title"),
            systems=fields.listed("systems"),
            refers=fields.flag("refers"),
            pays_for=_rules(fields),
            status_to=fields.contact("status_"),
        )
    )


def _rules(fields: Fields) -> tuple[Mapping[str, Any], ...]:
    """Read every rule of the form that stays; a row in which nothing stands is none.

    Raises:
        WrongFields: a rule has no first day, or a municipality is not in the list.
    """
    found: list[Mapping[str, Any]] = []
    wrong: dict[str, str] = {}
    for at in (f"r{n}-" for n in range(MOST_RULES)):
        types, places = fields.many(f"{at}types"), (*fields.many(f"{at}places"), *fields.listed(f"{at}place"))
        since, until = fields.day(f"{at}since"), fields.day(f"{at}until")
        if fields.flag(f"{at}remove") or not (types or places or since or until):
            continue
        wrong |= {} if since else {f"{at}since": "missing"}
        wrong |= {} if set(places) <= PLACES.keys() else {f"{at}place": "manager-wrong-place"}
        found.append(present(conference_types=types, municipalities=places, since=since, until=until))
    if wrong:
        raise WrongFields(**wrong)
    return tuple(found)


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
