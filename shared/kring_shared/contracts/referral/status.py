"""What became of a referral, for the system that referred: three words, and nothing that people tell themselves."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from kring_shared.contracts.envelope import Message

REFERRAL_STATUS_TYPE: Final = "nl.eigenkracht.referral.status.v1"
"""The CloudEvents type."""


class ReferralState(StrEnum):
    """Where a referral stands (terugkoppeling). With what it ended is not among them.

    `received`: the office has it. `taken-on`: the people agreed, and the office began. `ended`: the office is done.
    """

    RECEIVED = "received"
    TAKEN_ON = "taken-on"
    ENDED = "ended"


class ReferralStatus(Message):
    """Where one referral stands now; it holds no personal data, and never what people decided."""

    reference: str = Field("", description="The sender's own; empty when it gave none.", examples=["WN-2026-0041"])
    request_id: str = Field(
        description="The request, as in the receipt.", examples=["019aa0000000700080000000000000a1"]
    )
    status: ReferralState = Field(description="Where it stands.", examples=["taken-on"])
