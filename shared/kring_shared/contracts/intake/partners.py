"""Partner organisations (samenwerkingspartners): who refers, who pays for what, and what was agreed with them."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Fact, Key, Message, Office, Query
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.sealed import Contact


class PartnerRegistered(Fact):
    """An organisation works with the office; `case_id` is its id."""

    refers: bool
    funds: bool


class PartnerAgreementMade(Fact):
    """What was agreed with a partner, by its dates; `case_id` is its id."""

    since: date
    until: date | None = None


class PartnerBriefed(Fact):
    """Staff of a partner were told how a conference works; `case_id` is its id."""

    held_on: date
    attended: int = Field(ge=0, description="How many were there.")


class PartnerLeft(Fact):
    """An organisation does not work with the office any more; `case_id` is its id."""


class FundingRule(Message):
    """What a funder pays for by standing agreement; what is empty is everything."""

    conference_types: tuple[ConferenceType, ...] = ()
    municipalities: tuple[str, ...] = Field((), max_length=60, description="Where the people live.")
    since: date
    until: date | None = None


class RegisterPartner(Command):
    """Register an organisation, or write down anew what is known of it."""

    partner_id: Key | None = Field(None, description="Absent for a new one.")
    title: str = Field(min_length=2, max_length=120, examples=["Gemeente Utrecht"])
    systems: tuple[str, ...] = Field(
        (), max_length=20, description="Its referral systems.", examples=[["wijkteam-noord"]]
    )
    refers: bool = True
    pays_for: tuple[FundingRule, ...] = Field((), max_length=20, description="Empty: it is no funder.")
    status_to: Contact | None = Field(None, repr=False, description="Whom to tell how a request stands.")

    def key(self) -> str:
        """Give its id; a new one has none yet."""
        return self.partner_id or ""


class AgreeWithPartner(Command):
    """Write down from when until when an agreement holds."""

    partner_id: Key
    since: date
    until: date | None = None

    def key(self) -> str:
        """Give the partner's id."""
        return self.partner_id


class BriefPartner(Command):
    """Write down that their staff were told how a conference works."""

    partner_id: Key
    held_on: date
    attended: int = Field(ge=0, le=1000, description="How many were there.")

    def key(self) -> str:
        """Give the partner's id."""
        return self.partner_id


class EndPartnership(Command):
    """Write down that they do not work with the office any more."""

    partner_id: Key

    def key(self) -> str:
        """Give the partner's id."""
        return self.partner_id


class ListPartners(Query):
    """Ask which organisations work with an office."""

    office: Office


class PartnerLine(Answer):
    """One partner organisation."""

    partner_id: Key
    title: str
    systems: tuple[str, ...] = Field(description="Its referral systems.")
    refers: bool
    pays_for: tuple[FundingRule, ...]
    agreed_since: date | None
    agreed_until: date | None
    briefings: int = Field(description="How often their staff were briefed.")
    last_briefed_on: date | None
    status_to: str = Field("", description="Name of whom to tell how a request stands.")
    left: bool = False


class PartnerList(Answer):
    """The partners of an office, by title."""

    partners: tuple[PartnerLine, ...]
