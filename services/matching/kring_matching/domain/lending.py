"""Whom an office can lend for a case of which only the type, the haste and the languages are known."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.eligibility import Rule, Stops, View, Words
from kring_matching.domain.loan import Lending
from kring_matching.domain.search import Search
from kring_shared.contracts.field import Dossier, Wishes

SUPERVISED: Final = Stops(
    "needs-support",
    Words("does a first conference at home, with support", "doet een eerste conferentie thuis, met begeleiding"),
)
BANDS: Final = ((40, "18-40"), (60, "40-60"))
"""Below this age, years, somebody is in the band; above the last they are 60 or more."""


class NeedsSupport:
    """Keeps whoever is still on the way to the certificate with those who give support."""

    looks_at = ("supervised",)

    def keeps_out(self, view: View) -> Stops | None:
        """Stop a candidate."""
        return SUPERVISED if view.coordinator.supervised else None


def search_for(lending: Lending, policy: str) -> Search:
    """Give a neighbour's case as far as it is known here, to look who fits: by the loan's one-time id.

    No municipality and no main person is known, so nothing can be said of distance or of a tie to the case: the guest
    is asked about ties there, when the case is proposed.
    """
    dossier = Dossier(
        conference_type=lending.conference_type,
        urgency=lending.urgency,
        policy=policy,
        languages=lending.languages,
        wishes=Wishes(languages=lending.languages),
    )
    return Search(case_id=lending.loan_id, office=lending.office, dossier=dossier, main_person_ids=())


def rules_for_lending(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Give the plugged-in rules, with what is asked of a loan only."""
    return (NeedsSupport(), *rules)


def age_band_of(coordinator: Coordinator, today: date) -> str | None:
    """Give the band of ages a family may wish for; the year of birth stays at home."""
    if coordinator.birth_year is None:
        return None
    age = today.year - coordinator.birth_year
    return next((band for below, band in BANDS if age < below), "60+")
