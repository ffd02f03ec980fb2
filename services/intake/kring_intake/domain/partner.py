"""Organisations that work with an office: what they pay for, what was agreed, and when their staff were briefed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kring_shared.contracts.field import Dossier
from kring_shared.contracts.intake import FundingRule
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.municipalities import known
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
    office_register: str
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
        return (self.partner_id, self.office_register)

    def pays(self, dossier: Dossier, on: date) -> bool:
        """Tell whether it pays, by standing agreement, for what a dossier asks on a day."""
        return not self.left and any(_covers(rule, dossier, on) for rule in self.pays_for)


def register_of(office: str) -> str:
    """Give the key under which all partners of an office are found."""
    return id_at(BEGINNING, f"partners/{office}")


def funder_for(partners: Iterable[Partner], dossier: Dossier, on: date) -> Partner | None:
    """Find a partner that pays by standing agreement; the first by title, when there are several."""
    paying = (partner for partner in partners if partner.pays(dossier, on))
    return min(paying, key=lambda partner: (partner.title.casefold(), partner.id), default=None)


def partner_of(partners: Iterable[Partner], system: str) -> Partner | None:
    """Find the partner a referral system belongs to."""
    theirs = (partner for partner in partners if system in partner.systems and not partner.left)
    return min(theirs, key=lambda partner: partner.id, default=None)


def _covers(rule: FundingRule, dossier: Dossier, on: date) -> bool:
    if on < rule.since or (rule.until is not None and on > rule.until):
        return False
    if rule.conference_types and dossier.conference_type not in rule.conference_types:
        return False
    places = {known(name) or name for name in rule.municipalities}
    return not places or dossier.municipality in places
