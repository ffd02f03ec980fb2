"""A transfer as each office keeps it: the offer of the one, the takeover of the other, under a one-time id."""

from dataclasses import dataclass
from datetime import datetime

from kring_intake.process import Offered, TakenOver
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.intake import TransferReason
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Offer(Aggregate):
    """That this office offered one of its requests to another.

    `offer_key` follows from the one-time id and is not it: two offices that share a database must not find each
    other's side by one id.
    """

    offer_key: str
    transfer_id: str
    case_id: str
    office: str
    to_office: str
    reason: TransferReason
    offered_at: datetime
    stage: Offered = Offered.OPEN
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own key."""
        return self.offer_key

    def keys(self) -> tuple[str, ...]:
        """Give its key and the request."""
        return (self.offer_key, self.case_id)


@dataclass(frozen=True)
class Takeover(Aggregate):
    """That another office offered a request to this one."""

    transfer_id: str
    office: str
    from_office: str
    reason: TransferReason
    urgency: Urgency
    offered_at: datetime
    stage: TakenOver = TakenOver.OFFERED
    case_id: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the one-time id."""
        return self.transfer_id
