"""Organisations that work with an office: what they pay for, what was agreed, and when their staff were briefed."""

from dataclasses import dataclass
from datetime import date

from kring_shared.contracts.intake import FundingRule
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Briefing:
    """Staff of a partner were told how a conference works."""

    held_on: date
    attended: int


@dataclass(frozen=True)
class Partner(Aggregate):
    """One organisation (samenwerkingspartner). It is found by its own id and by the key of its office's register."""

    partner_id: str
    office: str
    register: str
    title: str
    systems: tuple[str, ...] = ()
    refers: bool = True
    pays_for: tuple[FundingRule, ...] = ()
    agreed_since: date | None = None
    agreed_until: date | None = None
    briefings: tuple[Briefing, ...] = ()
    status_to: Sealed[Contact] | None = None
    left: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.partner_id

    def keys(self) -> tuple[str, ...]:
        """Give its id and its office's register."""
        return (self.partner_id, self.register)
