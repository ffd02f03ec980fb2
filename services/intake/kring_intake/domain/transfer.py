"""A transfer as each office keeps it: the offer of the one, the takeover of the other, under a one-time id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kring_intake.domain.consent import PAST_THE_GATE, has_consent
from kring_intake.domain.request import Request
from kring_intake.process import OFFER, TAKEOVER, OfferStage, TakeoverStage
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.intake import OfferTransfer, Purpose, TransferAccepted, TransferReason
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Offer(Staged[OfferStage], Aggregate):
    """That this office offered one of its requests to another (overdracht).

    `offer_key` follows from the one-time id and is not it: two offices that share a database must not find each
    other's side by one id.
    """

    process = OFFER

    offer_key: str
    transfer_id: str
    case_id: str
    office: str
    to_office: str
    reason: TransferReason
    offered_at: datetime
    stage: OfferStage = OfferStage.OPEN
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own key."""
        return self.offer_key

    def keys(self) -> tuple[str, ...]:
        """Give its key and the request."""
        return (self.offer_key, self.case_id)


@dataclass(frozen=True)
class Takeover(Staged[TakeoverStage], Aggregate):
    """That another office offered a request to this one (overname)."""

    process = TAKEOVER

    transfer_id: str
    office: str
    from_office: str
    reason: TransferReason
    urgency: Urgency
    offered_at: datetime
    stage: TakeoverStage = TakeoverStage.OFFERED
    case_id: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the one-time id."""
        return self.transfer_id


def offer_key_of(transfer_id: str) -> str:
    """Give the key of the offer that goes by a one-time id on the bus."""
    return derived_id(transfer_id, "offer")


def offered(request: Request) -> Request:
    """Let a request wait for the answer of another office.

    Raises:
        NotAllowedNow: it is over, is a talk, or waits for something else.
        NotReady: the circle has met; or the gate is open, and those who decide have not said yes to a transfer.
    """
    if not request.knows(TransferAccepted):
        raise NotAllowedNow(asked=OfferTransfer.name, stage=request.stage.value, possible=request.possible)
    waits = request.held_by(OfferTransfer)
    if request.has_met:
        met = "the circle has met: its plan and the calls about it stay with this office"
        raise NotReady(met, "not-met-yet")
    if not may_be_handed(request):
        message = "they said yes to a conference of this office: ask everybody who decides for a yes to the transfer"
        raise NotReady(f"{message} (give-consent, purpose `{Purpose.TRANSFER}`)", "yes-to-transfer")
    return waits


def may_be_handed(request: Request) -> bool:
    """Tell whether another office may have it: before the gate it may, past it with the yes of all who decide.

    Once the circle has met nothing goes elsewhere any more. Before the gate nobody has said yes to anything: a referral
    that reached the wrong office goes to the right one, and the people are asked there.
    """
    if request.has_met:
        return False
    return request.stage not in PAST_THE_GATE or has_consent(request, Purpose.TRANSFER)


def open_offer(offers: Iterable[Offer]) -> Offer | None:
    """Find the offer that waits for an answer; a request has one at most."""
    return next((offer for offer in offers if offer.stage is OfferStage.OPEN), None)
