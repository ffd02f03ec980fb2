"""A coordinator of a neighbour office, lent for one case: what two offices tell each other about it.

Facts between offices go by a one-time id that stands in for the case, and the guest has one that stands in for the
coordinator. Neither is known anywhere else, and nothing of the family is told: which languages and which type, no more.
"""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key, Named, Office, Reach
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard, Urgency
from kring_shared.contracts.matching.words import LanguageSkill
from kring_shared.contracts.sealed import SealingKey


class LoanRequested(Fact):
    """An office asks a neighbour for a coordinator."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...] = Field((), description="BCP 47 tags, the most wished first.")
    answer_by: AwareDatetime
    sealing_key: SealingKey = Field(
        "",
        description="Public key (X25519, base64) to which is sealed how to reach who is offered, made for this loan; "
        "its other half stays in the vault of the office that asks. Empty: an older Kring, which shares its vault.",
        examples=["3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08="],
    )


class LoanOffered(Fact):
    """The neighbour has somebody, who is willing; who it is stays sealed for the asking office."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office
    guest: PersonCard = Field(description="Under a one-time id; how to reach them is sealed for the asking office.")
    levels: tuple[LanguageSkill, ...] = ()
    scopes: tuple[ConferenceType, ...]
    gender: Gender | None = None
    age_band: str | None = Field(None, pattern=r"^(18-40|40-60|60\+)$", examples=["40-60"])


class LoanRefused(Fact):
    """The neighbour has nobody."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office


class LoanTaken(Fact):
    """The lent coordinator began; it counts among their cases at home."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office


class LoanEnded(Fact):
    """The asking office needs nobody any more, or the case is done: the lent coordinator is free again."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office


class LoanWithdrawn(Fact):
    """The lending office takes its coordinator back; the case seeks another at that moment."""

    reach: ClassVar[Reach] = Reach.BACKBONE

    to_office: Office


class CoordinatorLoanRequested(Fact):
    """Neighbour offices were asked for a coordinator for this case."""

    offices: int = Field(ge=0, description="How many.")


class CoordinatorLoanGranted(Fact):
    """A neighbour office offers a coordinator for this case; they can be put on a shortlist."""

    from_office: Office
    guest_id: Key


class AskForLoan(Command):
    """Ask neighbour offices of the same organisation for a coordinator."""

    case_id: Key
    offices: tuple[Office, ...] = Field((), description="Which; empty is every neighbour.")


class AboutLoan(Named):
    """What every command about one loan has in common; never given by itself."""

    loan_id: Key

    def key(self) -> str:
        """Give the one-time id."""
        return self.loan_id


class OfferLoan(AboutLoan, Command):
    """Offer a coordinator who is willing, and to whom no hard rule is against."""

    coordinator_id: Key

    def keys(self) -> tuple[str, ...]:
        """Give the loan, then the coordinator."""
        return (self.loan_id, self.coordinator_id)


class RefuseLoan(AboutLoan, Command):
    """Say that there is nobody."""


class WithdrawLoan(AboutLoan, Command):
    """Take the coordinator back."""


class LoanLapses(Deadline):
    """The moment a neighbour's answer is no longer waited for; `case_id` is the loan's one-time id."""
