"""Handing in what an outside system sent."""

from pydantic import Field

from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake.words import Channel


class SubmitReferral(Command):
    """Hand in one referral event as it came (structured CloudEvent); office staff, on behalf of a sender."""

    event: str = Field(description="The event as text; also when it is not JSON.", repr=False)
    headers: dict[str, str] = Field(default_factory=dict, description="Headers of the message it came in, if any.")
    system: str = Field("office", pattern=r"^[a-z][a-z0-9-]{1,30}$", description="Which system sent it.")
    channel: Channel = Field("file", description="How it came in.", examples=["file"])
