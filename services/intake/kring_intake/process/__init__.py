"""The tables of intake: the request and the talk, what makes a request wait, and what happens beside it."""

from kring_intake.process.duplicate import DUPLICATE, SuspicionStage
from kring_intake.process.held import HELD, Held
from kring_intake.process.possible import ALWAYS, possible
from kring_intake.process.quarantine import QUARANTINE, QuarantineStage
from kring_intake.process.request import (
    BEFORE_ACCEPTANCE,
    BEFORE_CONSENT,
    REQUEST,
    TALK,
    TALKS,
    UNDER_WAY,
    Stage,
    table_of,
)
from kring_intake.process.transfer import OFFER, TAKEOVER, OfferStage, TakeoverStage

__all__ = [
    "ALWAYS",
    "BEFORE_ACCEPTANCE",
    "BEFORE_CONSENT",
    "DUPLICATE",
    "HELD",
    "OFFER",
    "QUARANTINE",
    "REQUEST",
    "TAKEOVER",
    "TALK",
    "TALKS",
    "UNDER_WAY",
    "Held",
    "OfferStage",
    "QuarantineStage",
    "Stage",
    "SuspicionStage",
    "TakeoverStage",
    "possible",
    "table_of",
]
