"""Referrals set apart for a person to look at: released, rejected, or erased after fourteen days at most."""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Cursor, Deadline, Fact, Key, Office, Query
from kring_shared.contracts.intake.words import QuarantineRefusal


class ReferralQuarantined(Fact):
    """A referral was set apart for a person to look at; `case_id` is the id it is kept under, no case exists."""

    system: str = Field(description="The system that sent it.", examples=["wijkteam-noord"])
    code: str = Field(description="Why.", examples=["kring.national-number"])


class QuarantineReleased(Fact):
    """A person looked, and took the referral on; its sender was told."""

    request_id: Key | None = Field(description="The request that came of it; none for an information talk.")


class QuarantineRejected(Fact):
    """A person looked, and did not take the referral on; its sender was told, and what was kept is erased."""

    reason: QuarantineRefusal


class QuarantineLapsed(Fact):
    """Nobody looked in time; its sender was told, and what was kept is erased."""


class ReleaseQuarantined(Command):
    """Take a referral on that was set apart, as it was masked, or as `event` mends it."""

    quarantine_id: Key
    event: str = Field("", repr=False, description="The mended event; empty takes the masked text as it is.")

    def key(self) -> str:
        """Give the id it is kept under."""
        return self.quarantine_id


class RejectQuarantined(Command):
    """Do not take it on; the sender is told why, and nothing of it is kept."""

    quarantine_id: Key
    reason: QuarantineRefusal

    def key(self) -> str:
        """Give the id it is kept under."""
        return self.quarantine_id


class ListQuarantine(Query):
    """Ask what was set apart at an office, oldest first."""

    office: Office
    limit: int = Field(100, ge=1, le=1000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")


class QuarantineLine(Answer):
    """One referral that was set apart, by codes."""

    quarantine_id: Key
    system: str = Field(description="The system that sent it.", examples=["wijkteam-noord"])
    code: str = Field(description="Why it was set apart.", examples=["kring.national-number"])
    received_at: AwareDatetime
    erased_at: AwareDatetime = Field(description="When it is erased if nobody looks.")


class QuarantineList(Answer):
    """What waits for a person."""

    quarantined: tuple[QuarantineLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class ShowQuarantined(Query):
    """Ask for the masked text of one."""

    quarantine_id: Key

    def key(self) -> str:
        """Give the id it is kept under."""
        return self.quarantine_id


class QuarantinedShown(Answer):
    """One referral that was set apart, as masked text."""

    line: QuarantineLine
    text: str = Field(repr=False, description="The whole event; the digits of national numbers read `*`.")


class QuarantineOver(Deadline):
    """The fourteen days are over."""
