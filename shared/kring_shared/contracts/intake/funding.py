"""Who pays (financiering): asked, granted or refused, before a coordinator is sought where the policy says so."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Command, Fact, Key
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.intake.words import FundingRefusal


class FundingRequested(Fact):
    """A funder was asked to pay."""

    funder_id: Key | None = Field(None, description="The partner that was asked, when it is a registered one.")


class FundingGranted(Fact):
    """A funder pays."""

    funder_id: Key | None = Field(None, description="The partner, when it is a registered one.")
    standing: bool = Field(default=False, description="By a standing agreement; nobody had to be asked.")


class FundingRefused(Fact):
    """A funder does not pay; the family is told how to object."""

    funder_id: Key | None = Field(None, description="The partner, when it is a registered one.")
    reason: FundingRefusal
    objection_until: date | None = Field(None, description="The last day to object.")
    holders: tuple[PersonCard, ...] = Field(
        (), description="Who hold authority over the children it is about: they hear it in their place."
    )


class AskFunding(Command):
    """Note that a funder was asked."""

    case_id: Key
    funder_id: Key | None = Field(None, description="The partner, when it is a registered one.")


class GrantFunding(Command):
    """Note that the funder pays."""

    case_id: Key
    funder_id: Key | None = Field(None, description="The partner, when it is a registered one.")


class RefuseFunding(Command):
    """Note that the funder does not pay; the request waits, and another may be asked."""

    case_id: Key
    funder_id: Key | None = Field(None, description="The partner, when it is a registered one.")
    reason: FundingRefusal
    objection_until: date | None = Field(None, description="The last day to object, when the letter says it.")
