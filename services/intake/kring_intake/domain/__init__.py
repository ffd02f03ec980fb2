"""Requests and what belongs to them: frozen values, and the decisions about them."""

from kring_intake.domain.duplicate import Block, Suspicion, Trace
from kring_intake.domain.partner import Briefing, Partner
from kring_intake.domain.people import MainPerson, PersonDetails, Voice
from kring_intake.domain.referral import KnownReferral, Quarantined, SentReferral
from kring_intake.domain.request import Funding, KnownAs, MandateStands, MergedIn, Request
from kring_intake.domain.said import Answered, Said
from kring_intake.domain.transfer import Offer, Takeover

__all__ = [
    "Answered",
    "Block",
    "Briefing",
    "Funding",
    "KnownAs",
    "KnownReferral",
    "MainPerson",
    "MandateStands",
    "MergedIn",
    "Offer",
    "Partner",
    "PersonDetails",
    "Quarantined",
    "Request",
    "Said",
    "SentReferral",
    "Suspicion",
    "Takeover",
    "Trace",
    "Voice",
]
