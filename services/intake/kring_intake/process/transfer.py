"""A transfer as each of the two offices sees it: the offer of the one, the takeover of the other."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import (
    AcceptTransfer,
    RecallTransfer,
    RefuseTransfer,
    TransferAccepted,
    TransferHandedOver,
    TransferRecalled,
    TransferRefused,
)
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import BOTH_CONFIRM


class OfferStage(StrEnum):
    """Where an offer stands, for the office that made it."""

    OPEN = "open"
    HANDED_OVER = "handed-over"
    REFUSED = "refused"
    RECALLED = "recalled"


class TakeoverStage(StrEnum):
    """Where an offer stands, for the office that got it."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    REFUSED = "refused"
    RECALLED = "recalled"


OFFER: Final = Process(
    name="transfer-offer",
    start=OfferStage.OPEN,
    steps=(
        Step(
            OfferStage.OPEN,
            TransferAccepted,
            OfferStage.HANDED_OVER,
            because="The other office said yes: the dossier goes there, sealed.",
            source=BOTH_CONFIRM,
        ),
        Step(
            OfferStage.OPEN,
            TransferRefused,
            OfferStage.REFUSED,
            because="The other office said no: the request goes on here.",
            source=BOTH_CONFIRM,
        ),
        Step(
            OfferStage.OPEN,
            RecallTransfer,
            OfferStage.RECALLED,
            because="The office thought better of it, or the main person stopped.",
            source=BOTH_CONFIRM,
        ),
    ),
)

TAKEOVER: Final = Process(
    name="transfer-takeover",
    start=TakeoverStage.OFFERED,
    steps=(
        Step(
            TakeoverStage.OFFERED,
            AcceptTransfer,
            TakeoverStage.ACCEPTED,
            because="This office takes it over.",
            source=BOTH_CONFIRM,
        ),
        Step(
            TakeoverStage.OFFERED,
            RefuseTransfer,
            TakeoverStage.REFUSED,
            because="This office does not take it over.",
            source=BOTH_CONFIRM,
        ),
        Step(
            TakeoverStage.ACCEPTED,
            TransferHandedOver,
            TakeoverStage.ARRIVED,
            because="The dossier came, and became a request here.",
            source=BOTH_CONFIRM,
        ),
        *from_each(
            (TakeoverStage.OFFERED, TakeoverStage.ACCEPTED),
            TransferRecalled,
            TakeoverStage.RECALLED,
            because="The other office took it back before the dossier came.",
            source=BOTH_CONFIRM,
        ),
    ),
)
