"""Where referrals stand, for whoever handed them in: three words, and nothing that people tell themselves."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from kring_intake.domain import Request, SentReferral
from kring_intake.process import Stage
from kring_intake.store.referral import SentReferralRow, sent_value
from kring_shared.contracts.intake import (
    ListOwnReferrals,
    OwnReferrals,
    ReferralStanding,
    ShowReferralStatus,
    system_of,
)
from kring_shared.contracts.referral import ReferralState
from kring_shared.contracts.referral.receipt import STATUS_OF, ReceiptStatus
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.shelves import table_of

TAKEN_ON: Final = frozenset({Stage.ACCEPTED, Stage.IN_MATCHING, Stage.IN_PREPARATION})


def show_referral_status(query: ShowReferralStatus, reader: Reader) -> ReferralStanding:
    """Say where one referral stands, to the system that handed it in, and to whoever asked for the conference.

    Raises:
        InvalidFields: neither a reference nor a request was named.
        NotFound: nothing of theirs is known so.
    """
    if query.request_id is None and not query.reference:
        raise InvalidFields(("/reference", "/requestId"), "name the own reference, or the request").because(
            "name-the-referral"
        )
    table = table_of(SentReferralRow)
    mine = select(table).where(table.c.office == reader.office, table.c.system == system_of(reader.actor.id))
    if query.request_id is not None:
        mine = mine.where(table.c.request_id == query.request_id)
    if query.reference:
        mine = mine.where(table.c.reference == query.reference)
    row = reader.session.execute(mine.order_by(table.c.sent_ms.desc(), table.c.sent_id).limit(1)).first()
    if row is not None:
        (standing,) = _standings([sent_value(row)], reader)
        return standing
    return _asked_for_themselves(query, reader)


def _asked_for_themselves(query: ShowReferralStatus, reader: Reader) -> ReferralStanding:
    """Say it to a person who asked for a conference, by whatever way their wish came in."""
    request: Request | None = None
    if query.request_id is not None and not query.reference:
        reader.load(query.request_id)
        request = reader.get(Request, query.request_id)
    if request is None or request.requester.person_id != reader.actor.id:
        raise NotFound("no referral of yours is known so in this office: look whether reference and office are right")
    status = _state(request, reader)
    return ReferralStanding(reference="", request_id=request.case_id, status=status, received_at=request.received_at)


def list_own_referrals(query: ListOwnReferrals, reader: Reader) -> OwnReferrals:
    """List what whoever asks handed in, the newest first."""
    table = table_of(SentReferralRow)
    order = Order((table.c.sent_ms, number), (table.c.sent_id, str), newest_first=True)
    mine = select(table).where(table.c.office == reader.office, table.c.system == system_of(reader.actor.id))
    rows = reader.session.execute(order.page(mine, query.before, query.limit)).all()
    sent = [sent_value(row) for row in rows[: query.limit]]
    return OwnReferrals(referrals=_standings(sent, reader), next=order.next(rows, query.limit))


def _standings(sent: Collection[SentReferral], reader: Reader) -> tuple[ReferralStanding, ...]:
    reader.load(*(one.case_id for one in sent))
    return tuple(
        ReferralStanding(
            reference=one.reference,
            request_id=one.request_id,
            status=_state_of(one, reader),
            received_at=one.sent_at,
        )
        for one in sent
    )


def _state_of(sent: SentReferral, reader: Reader) -> ReferralState:
    request: Request | None = reader.get(Request, sent.case_id)
    if request is not None:
        return _state(request, reader)
    waits = STATUS_OF[sent.code] is ReceiptStatus.QUARANTINED
    return ReferralState.RECEIVED if waits else ReferralState.ENDED


def _state(request: Request, reader: Reader) -> ReferralState:
    """Say where a request stands; one that was merged stands where the one stands that it goes on as."""
    seen: set[str] = set()
    while request.merged_into is not None and request.merged_into not in seen:
        seen.add(request.merged_into)
        reader.load(request.merged_into)
        into: Request | None = reader.get(Request, request.merged_into)
        if into is None:
            break
        request = into
    if request.is_over:
        return ReferralState.ENDED
    return ReferralState.TAKEN_ON if request.stage in TAKEN_ON else ReferralState.RECEIVED
