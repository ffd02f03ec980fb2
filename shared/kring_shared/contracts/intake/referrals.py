"""Handing in what an outside system sent, and what whoever handed it in may know of it afterwards."""

import re
from hashlib import blake2b
from typing import ClassVar, Final

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Cursor, Key, Query
from kring_shared.contracts.intake.words import Channel
from kring_shared.contracts.referral.status import ReferralState

SYSTEM: Final = r"^[a-z][a-z0-9-]{1,30}$"
OWN_CHANNELS: Final = frozenset({"http", "form"})
"""How a requester hands in what is theirs: what came so is known apart from what everybody else ever sent."""


def system_of(actor_id: str) -> str:
    """Give under which name a requester hands in: their own id, or where that can be no name, one made of it."""
    if re.fullmatch(SYSTEM, actor_id):
        return actor_id
    return f"by-{blake2b(actor_id.encode(), digest_size=10).hexdigest()}"


class SubmitReferral(Command):
    """Hand in one referral event as it came (structured CloudEvent); office staff, or whoever refers.

    Whoever refers hands in as themselves: `system` is `system_of` their own id, and `channel` is `http` or `form`.
    """

    of_oneself: ClassVar[bool] = True

    event: str = Field(description="The event as text; also when it is not JSON.", repr=False)
    headers: dict[str, str] = Field(default_factory=dict, description="Headers of the message it came in, if any.")
    system: str = Field("office", pattern=SYSTEM, description="Which system sent it.")
    channel: Channel = Field("file", description="How it came in.", examples=["file"])


class ShowReferralStatus(Query):
    """Ask where a referral of one's own stands, by the own reference or by the request."""

    of_oneself: ClassVar[bool] = True

    reference: str = Field("", max_length=64, description="The sender's own.", examples=["WN-2026-0041"])
    request_id: Key | None = Field(None, description="The request, as in the receipt.")


class ReferralStanding(Answer):
    """Where one referral stands: three words, and never what people decided."""

    reference: str = Field(description="The sender's own; empty when it gave none.", examples=["WN-2026-0041"])
    request_id: Key | None = Field(description="The request, as in the receipt; absent when none came of it yet.")
    status: ReferralState = Field(description="`received`, `taken-on` or `ended`.")
    received_at: AwareDatetime


class ListOwnReferrals(Query):
    """Ask what one handed in oneself, newest first; until the office erases it."""

    of_oneself: ClassVar[bool] = True

    before: Cursor = Field("", description="Go on with older ones than this: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class OwnReferrals(Answer):
    """What somebody handed in, a page of it."""

    referrals: tuple[ReferralStanding, ...] = Field(description="The newest first.")
    next: Cursor = Field("", description="Where the next page begins, as its `before`; empty on the last one.")
