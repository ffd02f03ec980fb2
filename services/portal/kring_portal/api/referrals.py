"""Referrals over HTTP: handed in one by one or up to 500 at once, and what became of one's own."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.responses import Response

from kring_portal.api.bodies import body_of, media_of
from kring_portal.api.handing_in import HTTP, hand_in, own_page, standing_of
from kring_portal.api.letting_in import AtHouse, ReadsOwn, Refers
from kring_portal.api.paging import link_to
from kring_portal.api.problems import STATUS_OF, Problem
from kring_portal.store.systems import System
from kring_portal.web.house import House
from kring_shared.contracts.envelope import Key, Message
from kring_shared.contracts.intake import OwnReferrals, ReferralStanding
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, ReceiptStatus, ReferralReceipt

router = APIRouter(tags=["Referrals"])
MOST: Final = 500
STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
JSON: Final = "application/json"
MOST_BYTES: Final = MOST * (MAX_REFERRAL_BYTES + 2) + 2


class Receipts(Message):
    """A receipt for each referral, in the order they were sent."""

    receipts: tuple[ReferralReceipt, ...] = Field(description="One each.")


@router.post(
    "/referrals",
    status_code=202,
    summary="Hand in one referral, or up to 500",
    operation_id="handInReferrals",
    response_model=Receipts,
)
async def hand_in_referrals(request: Request, house: AtHouse, system: Refers) -> Response:
    """Take one CloudEvent, structured or binary, or an array of them; sending again is always safe.

    One that is refused is a problem; among several each has its receipt, whatever becomes of the others.
    """
    media = media_of(request)
    if media not in {JSON, STRUCTURED, BATCH}:
        raise Problem(415, "kring.unknown-media-type", f"send {STRUCTURED}, {BATCH} or {JSON}")
    body = await body_of(request, MOST_BYTES)
    binary = _binary(request)
    if media != STRUCTURED and not binary and (events := _array(body, must=media == BATCH)) is not None:
        if not 1 <= len(events) <= MOST:
            raise Problem(400, "kring.too-many", f"send 1 to {MOST} at once")
        written = [json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass") for event in events]
        receipts = [await _settled(house, system, event, {}) for event in written]
    else:
        receipt = await _settled(house, system, body, binary)
        if receipt.status is ReceiptStatus.REFUSED:
            status = STATUS_OF.get(receipt.code, 422)
            status = 422 if receipt.code == "kring.invalid-fields" else status
            raise Problem(status, receipt.code, receipt.message.en, fields=receipt.fields)
        receipts = [receipt]
    return JSONResponse(Receipts(receipts=tuple(receipts)).model_dump(mode="json", by_alias=True), status_code=202)


@router.get("/referrals", summary="What this system handed in", operation_id="listReferrals")
async def list_referrals(
    request: Request,
    response: Response,
    house: AtHouse,
    system: ReadsOwn,
    before: Annotated[str, Query(pattern=r"^[0-9A-Za-z.:_~/-]{0,160}$", description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> OwnReferrals:
    """Give what this system handed in over HTTP, newest first; where it refers to several offices, office by office."""
    found = await own_page(house, system.name, offices_of(house, system), before=before, limit=limit)
    if found.next:
        response.headers["Link"] = link_to(request, house, before=found.next, limit=limit)
    return found


@router.get("/referrals/{requestId}", summary="Where one referral stands", operation_id="showReferral")
async def show_referral(
    house: AtHouse, system: ReadsOwn, request_id: Annotated[Key, Path(alias="requestId")]
) -> ReferralStanding:
    """Say received, taken on or ended, and nothing else: with what it ended people tell themselves."""
    return await standing_of(house, system.name, offices_of(house, system), request_id)


def offices_of(house: House, system: System) -> tuple[str, ...]:
    """Name the offices a system may have referred to."""
    return (system.office,) if system.office else tuple(sorted(house.offices))


async def _settled(house: House, system: System, event: bytes, headers: Mapping[str, str]) -> ReferralReceipt:
    return await hand_in(house, event, headers, office=system.office, sender=system.name, channel=HTTP)


def _binary(request: Request) -> dict[str, str]:
    """Give the headers of an event whose attributes stand there; none when the body is the whole event."""
    found = {name: value for name, value in request.headers.items() if name.startswith("ce-")}
    return found | {"content-type": request.headers.get("content-type", "")} if found else {}


def _array(body: bytes, *, must: bool) -> list[Any] | None:
    """Read an array; none when it is something else that may be one event.

    Raises:
        Problem: it must be one, and is not.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list):
        return found
    if must:
        raise Problem(400, "kring.not-json", "a batch is a JSON array of events")
    return None
